// e2e: needs external-secrets
import { compare } from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import { renderedEnvironment } from '../platform/rendered-environment.ts';
import { simulateSurroundings } from '../platform/simulated-surroundings.ts';
import { until } from '../platform/until.ts';
import {
  exampleUpstream,
  type KvEntry,
  keptCredentials,
  readAll,
  seedLocalSecret,
} from './bootstrapped-environment.ts';
import { type CommandRun, ended, WorkstationRunner } from './workstation-runner.ts';

/** Credentials of a whole environment get new values, and the real operator delivers them. */
let bench: Bench;
let station: WorkstationRunner;
let root: VaultClient;
const namespace = 'ameide-local';
const secretKind = { apiVersion: 'v1', kind: 'Secret' };
const externalKind = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' };
const deploymentKind = { apiVersion: 'apps/v1', kind: 'Deployment' };

interface Report {
  readonly written: readonly { path: string; source: string; from: number; to?: number }[];
  readonly delivered: readonly { namespace: string; secret: string; keys: readonly string[] }[];
  readonly consumers: readonly { kind: string; name: string; restarted: boolean }[];
  readonly problems: readonly { code: string }[];
}

async function rotate(...args: readonly string[]): Promise<CommandRun & { report: Report }> {
  const result = await station.run(['rotate', '--json', ...args]);
  return { ...result, report: result.out === '' ? undefined : JSON.parse(result.out) };
}

const everything = (): Promise<Map<string, KvEntry>> => readAll(root, station.documents.fixtureMap.mount);
const versions = async (): Promise<Map<string, number>> =>
  new Map([...(await everything())].map(([path, { version }]) => [path, version]));

/** Data of a Secret, decoded. */
async function delivered(name: string, where = namespace): Promise<Readonly<Record<string, string>>> {
  const { data = {} } = await bench.cluster.get(secretKind, name, where);
  return Object.fromEntries(
    Object.entries<string>(data).map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]),
  );
}

/** A workload that reads Secrets by an environment variable, by all of them, or by a volume. */
const workload = (name: string, pod: object): KubernetesObject => ({
  ...deploymentKind,
  metadata: { name, namespace },
  spec: {
    selector: { matchLabels: { app: name } },
    template: { metadata: { labels: { app: name } }, spec: pod },
  },
});
const container = (more: object) => ({ name: 'main', image: 'example.invalid/main:1', ...more });

beforeAll(async () => {
  const environment = await renderedEnvironment('local');
  bench = await Bench.start({
    kubernetes: true,
    operator: { concurrency: 8 },
    vaults: { main: { address: environment.vaultAddress } },
  });
  await simulateSurroundings(bench, environment.objects);
  for (const object of environment.objects.filter(({ kind }) => kind.startsWith('ClusterRole')))
    await bench.cluster.apply(object);
  station = await WorkstationRunner.prepare(bench, environment);
  await seedLocalSecret(bench, station.documents, exampleUpstream(station.documents));
  const made = await station.run(['bootstrap']);
  expect(made.status, made.err).toBe(0);
  root = bench.vault().client.as((await keptCredentials(bench, station.documents))?.rootToken ?? '');
  const wanted = ['agents-db-secret', 'ghcr-pull', 'graph-db-credentials', 'argocd-secret'];
  const external = environment.objects.filter(
    ({ apiVersion, kind, spec, metadata }) =>
      apiVersion.startsWith('external-secrets.io/') &&
      (kind.endsWith('Store') ||
        (kind === 'ExternalSecret' &&
          (wanted.includes(spec.target.name) || metadata.name.startsWith('db-migrations')))),
  );
  for (const object of external.toSorted((a, b) => Number(b.kind.endsWith('Store')) - Number(a.kind.endsWith('Store'))))
    await bench.cluster.apply(object);
  await until(90_000, async () => {
    const live = await bench.cluster.list(externalKind);
    const waiting = live.filter(
      ({ status }) =>
        !(status?.conditions ?? []).some(
          (each: Record<string, string>) => each.type === 'Ready' && each.status === 'True',
        ),
    );
    return waiting.length === 0 && live.length > 0
      ? undefined
      : `not Ready: ${waiting.map(({ metadata }) => metadata.name).join(', ')}`;
  });
  const env = [{ name: 'URL', valueFrom: { secretKeyRef: { name: 'agents-db-secret', key: 'AGENTS_DATABASE_URL' } } }];
  const user = [
    { name: 'USER', valueFrom: { secretKeyRef: { name: 'agents-db-secret', key: 'AGENTS_DATABASE_USER' } } },
  ];
  await bench.cluster.apply(workload('by-variable', { containers: [container({ env })] }));
  await bench.cluster.apply(workload('by-user-only', { containers: [container({ env: user })] }));
  await bench.cluster.apply(
    workload('by-all', { containers: [container({ envFrom: [{ secretRef: { name: 'agents-db-secret' } }] })] }),
  );
  const volumes = [{ name: 'db', secret: { secretName: 'agents-db-secret' } }];
  await bench.cluster.apply(
    workload('by-volume', { containers: [container({ volumeMounts: [{ name: 'db', mountPath: '/db' }] })], volumes }),
  );
  await bench.cluster.apply(workload('other', { containers: [container({})] }));
});

