// e2e: needs external-secrets
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessMapSchema, renderPlatform } from '../../../src/index.ts';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import { guarded, guardedComponents } from '../platform/guarded-platform.ts';
import { configureByHand } from '../platform/hand-configuration.ts';
import { until } from '../platform/until.ts';

const namespace = 'guarded';
const secretKind = { apiVersion: 'v1', kind: 'Secret' };
const jobKind = { apiVersion: 'batch/v1', kind: 'Job' };
const externalSecretKind = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' };

let bench: Bench;
let root: VaultClient;
let objects: readonly KubernetesObject[];
const runs: string[] = [];

const rendered = (kind: string, name: string): KubernetesObject => {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (!found) throw new TypeError(`${kind} ${name} is not rendered`);
  return found;
};
const write = (path: string, value: string) => root.expect('POST', `secret/data/${path}`, { data: { value } });
const deliver = (data: Readonly<Record<string, string>>) =>
  bench.cluster.apply({ ...secretKind, metadata: { name: 'shop-certificate', namespace }, stringData: data });
const certificate = { 'tls.crt': 'a certificate', 'tls.key': 'its key' };
const refresh = (name: string) =>
  bench.cluster.patch(externalSecretKind, name, namespace, { metadata: { annotations: { refresh: `${Date.now()}` } } });
const sync = (name: string) => bench.cluster.apply(rendered('ExternalSecret', name));
const pause = (signal: 'SIGSTOP' | 'SIGCONT') => bench.operator.processes.map(({ pid }) => process.kill(-pid, signal));

/** Changes what an ExternalSecret asks for, as an earlier commit would have had it. */
async function apply(name: string, change: (spec: KubernetesObject['spec']) => void): Promise<void> {
  const object = structuredClone(rendered('ExternalSecret', name)) as {
    spec: KubernetesObject['spec'];
  } & KubernetesObject;
  change(object.spec);
  await bench.cluster.apply(object);
}

const statusOf = (name: string) => bench.cluster.find(externalSecretKind, name, namespace);
const isFresh = ({ metadata, status }: KubernetesObject): boolean =>
  String(status?.syncedResourceVersion).startsWith(`${(metadata as { generation?: number }).generation}-`) &&
  status?.conditions?.some(({ type, status }: Record<string, string>) => type === 'Ready' && status === 'True');
const fresh = (name: string) =>
  until(20_000, async () => {
    const live = await statusOf(name);
    return live && isFresh(live) ? undefined : `${name} is not synced: ${JSON.stringify(live?.status)}`;
  });

interface Line {
  readonly kind: string;
  readonly gaps?: readonly { readonly code: string; readonly what: string; readonly fix: string }[];
  readonly findings?: readonly { readonly code: string; readonly what: string; readonly fix: string }[];
  readonly status?: string;
  readonly exitStatus?: number;
}

/** Starts the rendered Job under a name of its own, as Argo CD would after it deleted the one before. */
async function start(waits?: { readonly attempts: string }): Promise<string> {
  const name = `run-${runs.length}`;
  runs.push(name);
  const job = structuredClone(rendered('Job', 'shop-preflight')) as KubernetesObject & { metadata: { name: string } };
  job.metadata.name = name;
  for (const variable of job.spec.template.spec.containers[0].env)
    if (waits && variable.name.endsWith('ATTEMPTS')) variable.value = waits.attempts;
  await bench.cluster.create(job);
  return name;
}

const lines = (name: string): Line[] =>
  bench.pods
    .logs(namespace, `${name}-`)
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line));

async function ended(name: string): Promise<Line> {
  let last: Line | undefined;
  await until(30_000, async () => {
    last = lines(name).find(({ kind }) => kind === 'PreflightSummary');
    return last ? undefined : `${name} goes on: ${bench.pods.logs(namespace, name).slice(-2000)}`;
  });
  return last as Line;
}

/** What a run says that it waits for, the first time that it looks. */
async function gaps(name: string): Promise<NonNullable<Line['gaps']>> {
  let first: Line['gaps'];
  await until(20_000, async () => {
    first = lines(name).find((line) => line.gaps)?.gaps;
    return first ? undefined : `${name} waits for nothing: ${bench.pods.logs(namespace, name).slice(-2000)}`;
  });
  return first ?? [];
}

