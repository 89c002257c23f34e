// e2e: needs argocd, needs helm, needs external-secrets
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessMapSchema, renderPlatform } from '../../../src/index.ts';
import { externalSecretDigest } from '../../../src/model/documents/external-secret-digest.ts';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import { guarded, guardedComponents } from '../platform/guarded-platform.ts';
import { configureByHand } from '../platform/hand-configuration.ts';
import { until } from '../platform/until.ts';
import { GitOpsRepository } from './gitops-repository.ts';
import { hasRedis } from './has-redis.ts';

const namespace = 'guarded';
const secretKind = { apiVersion: 'v1', kind: 'Secret' };
const configMapKind = { apiVersion: 'v1', kind: 'ConfigMap' };
const jobKind = { apiVersion: 'batch/v1', kind: 'Job' };
const applicationKind = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
const rbac = 'rbac.authorization.k8s.io/v1';
const kinds = [
  jobKind,
  configMapKind,
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: rbac, kind: 'Role' },
  { apiVersion: rbac, kind: 'RoleBinding' },
  { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy' },
];

let bench: Bench;
let root: VaultClient;
let repository: GitOpsRepository;
/** The manifests of the shop, as rendered. */
let manifests = '';

const deliver = () =>
  bench.cluster.apply({
    ...secretKind,
    metadata: { name: 'shop-certificate', namespace },
    stringData: { 'tls.crt': 'a certificate', 'tls.key': 'its key' },
  });
const withhold = () => bench.cluster.delete(secretKind, 'shop-certificate', namespace);
const pause = (signal: 'SIGSTOP' | 'SIGCONT') => bench.operator.processes.map(({ pid }) => process.kill(-pid, signal));

/** Commits the shop with a workload of some version. */
const commit = (version: string, shop = manifests): string =>
  repository.change({
    'shop/shop.yaml': shop,
    'shop/workload.yaml': JSON.stringify({
      ...configMapKind,
      metadata: { name: 'workload', namespace, labels: { 'app.kubernetes.io/part-of': 'shop' } },
      data: { version },
    }),
  });

/** Has Argo CD sync a commit. */
async function start(revision: string): Promise<void> {
  await bench.cluster.patch(applicationKind, 'shop', 'argocd', {
    operation: { initiatedBy: { username: 'a test' }, sync: { revision, syncStrategy: { hook: {} } } },
  });
}

async function ended(revision: string): Promise<string> {
  let phase = '';
  await until(60_000, async () => {
    const { status, operation } = await bench.cluster.get(applicationKind, 'shop', 'argocd');
    const state = status?.operationState;
    phase = state?.phase ?? '';
    const isOver = operation === undefined && state?.operation?.sync?.revision === revision && state?.finishedAt;
    return isOver ? undefined : `the sync goes on: ${JSON.stringify(state?.message)}`;
  });
  return phase;
}

const versionOfWorkload = async (): Promise<string | undefined> =>
  (await bench.cluster.find(configMapKind, 'workload', namespace))?.data?.version;

/** What of the shop is in the cluster besides its ExternalSecret. */
async function inCluster(): Promise<string[]> {
  const lists = await Promise.all(
    kinds.map((kind) => bench.cluster.list(kind, namespace, '?labelSelector=app.kubernetes.io/part-of=shop')),
  );
  return lists
    .flat()
    .map(({ kind, metadata }) => `${kind} ${metadata.name}`)
    .sort();
}

const clean = ['ConfigMap shop-preflight-record', 'ConfigMap workload'];

/** Waits until the Application is green, and tells what is left. */
async function green(): Promise<string[]> {
  await until(30_000, async () => {
    const { status } = await bench.cluster.get(applicationKind, 'shop', 'argocd');
    const [health, sync] = [status?.health?.status, status?.sync?.status];
    return health === 'Healthy' && sync === 'Synced' ? undefined : `it is ${health} and ${sync}`;
  });
  return inCluster();
}

/** Waits until the preflight says for what it waits. */
const waiting = (code: string) =>
  until(40_000, async () => {
    const [job] = await bench.cluster.list(jobKind, namespace, '?labelSelector=vaultwright.io/preflight=shop');
    const since = Date.parse(job?.status?.startTime ?? '') || Number.POSITIVE_INFINITY;
    const lines = bench.pods
      .logs(namespace, 'shop-preflight')
      .split('\n')
      .filter((line) => line.endsWith('}'));
    const gaps = lines
      .map((line) => JSON.parse(line))
      .filter(({ kind, time }) => kind === 'PreflightWait' && Date.parse(time) >= since)
      .flatMap((line) => line.gaps ?? []);
    return gaps.some((gap) => gap.code === code) ? undefined : `no ${code} in ${JSON.stringify(gaps)}`;
  });

