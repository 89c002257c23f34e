// e2e: needs external-secrets, needs argocd, needs helm, 3 minutes, alone
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { healthChecks } from '../../../src/exports/health-checks.ts';
import { healthCustomizations } from '../../../src/exports/health-customizations.ts';
import { Bench } from '../bench.ts';
import { GitLabFront } from '../gates/git-lab-front.ts';
import { emptySteps } from './empty-steps.ts';
import { GitOpsRepository } from './gitops-repository.ts';
import { hasRedis } from './has-redis.ts';
import { applicationKind, applySet, statesOf, untilGreen } from './roll-out.ts';
import { WholePlatform } from './whole-platform.ts';

/** Milliseconds for everything. */
const within = 900_000;

let bench: Bench;
let whole: WholePlatform;
let gitLab: GitLabFront;
let repository: GitOpsRepository;
let emptyStep: number;

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;

// Nothing of Argo CD runs without its Redis; `.ci/run` counts what is skipped.
describe.skipIf(!hasRedis)('the whole environment local by Argo CD', () => {
  beforeAll(async () => {
    whole = await WholePlatform.render();
    bench = await Bench.start({
      kubernetes: true,
      operator: { concurrency: 8 },
      pods: {},
      vaults: { main: { address: whole.environment.vaultAddress } },
      argoCd: { projects: ['ameide'], settings: healthCustomizations(healthChecks.map(({ kind }) => kind)) },
    });
    gitLab = await GitLabFront.start(`${bench.folder}/gitlab`, bench.network, 'gitlab.local.ameide.io');
    await whole.prepare(bench, gitLab);
    repository = new GitOpsRepository(`${bench.folder}/gitops`);
    emptyStep = await emptySteps(bench, repository, 3);
    repository.publish(whole.published(repository.url, gitLab));
  }, 300_000);

  afterAll(async () => {
    gitLab?.stop();
    await bench?.stop();
  });

  test('goes from a Git commit and an empty cluster to green, in the order of its phases', {
    timeout: within,
  }, async () => {
    const count = whole.componentsOf('local').length;
    const ofCluster = whole.componentsOf('_clusters/k3d').length;
    const began = Date.now();
    await Promise.all([
      ...['_clusters/k3d', 'local'].map((folder) => applySet(bench, whole.applicationSet(folder, repository.url))),
      whole.openVault(bench, gitLab),
      untilGreen(bench, 'local', { count, isTimed: true, within }),
      untilGreen(bench, 'cluster', { count: ofCluster, isTimed: true, within }),
    ]);
    const took = Date.now() - began;
    const states = [...(await statesOf(bench, 'local')).values()].sort((a, b) => (a.phase < b.phase ? -1 : 1));
    const steps = new Set(states.map(({ phase }) => phase)).size;
    const live = await bench.cluster.list({ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' });
    const ready = live.map(({ status }) =>
      Date.parse(status.conditions.find(({ type }: { type: string }) => type === 'Ready').lastTransitionTime),
    );
    const last = Math.max(...ready) + 1000 - began;
    const floor = steps * emptyStep;
    console.log(
      `local: ${count} and ${ofCluster} Applications, ${live.length} ExternalSecrets; green after ${seconds(took)}, ` +
        `last Secret after ${seconds(last)}; floor ${steps} steps of ${seconds(emptyStep)} = ${seconds(floor)}, ` +
        `ratio ${(last / floor).toFixed(2)}`,
    );
    for (const [index, state] of states.entries())
      for (const earlier of states.slice(0, index))
        if (earlier.phase < state.phase)
          expect(state.startedAt >= earlier.finishedAt, `${earlier.name} before ${state.name}`).toBe(true);
  });

  test('has everything that is rendered, each with one owner', async () => {
    const live = await bench.cluster.list(applicationKind);
    const owned = live.flatMap(({ metadata, status }) =>
      (status.resources ?? []).map(
        ({ kind, namespace = '', name }: Record<string, string>) =>
          [`${kind} ${namespace}/${name}`, metadata.name] as const,
      ),
    );
    const owners = Map.groupBy(owned, ([object]) => object);
    expect([...owners].filter(([, all]) => all.length > 1)).toEqual([]);
    const isHook = (annotations: object = {}): boolean => 'argocd.argoproj.io/hook' in annotations;
    const rendered = whole.environment.objects
      .filter(({ metadata }) => !isHook(metadata.annotations))
      .map(({ kind, metadata }) => `${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
    expect(rendered.filter((object) => !owners.has(object))).toEqual([]);
  });
});