beforeAll(async () => {
  const { manifests, diagnostics } = await renderPlatform(guarded, { components: guardedComponents });
  expect(diagnostics).toEqual([]);
  objects = manifests
    .filter(({ role, carrier }) => role === 'object' && carrier === undefined)
    .map(({ value }) => value as KubernetesObject & typeof value);
  bench = await Bench.start({
    kubernetes: true,
    operator: { concurrency: 8 },
    pods: {},
    vaults: { main: { address: guarded.environments.get('lab')?.vault.address ?? '' } },
  });
  const map = rendered('ConfigMap', 'vault-access-map').data['access-map.json'];
  root = await configureByHand(bench, bench.vault(), { accessMap: accessMapSchema.parse(JSON.parse(map)) } as never);
  for (const name of [namespace, 'elsewhere'])
    await bench.cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  const values = ['shop-database-username', 'shop-database-password', 'shop-mail-token', 'shop-session'];
  for (const path of values) await write(path, `value of ${path}`);
  await deliver(certificate);
  const later = (object: KubernetesObject): number =>
    Number(object.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
  const isReader = ({ kind }: KubernetesObject): boolean => kind === 'ExternalSecret' || kind === 'Job';
  for (const object of objects.filter((each) => !isReader(each))) await bench.cluster.apply(object);
  for (const object of objects.filter(({ kind }) => kind === 'ExternalSecret').sort((a, b) => later(a) - later(b)))
    await bench.cluster.apply(object);
  for (const name of ['shop-database-sync', 'shop-mail-sync', 'shop-own-sync']) await fresh(name);
});

afterAll(async () => {
  await bench?.stop();
});

test('lets the workload through where everything is there, at the first look', async () => {
  const summary = await ended(await start());
  expect(summary).toMatchObject({ status: 'passed', exitStatus: 0, secrets: 4, attempts: 1, findings: [] });
});

interface Defect {
  readonly title: string;
  readonly damage: () => Promise<unknown>;
  /** What the named fix comes to. */
  readonly remedy: () => Promise<unknown>;
  readonly code: string;
  /** Secret, key, and what to do. */
  readonly words: readonly RegExp[];
}

const forgetKey = (path: string) => root.expect('DELETE', `secret/metadata/${path}`);
const readingSession = [/Secret "shop-own"/, /session \("shop-session"\)/];

const defects: readonly Defect[] = [
  {
    title: 'a Secret that nobody delivered',
    damage: () => bench.cluster.delete(secretKind, 'shop-certificate', namespace),
    remedy: () => deliver(certificate),
    code: 'VW5163',
    words: [
      /Secret "guarded\/shop-certificate" is missing; its keys: tls\.crt, tls\.key/,
      /Let the certificate job write it/,
    ],
  },
  {
    title: 'a key that is missing',
    damage: async () => {
      await bench.cluster.delete(secretKind, 'shop-certificate', namespace);
      await deliver({ 'tls.crt': certificate['tls.crt'] });
    },
    remedy: () => deliver(certificate),
    code: 'VW5164',
    words: [/Key "tls\.key" of Secret "guarded\/shop-certificate" is missing/, /Let the certificate job write it/],
  },
  {
    title: 'an ExternalSecret that was never applied',
    damage: async () => {
      await bench.cluster.delete(externalSecretKind, 'shop-own-sync', namespace);
      await until(10_000, async () => ((await statusOf('shop-own-sync')) ? 'it is still there' : undefined));
    },
    remedy: () => sync('shop-own-sync'),
    code: 'VW5160',
    words: [/"guarded\/shop-own-sync"/, ...readingSession, /Sync the Application that holds it/],
  },
  {
    title: 'an ExternalSecret in another namespace',
    damage: async () => {
      await bench.cluster.delete(externalSecretKind, 'shop-own-sync', namespace);
      const { metadata, ...rest } = rendered('ExternalSecret', 'shop-own-sync');
      await bench.cluster.apply({ ...rest, metadata: { ...metadata, namespace: 'elsewhere' } } as KubernetesObject);
      await until(10_000, async () => ((await statusOf('shop-own-sync')) ? 'it is still there' : undefined));
    },
    remedy: () => sync('shop-own-sync'),
    code: 'VW5160',
    words: [/"guarded\/shop-own-sync"/, ...readingSession, /Sync the Application/],
  },
  {
    title: 'a Vault key that nobody wrote',
    damage: async () => {
      await forgetKey('shop-database-password');
      await refresh('shop-database-sync');
      await until(20_000, async () => {
        const live = await statusOf('shop-database-sync');
        return live && isFresh(live) ? 'it is still Ready' : undefined;
      });
    },
    remedy: async () => {
      await write('shop-database-password', 'value of shop-database-password');
      await refresh('shop-database-sync');
    },
    code: 'VW5161',
    words: [
      /ExternalSecret "guarded\/shop-database-sync" of Secret "shop-database" is not Ready: \w+/,
      /password \("shop-database-password"\)/,
      /Write Vault keys "shop-database-password", "shop-database-username" by what seeds this Vault/,
    ],
  },
  {
    title: 'a placeholder, where the real value is needed',
    damage: async () => {
      await write('shop-mail-token', 'until-it-is-minted');
      await refresh('shop-mail-sync');
      await settles('shop-mail', 'token', 'until-it-is-minted');
    },
    remedy: async () => {
      await write('shop-mail-token', 'minted');
      await refresh('shop-mail-sync');
    },
    code: 'VW5167',
    words: [
      /Key "token" of Secret "guarded\/shop-mail" \(Vault key "shop-mail-token"\) is a placeholder/,
      /Run producer "minter", which writes Vault key "shop-mail-token"/,
    ],
  },
  {
    title: 'an empty value',
    damage: async () => {
      await write('shop-session', '');
      await refresh('shop-own-sync');
      await settles('shop-own', 'session', '');
    },
    remedy: async () => {
      await write('shop-session', 'value of shop-session');
      await refresh('shop-own-sync');
    },
    code: 'VW5166',
    words: [
      /Key "session" of Secret "guarded\/shop-own" \(Vault key "shop-session"\) is empty/,
      /Write Vault key "shop-session"/,
    ],
  },
  {
    title: 'an ExternalSecret of an earlier commit, Ready for itself',
    damage: async () => {
      await apply('shop-own-sync', (spec) => {
        spec.data[0].remoteRef.key = 'shop-mail-token';
      });
      await fresh('shop-own-sync');
    },
    remedy: () => sync('shop-own-sync'),
    code: 'VW5181',
    words: [/"guarded\/shop-own-sync" .* does not say what is rendered/, ...readingSession, /Sync the Application/],
  },
  {
    title: 'a commit whose ExternalSecret the operator has not looked at yet',
    damage: async () => {
      await apply('shop-own-sync', (spec) => {
        spec.data[0].remoteRef.key = 'shop-mail-token';
      });
      await fresh('shop-own-sync');
      pause('SIGSTOP');
      await sync('shop-own-sync');
    },
    remedy: async () => pause('SIGCONT'),
    code: 'VW5162',
    words: [
      /"guarded\/shop-own-sync" .* is stale: generation \d+ is not synced yet/,
      ...readingSession,
      /whether the operator runs/,
    ],
  },
  {
    title: 'a Role that is not bound',
    damage: () =>
      bench.cluster.delete(
        { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
        'shop-preflight',
        namespace,
      ),
    remedy: () => bench.cluster.apply(rendered('RoleBinding', 'shop-preflight')),
    code: 'VW5019',
    words: [
      /forbidden; Secret "guarded\/shop-own" is not known to have session/,
      /Grant the ServiceAccount what the message names/,
    ],
  },
];

/** Waits until the operator has written a value into a Secret. */
const settles = (name: string, key: string, value: string) =>
  until(20_000, async () => {
    const { data } = await bench.cluster.get(secretKind, name, namespace);
    return Buffer.from(data?.[key] ?? 'none', 'base64').toString() === value ? undefined : `${name} has another ${key}`;
  });

describe('holds the workload back, names Secret, key and fix, and goes on after the remedy:', () => {
  test.each(defects)('$title', async ({ damage, remedy, code, words }) => {
    await damage();
    const name = await start();
    const told = await gaps(name);
    const found = told.find((gap) => gap.code === code && words.every((word) => word.test(`${gap.what}\n${gap.fix}`)));
    expect(found, JSON.stringify(told)).toBeDefined();
    await remedy();
    expect(await ended(name), bench.pods.logs(namespace, name)).toMatchObject({ status: 'passed', exitStatus: 0 });
  });
});

test('ends red with all gaps at once where they stay', async () => {
  await bench.cluster.delete(secretKind, 'shop-certificate', namespace);
  await write('shop-mail-token', 'until-it-is-minted');
  await refresh('shop-mail-sync');
  await settles('shop-mail', 'token', 'until-it-is-minted');
  const name = await start({ attempts: '2' });
  const { status, exitStatus, findings = [] } = await ended(name);
  expect({ status, exitStatus }).toEqual({ status: 'held back', exitStatus: 1 });
  expect(findings.map(({ code }) => code).sort()).toEqual(['VW5163', 'VW5167']);
  await until(10_000, async () => {
    const { status: live } = await bench.cluster.get(jobKind, name, namespace);
    const failed = live?.conditions?.some(
      ({ type, status: now }: Record<string, string>) => type === 'Failed' && now === 'True',
    );
    return failed ? undefined : `the Job has not failed: ${JSON.stringify(live)}`;
  });
  const [message = ''] = bench.pods.filesOf(namespace, `${name}-`, 'termination-message');
  expect(JSON.parse(message)).toMatchObject({
    kind: 'PreflightSummary',
    status: 'held back',
    preflight: 'shop-preflight',
  });
});

test('no run printed a value', () => {
  const printed = runs.map((name) => bench.pods.logs(namespace, name)).join('\n');
  expect(printed.length).toBeGreaterThan(1_000);
  expect(printed).not.toMatch(/value of |until-it-is-minted|a certificate|its key"|minted"/);
});