// Nothing of Argo CD runs without its Redis; `.ci/run` counts what is skipped.
describe.skipIf(!hasRedis)('a preflight under the real Argo CD', () => {
  beforeAll(async () => {
    const { files, diagnostics } = await renderPlatform(guarded, { components: guardedComponents });
    expect(diagnostics).toEqual([]);
    bench = await Bench.start({
      kubernetes: true,
      operator: { concurrency: 8 },
      pods: {},
      argoCd: {},
      vaults: { main: { address: guarded.environments.get('lab')?.vault.address ?? '' } },
    });
    manifests = (files.get('lab/services/shop/shop.k8s.yaml') ?? '').replace(/value: '60'/, "value: '10'");
    const others = [...files]
      .filter(([path]) => /^lab\/(?:foundation|services)\/(?!shop\/).*\.k8s\.yaml$/.test(path))
      .flatMap(([, text]) => loadAll(text) as KubernetesObject[]);
    const map = others.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'vault-access-map');
    root = await configureByHand(bench, bench.vault(), {
      accessMap: accessMapSchema.parse(JSON.parse(map?.data['access-map.json'])),
    } as never);
    for (const path of ['shop-database-username', 'shop-database-password', 'shop-mail-token', 'shop-session'])
      await root.expect('POST', `secret/data/${path}`, { data: { value: `value of ${path}` } });
    await bench.cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    const byStore = (object: KubernetesObject): number => Number(object.kind === 'ExternalSecret');
    for (const object of others.sort((a, b) => byStore(a) - byStore(b))) await bench.cluster.apply(object);
    repository = new GitOpsRepository(`${bench.folder}/gitops`);
    commit('0');
    await deliver();
    await bench.cluster.apply({
      ...applicationKind,
      metadata: { name: 'shop', namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: repository.url, path: 'shop', targetRevision: 'main' },
        destination: { server: 'https://kubernetes.default.svc', namespace },
      },
    });
  });

  afterAll(async () => {
    await bench?.stop();
  });

  test('is gone after a success, and leaves the Application green', async () => {
    const revision = commit('1');
    await start(revision);
    expect(await ended(revision)).toBe('Succeeded');
    expect(await green()).toEqual(clean);
    expect(await versionOfWorkload()).toBe('1');
  });

  test('holds back a commit of Secret and workload until the operator has looked at it', async () => {
    const [object] = (loadAll(manifests) as KubernetesObject[]).filter(({ kind }) => kind === 'ExternalSecret');
    const before = externalSecretDigest(object?.spec);
    const changed = manifests.replace('key: shop-session', 'key: shop-mail-token');
    const after = externalSecretDigest(
      (loadAll(changed) as KubernetesObject[]).find(({ kind }) => kind === 'ExternalSecret')?.spec,
    );
    expect(after).not.toBe(before);
    pause('SIGSTOP');
    const revision = commit('2', changed.replace(before, after));
    await start(revision);
    await waiting('VW5162');
    expect(await versionOfWorkload()).toBe('1');
    pause('SIGCONT');
    expect(await ended(revision)).toBe('Succeeded');
    expect(await versionOfWorkload()).toBe('2');
    const { data } = await bench.cluster.get(secretKind, 'shop-own', namespace);
    expect(Buffer.from(data.session, 'base64').toString()).toBe('value of shop-mail-token');
    expect(await green()).toEqual(clean);
  });

  test('leaves its failed Job and nothing else after a failure, and all is green after the remedy', async () => {
    await withhold();
    const revision = commit('3');
    await start(revision);
    expect(await ended(revision)).toBe('Failed');
    expect(await versionOfWorkload()).toBe('2');
    const { status } = await bench.cluster.get(applicationKind, 'shop', 'argocd');
    expect(status.health.status).toBe('Healthy');
    expect(await inCluster()).toEqual([...clean, 'Job shop-preflight']);
    await deliver();
    const again = commit('4');
    await start(again);
    expect(await ended(again)).toBe('Succeeded');
    expect(await green()).toEqual(clean);
    expect(await versionOfWorkload()).toBe('4');
  });

  test('is cleared up by the next sync after somebody stopped one', async () => {
    await withhold();
    const revision = commit('5');
    await start(revision);
    await waiting('VW5163');
    await bench.cluster.patch(applicationKind, 'shop', 'argocd', {
      status: { operationState: { phase: 'Terminating' } },
    });
    expect(await ended(revision)).toBe('Failed');
    expect(await versionOfWorkload()).toBe('4');
    await deliver();
    const again = commit('6');
    await start(again);
    expect(await ended(again)).toBe('Succeeded');
    expect(await green()).toEqual(clean);
    expect(await versionOfWorkload()).toBe('6');
  });
});