afterAll(async () => {
  await station?.stop();
  await bench?.stop();
});

describe('vaultwright rotate', () => {
  test('as a dry run says what would change, and changes nothing', async () => {
    const before = await everything();
    const { status, report, err } = await rotate('agents-db-secret', '--dry-run');
    expect(status, err).toBe(0);
    expect(report.written.map(({ path, source }) => `${path} ${source}`)).toEqual([
      'agents-db-password generate',
      'agents-db-url compose',
    ]);
    expect(report.delivered.map(({ secret }) => secret)).toContain('agents-db-secret');
    expect(await everything()).toEqual(before);
    const writes = station.interception.requests.filter(({ method }) => method !== 'GET').map(({ path }) => path);
    expect(writes).toEqual(['/v1/auth/token/create-orphan', '/v1/auth/token/revoke-self']);
  });

  test('gives a new value, composes what is made of it, and follows both into Secrets and workloads', async () => {
    const before = await everything();
    const secret = await delivered('agents-db-secret');
    const { status, report, err } = await rotate('agents-db-secret/AGENTS_DATABASE_PASSWORD', '--restart');
    expect(status, err).toBe(0);
    expect(report.written).toEqual([
      { path: 'agents-db-password', source: 'generate', from: 1, to: 2, isMarked: true },
      { path: 'agents-db-url', source: 'compose', from: 1, to: 2, isMarked: true },
    ]);
    const after = await everything();
    const value = (path: string): string => String(after.get(path)?.value);
    expect(value('agents-db-password')).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(value('agents-db-password')).not.toBe(before.get('agents-db-password')?.value);
    expect(value('agents-db-url')).toContain(`:${value('agents-db-password')}@`);
    for (const path of ['agents-db-password', 'agents-db-url'])
      expect(after.get(path)?.metadata['vaultwright.io/version']).toBe('2');
    const changed = [...after].filter(([path, { version }]) => before.get(path)?.version !== version);
    expect(changed.map(([path]) => path).sort()).toEqual(['agents-db-password', 'agents-db-url']);

    const now = await delivered('agents-db-secret');
    expect(now).toEqual({
      ...secret,
      AGENTS_DATABASE_PASSWORD: value('agents-db-password'),
      AGENTS_DATABASE_URL: value('agents-db-url'),
      DATABASE_URL: value('agents-db-url'),
      password: value('agents-db-password'),
    });
    expect(report.consumers.map(({ name, restarted }) => [name, restarted]).sort()).toEqual([
      ['by-all', true],
      ['by-variable', true],
      ['by-volume', true],
    ]);
    for (const name of ['by-all', 'by-variable', 'by-volume', 'by-user-only', 'other']) {
      const { spec } = await bench.cluster.get(deploymentKind, name, namespace);
      const isRestarted = spec.template.metadata.annotations?.['kubectl.kubernetes.io/restartedAt'] !== undefined;
      expect(isRestarted, name).toBe(!['by-user-only', 'other'].includes(name));
    }
  });

  test('leaves a state that bootstrap and drift take for ours', async () => {
    const before = await versions();
    const { status, err } = await station.run(['bootstrap']);
    expect(status, err).toBe(0);
    expect(err).toContain('0 kept');
    expect(await versions()).toEqual(before);
    const { out } = await station.run(['fixtures', 'diff', '--json']);
    expect(JSON.parse(out).entries).toEqual([]);
  });

  test('hashes a new password anew, which no Secret holds itself', async () => {
    const { status, report, err } = await rotate('vault:argocd-admin-password');
    expect(status, err).toBe(0);
    expect(report.written.map(({ path }) => path)).toEqual(['argocd-admin-password', 'argocd-admin-password-hash']);
    const password = String((await everything()).get('argocd-admin-password')?.value);
    expect(await compare(password, (await delivered('argocd-secret', 'argocd'))['admin.password'] ?? '')).toBe(true);
    expect((await station.run(['fixtures', 'diff'])).status).toBe(0);
  });

  test('of a whole Secret rotates what can be, and names what its producer must make', async () => {
    const before = await versions();
    const { status, report, err } = await rotate('argocd-secret', '--no-wait');
    expect(status, err).toBe(1);
    expect(err).toContain('made by keycloak-client-patcher');
    expect(report.written.map(({ path }) => path)).toEqual(['argocd-server-secretkey']);
    const changed = [...(await versions())].filter(([path, version]) => before.get(path) !== version);
    expect(changed.map(([path]) => path)).toEqual(['argocd-server-secretkey']);
  });

  test('copies an external value that changed upstream, and refuses one that did not', async () => {
    const before = await versions();
    const same = await rotate('ghcr-pull', '-n', namespace);
    expect(same.status).toBe(1);
    expect(same.err).toContain('error VW5107: The upstream store holds the same value');
    expect(await versions()).toEqual(before);
    const upstream = {
      ...exampleUpstream(station.documents),
      'ghcr-token': 'new-example-token',
      'ghcr-username': 'new-example-user',
    };
    await seedLocalSecret(bench, station.documents, upstream);
    const { status, report, err } = await rotate('ghcr-pull', '-n', namespace);
    expect(status, err).toBe(0);
    expect(report.written.map(({ path, source }) => `${path} ${source}`)).toContain('ghcr-token upstream');
    expect((await delivered('ghcr-pull'))['.dockerconfigjson']).toContain('new-example-token');
  });

  test('replaces what somebody else wrote only with consent', async () => {
    await root.expect('POST', 'secret/data/graph-db-password', { data: { value: 'of somebody else' } });
    const refused = await rotate('graph-db-credentials', '--no-wait');
    expect(refused.status).toBe(1);
    expect(refused.err).toContain('error VW5108: Version 2 ');
    expect((await everything()).get('graph-db-password')?.value).toBe('of somebody else');
    const { status, err } = await rotate('graph-db-credentials', '--no-wait', '--replace-foreign');
    expect(status, err).toBe(0);
    expect((await everything()).get('graph-db-password')).toMatchObject({ version: 3 });
  });

  test('never writes over what somebody else writes at the same moment', async () => {
    station.interception.begin();
    const child = station.start(['rotate', 'graph-db-credentials', '--no-wait']);
    station.interception.begin(({ method, path }) =>
      method === 'POST' && path.endsWith('/data/graph-db-password')
        ? { meanwhile: () => root.expect('POST', 'secret/data/graph-db-password', { data: { value: 'of another' } }) }
        : 'forward',
    );
    const { status, err } = await ended(child);
    expect({ status, isNamed: err.includes('error VW5021: ') }, err).toEqual({ status: 4, isNamed: true });
    expect((await everything()).get('graph-db-password')).toMatchObject({ value: 'of another', version: 4 });
    await rotate('graph-db-credentials', '--no-wait', '--replace-foreign');
  });

  test('that is killed between two keys is finished by bootstrap', async () => {
    const child = station.start(['rotate', 'graph-db-credentials', '--no-wait']);
    station.interception.begin(({ method, path }) =>
      method === 'POST' && path.endsWith('/data/graph-db-url') ? { before: () => child.kill('SIGKILL') } : 'forward',
    );
    await ended(child);
    const half = await everything();
    const password = String(half.get('graph-db-password')?.value);
    expect(String(half.get('graph-db-url')?.value)).not.toContain(password);
    // The Lease of the dead is taken over after half a minute.
    const { status, err } = await station.run(['bootstrap']);
    expect(status, err).toBe(0);
    expect(String((await everything()).get('graph-db-url')?.value)).toContain(password);
    expect((await station.run(['fixtures', 'diff'])).status).toBe(0);
  });

  test('that is killed between a value and its marker leaves a value of nobody, which is named and replaced with consent', async () => {
    const child = station.start(['rotate', 'graph-db-credentials', '--no-wait']);
    station.interception.begin(({ method, path }) =>
      method === 'PATCH' && path.endsWith('/metadata/graph-db-password')
        ? { before: () => child.kill('SIGKILL') }
        : 'forward',
    );
    await ended(child);
    const half = (await everything()).get('graph-db-password');
    expect(half?.metadata['vaultwright.io/version']).toBe(String((half?.version ?? 0) - 1));
    // Bootstrap keeps it, and what is composed of it follows.
    const { status, err } = await station.run(['bootstrap']);
    expect(status, err).toBe(0);
    expect(err).toContain('written by somebody else');
    const kept = await everything();
    expect(kept.get('graph-db-password')).toEqual(half);
    expect(kept.get('graph-db-url')?.value).toContain(`:${half?.value}@`);
    expect((await rotate('graph-db-credentials', '--no-wait')).err).toContain('error VW5108: ');
    expect((await rotate('graph-db-credentials', '--no-wait', '--replace-foreign')).status).toBe(0);
    expect((await station.run(['fixtures', 'diff'])).status).toBe(0);
  });

  test('says what has not arrived in time', async () => {
    await bench.operator.stop();
    const { status, report, err } = await rotate('agents-db-secret', '--timeout', '5');
    expect({ status, delivered: report.delivered }).toEqual({ status: 4, delivered: [] });
    expect(err).toContain(
      'error VW5109: ExternalSecret ameide-local/agents-db-secret-sync: it has not looked at Vault since',
    );
    expect(report.written).toHaveLength(2);
  });
});

test('no command showed a value or a token, in no form', async () => {
  expect(await station.leaks()).toEqual([]);
});
