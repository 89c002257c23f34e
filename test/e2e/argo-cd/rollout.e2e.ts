// e2e: needs external-secrets, needs argocd, needs helm, 3 minutes, alone
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { healthChecks } from '../../../src/exports/health-checks.ts';
import { healthCustomizations } from '../../../src/exports/health-customizations.ts';
import type { RenderedPlatform } from '../../../src/index.ts';
import { Bench } from '../bench.ts';
import { until } from '../platform/until.ts';
import { emptySteps } from './empty-steps.ts';
import { GitOpsRepository, publishedFiles } from './gitops-repository.ts';
import { hasRedis } from './has-redis.ts';
import { announcePush, statesOf, untilGreen } from './roll-out.ts';
import { chart, environments, namespaceOf, renderShop, seedSecret, type Variant, vaultAddressOf } from './shop.ts';

const secretKind = { apiVersion: 'v1', kind: 'Secret' };
const configMapKind = { apiVersion: 'v1', kind: 'ConfigMap' };
/** Applications of one environment. */
const count = 7;

let bench: Bench;
let repository: GitOpsRepository;
let rendered: RenderedPlatform;
let emptyStep: number;

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
async function publish(variant: Variant = {}): Promise<string> {
  rendered = await renderShop(repository.url, variant);
  expect(rendered.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return repository.publish(new Map([...publishedFiles(rendered), ...Object.entries(chart)]));
}
async function applySet(folder: string, set = folder): Promise<void> {
  await bench.cluster.apply(parse(rendered.files.get(`${folder}/argo-cd/application-set.yaml`) ?? ''));
  await until(60_000, async () => {
    if ((await statesOf(bench, set)).size > 0) return undefined;
    // It may have looked at the commit before, and would look again in three minutes.
    await announcePush(bench, set);
    return `${set} has no Application`;
  });
}

/** Runs the bootstrap as soon as its CronJob is there, as a person does who does not wait for the minute. */
async function runBootstrap(environment: string): Promise<void> {
  const namespace = namespaceOf(environment);
  await until(60_000, async () => {
    const cronJob = await bench.cluster.find({ apiVersion: 'batch/v1', kind: 'CronJob' }, 'bootstrap', namespace);
    return cronJob ? undefined : `${namespace} has no bootstrap`;
  });
  await bench.kubectl('-n', namespace, 'create', 'job', 'by-hand', '--from=cronjob/bootstrap');
}

const changed: Variant = { passwordKey: 'DATABASE_PASSWORD' };

// Nothing of Argo CD runs without its Redis; `.ci/run` counts what is skipped.
describe.skipIf(!hasRedis)('a rollout by Argo CD', () => {
  beforeAll(async () => {
    const vaults = Object.fromEntries(environments.map((name) => [name, { address: vaultAddressOf(name) }]));
    bench = await Bench.start({
      kubernetes: true,
      operator: { concurrency: 8 },
      pods: {},
      vaults,
      argoCd: { projects: ['shop'], settings: healthCustomizations(healthChecks.map(({ kind }) => kind)) },
    });
    repository = new GitOpsRepository(`${bench.folder}/gitops`);
    for (const name of environments) {
      const namespace = namespaceOf(name);
      await bench.cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
      const stringData = { 'values.json': '{}' };
      await bench.cluster.apply({ ...secretKind, metadata: { name: seedSecret, namespace }, stringData });
    }
    await bench.cluster.apply({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'token-review' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:auth-delegator' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:serviceaccounts' }],
    });
    emptyStep = await emptySteps(bench, repository, 3);
  });

  afterAll(async () => {
    await bench?.stop();
  });

  describe('from a Git commit', () => {
    test('an empty environment becomes green, phase by phase', async () => {
      await publish();
      const began = Date.now();
      await Promise.all([applySet('dev'), runBootstrap('dev')]);
      await untilGreen(bench, 'dev', { count });
      const took = Date.now() - began;
      const states = [...(await statesOf(bench, 'dev')).values()].sort((a, b) => (a.phase < b.phase ? -1 : 1));
      for (const [index, state] of states.entries())
        for (const earlier of states.slice(0, index))
          if (earlier.phase < state.phase)
            expect(state.startedAt >= earlier.finishedAt, `${earlier.name} before ${state.name}`).toBe(true);
      const secret = await bench.cluster.get(secretKind, 'reports', namespaceOf('dev'));
      const floor = states.length * emptyStep;
      const last = Date.parse(secret.metadata.creationTimestamp ?? '') + 1000 - began;
      console.log(
        `empty environment: green after ${seconds(took)}, last Secret after ${seconds(last)}; ` +
          `floor ${states.length} steps of ${seconds(emptyStep)} = ${seconds(floor)}, ratio ${(last / floor).toFixed(2)}`,
      );
      expect(last).toBeLessThanOrEqual(1.5 * floor);
    });

    test('the chart gets what is shared and what is of the environment', async () => {
      const { data } = await bench.cluster.get(configMapKind, 'shop-configuration', namespaceOf('dev'));
      expect(data).toEqual({ replicas: '2', host: 'shop-dev.example.org', existingSecret: 'database' });
    });

    test('a Secret that changes in Git is changed in a green cluster within a minute', async () => {
      const commit = await publish(changed);
      const began = Date.now();
      await announcePush(bench, 'dev');
      await until(60_000, async () => {
        const { data = {} } = await bench.cluster.get(secretKind, 'database', namespaceOf('dev'));
        return 'DATABASE_PASSWORD' in data ? undefined : `it has ${Object.keys(data).join(', ')}`;
      });
      console.log(`Secret changed in Git: ${seconds(Date.now() - began)}`);
      await untilGreen(bench, 'dev', { count, commit });
    });

    test('a component that is switched off leaves its marker and nothing else', async () => {
      const commit = await publish({ ...changed, withoutReports: true });
      await announcePush(bench, 'dev');
      const namespace = namespaceOf('dev');
      await until(60_000, async () =>
        (await bench.cluster.find(secretKind, 'reports', namespace)) ? 'its Secret is still there' : undefined,
      );
      await untilGreen(bench, 'dev', { count, commit });
      const { data } = await bench.cluster.get(configMapKind, 'reports-component', namespace);
      expect(data).toEqual({ component: 'reports', state: 'disabled', reason: 'nobody reads them' });
    });
  });
});
