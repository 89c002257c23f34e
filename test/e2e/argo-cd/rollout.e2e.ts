// e2e: needs external-secrets, needs argocd, needs helm, 3 minutes, alone
import { setTimeout as sleep } from 'node:timers/promises';
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
import {
  announcePush,
  applicationKind,
  applySet,
  isGreen,
  setKind,
  statesOf,
  untilGreen,
  untilSays,
} from './roll-out.ts';
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
const fileOf = (end: string): readonly [path: string, text: string] => {
  const found = [...publishedFiles(rendered)].find(([path]) => path.endsWith(end));
  if (found === undefined) throw new TypeError(`Nothing is published that ends in ${end}.`);
  return found;
};
async function publish(variant: Variant = {}): Promise<string> {
  rendered = await renderShop(repository.url, variant);
  expect(rendered.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return repository.publish(new Map([...publishedFiles(rendered), ...Object.entries(chart)]));
}
const setOf = (folder: string) => parse(rendered.files.get(`${folder}/argo-cd/application-set.yaml`) ?? '');

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

/** Edits published files of dev, and says how each must be found. */
const defects: readonly {
  readonly title: string;
  /** The files, by the end of their path, and what becomes of each. */
  readonly files: Readonly<Record<string, (text: string) => string | undefined>>;
  readonly application: string;
  readonly says: RegExp;
}[] = [
  {
    title: 'a store logs in under a role that Vault does not have',
    files: { 'dev/foundation/stores/stores.k8s.yaml': (text) => text.replace(/role: .*/, 'role: nobody') },
    application: 'stores',
    says: /shop Degraded/,
  },
  {
    title: 'an ExternalSecret is refused by the API server',
    files: {
      'dev/services/sessions/sessions.k8s.yaml': (text) =>
        text.replace('creationPolicy: Owner', 'creationPolicy: Nobody'),
    },
    application: 'sessions',
    says: /session-sync.*creationPolicy: Unsupported value/,
  },
  {
    title: 'a layer of values is missing',
    files: { 'dev/argo-cd/values/shop.yaml': () => undefined },
    application: 'shop',
    says: /dev\/argo-cd\/values\/shop\.yaml/,
  },
  {
    title: 'a chart does not get the Secret that it demands',
    files: { 'dev/argo-cd/values/shop.yaml': (text) => `${text}auth:\n  existingSecret: null\n` },
    application: 'shop',
    says: /existingSecret/,
  },
  {
    title: 'two Applications own one ExternalSecret',
    files: {
      'dev/services/sessions/sessions.k8s.yaml': (text) =>
        `${text}---\n${fileOf('dev/foundation/database/database.k8s.yaml')[1]}`,
    },
    application: 'sessions',
    says: /database-sync.*dev-database|dev-database.*database-sync/,
  },
];

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
      await Promise.all([applySet(bench, setOf('dev')), runBootstrap('dev')]);
      await untilGreen(bench, 'dev', { count, isTimed: true });
      const took = Date.now() - began;
      await untilGreen(bench, 'dev', { count });
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

  describe('in a broken environment', () => {
    test('the Application of a key that nobody writes names its ExternalSecret, and another environment becomes green beside it', async () => {
      const [path, text] = fileOf('dev/foundation/database/database.k8s.yaml');
      repository.change({ [path]: text.replaceAll('database-user', 'nobody-writes-this') });
      await announcePush(bench, 'dev');
      await untilSays(bench, 'dev', 'database', /database-sync Degraded/);
      await Promise.all([
        applySet(bench, setOf('_clusters/bay')),
        applySet(bench, setOf('staging')),
        runBootstrap('staging'),
      ]);
      await untilGreen(bench, 'staging', { count });
      await untilGreen(bench, 'cluster', { count: 1 });
      expect(isGreen((await statesOf(bench, 'dev')).get('database'))).toBe(false);
      const commit = repository.change({ [path]: text });
      await announcePush(bench, 'dev');
      await untilGreen(bench, 'dev', { count, commit });
    });

    test.each(defects)('$title: its Application says so, and is green after the remedy', async (defect) => {
      const edited = Object.entries(defect.files).map(([end, edit]) => {
        const [path, text] = fileOf(end);
        expect(edit(text), path).not.toBe(text);
        return { path, text, becomes: edit(text) };
      });
      repository.change(Object.fromEntries(edited.map(({ path, becomes }) => [path, becomes])));
      let commit: string;
      try {
        await announcePush(bench, 'dev');
        await untilSays(bench, 'dev', defect.application, defect.says);
      } finally {
        commit = repository.change(Object.fromEntries(edited.map(({ path, text }) => [path, text])));
        await announcePush(bench, 'dev');
      }
      await untilGreen(bench, 'dev', { count, commit });
    });

    test('a commit that changes a Secret and its workload is held by the preflight, whatever phases say', async () => {
      const namespace = namespaceOf('dev');
      const [secretFile, secretText] = fileOf('dev/foundation/database/database.k8s.yaml');
      const [valuesFile, valuesText] = fileOf('_shared/argo-cd/values/shop.yaml');
      const replicas = async (): Promise<string> =>
        (await bench.cluster.get(configMapKind, 'shop-configuration', namespace)).data.replicas;
      // Everything is green, so that the status of no Application holds a step.
      const commit = repository.change({
        [secretFile]: secretText.replaceAll('database-user', 'nobody-writes-this'),
        [valuesFile]: valuesText.replace('replicas: 2', 'replicas: 3'),
      });
      await announcePush(bench, 'dev');
      await untilSays(bench, 'dev', 'database', /database-sync Degraded/);
      // As a person does who does not wait for the phases.
      await bench.cluster.patch(applicationKind, 'dev-shop', 'argocd', {
        operation: { initiatedBy: { username: 'somebody' }, sync: { revisions: [commit, commit] } },
      });
      await until(60_000, async () => {
        const log = bench.pods.logs(namespace, 'shop-preflight');
        return /database/.test(log) ? undefined : `the preflight says ${log.slice(-500)}`;
      });
      await sleep(5_000);
      expect(await replicas()).toBe('2');
      const repaired = repository.change({ [secretFile]: secretText });
      await announcePush(bench, 'dev');
      await untilGreen(bench, 'dev', { count, commit: repaired });
      expect(await replicas()).toBe('3');
      const kinds = ['jobs', 'serviceaccounts', 'roles', 'rolebindings', 'configmaps'].join(',');
      // RollingSync may sync what it has just synced once more, with its preflight.
      await until(30_000, async () => {
        const names = (await bench.kubectl('-n', namespace, 'get', kinds, '-o', 'name')).trim().split('\n');
        const left = names.filter((name) => name.includes('preflight')).join();
        return left === 'configmap/shop-preflight-record' ? undefined : `there are ${left}`;
      });
    });

    test('a component file that lacks a field stops its ApplicationSet, which names it and removes nothing', async () => {
      const [path, text] = fileOf('dev/argo-cd/components/database/component.yaml');
      repository.change({ [path]: text.replace(/^rolloutPhase:.*\n/m, '') });
      await announcePush(bench, 'dev');
      await until(60_000, async () => {
        const { status } = await bench.cluster.get(setKind, 'dev', 'argocd');
        const error = status.conditions.find(({ type }: { type: string }) => type === 'ErrorOccurred');
        return error.status === 'True' && error.message.includes('rolloutPhase') ? undefined : JSON.stringify(error);
      });
      expect((await statesOf(bench, 'dev')).size).toBe(count);
      const commit = repository.change({ [path]: text });
      await announcePush(bench, 'dev');
      await untilGreen(bench, 'dev', { count, commit });
    });
  });
});
