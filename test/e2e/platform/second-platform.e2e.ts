// e2e: needs external-secrets
import http from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderPlatform } from '../../../src/index.ts';
import { orchard, orchardComponents } from '../../second-platform/orchard.ts';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import { documentsOf, keptCredentials } from '../lifecycle/bootstrapped-environment.ts';
import { until } from './until.ts';

const namespace = 'fruit/apples';
const host = 'vault.orchard-meadow.svc.cluster.local';
/** What needs no namespace: the server itself, and the token of a run, which is one of the root namespace. */
const isOfServer = (path: string): boolean =>
  /^\/v1\/(?:sys\/(?:init|seal-status|health|unseal|leader)|auth\/token\/(?:create-orphan|revoke-self))\b/.test(path);

/**
 * Community Vault ignores the header, so this stands for a server that does not: without it nothing of a
 * namespace answers.
 */
class NamespaceProxy {
  readonly refused: string[] = [];
  readonly #server: http.Server;

  constructor(target: string) {
    this.#server = http.createServer((request, response) => {
      const { 'x-vault-namespace': given, ...headers } = request.headers;
      if (given !== namespace && !isOfServer(request.url ?? '')) {
        this.refused.push(`${request.method} ${request.url}`);
        response.writeHead(404).end('{"errors":["no handler for route"]}');
        return;
      }
      const onward = http.request(`${target}${request.url}`, { method: request.method, headers }, (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.on('error', () => response.destroy());
      request.pipe(onward);
    });
  }

  listen(address: string): Promise<void> {
    return new Promise((settle, fail) => this.#server.on('error', fail).listen(8200, address, settle));
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

let bench: Bench;
let proxy: NamespaceProxy;
let objects: readonly KubernetesObject[];
const place = 'orchard-meadow';

const secretOf = async (name: string): Promise<Record<string, string>> => {
  const { data = {} } = await bench.cluster.get({ apiVersion: 'v1', kind: 'Secret' }, name, place);
  const decoded = (value: string): string => Buffer.from(value, 'base64').toString();
  return Object.fromEntries(
    Object.entries(data as Record<string, string>).map(([key, value]) => [key, decoded(value)]),
  );
};
const isOfOperator = ({ apiVersion }: KubernetesObject): boolean => apiVersion.startsWith('external-secrets.io/');
const root = async (): Promise<VaultClient> => {
  const kept = await keptCredentials(bench, documentsOf({ objects } as never));
  return bench.vault().client.as(kept?.rootToken ?? '');
};

/** Runs the rendered CronJob by hand and returns what its Pod printed last. */
async function runJob(
  name: string,
): Promise<{ readonly exitStatus: number; readonly findings?: readonly { readonly code: string }[] }> {
  await bench.kubectl('-n', place, 'create', 'job', name, '--from=cronjob/bootstrap');
  await until(90_000, async () => {
    const log = bench.pods.logs(place, name);
    return log.includes('"BootstrapSummary"') ? undefined : `Job ${name} has not ended\n${log.slice(-1500)}`;
  });
  return JSON.parse(bench.pods.logs(place, name).trim().split('\n').at(-1) ?? '{}');
}

beforeAll(async () => {
  bench = await Bench.start({
    kubernetes: true,
    operator: { concurrency: 8 },
    pods: {},
    vaults: { main: { address: `http://vault-behind.${place}.svc.cluster.local:8200` } },
  });
  proxy = new NamespaceProxy(bench.vault().address);
  await proxy.listen('127.0.9.9');
  bench.network.pointTo(host, '127.0.9.9');
  const { manifests } = await renderPlatform(orchard, { components: orchardComponents });
  objects = manifests
    .filter(({ role, environment, carrier }) => role === 'object' && environment === 'meadow' && carrier === undefined)
    .map(({ value }) => value as KubernetesObject & typeof value);
  for (const name of [place, 'orchard-jobs'])
    await bench.cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  await bench.cluster.apply({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'token-review' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:auth-delegator' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:serviceaccounts' }],
  });
  await bench.cluster.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'orchard-seed', namespace: place },
    stringData: { 'values.json': '{}' },
  });
  // The schedule would run beside what the tests ask for.
  const suspended = (object: KubernetesObject): KubernetesObject =>
    object.kind === 'CronJob' ? { ...object, spec: { ...object.spec, suspend: true } } : object;
  for (const object of objects.filter((each) => !isOfOperator(each))) await bench.cluster.apply(suspended(object));
});

afterAll(async () => {
  proxy?.stop();
  await bench?.stop();
});

test('the rendered CronJob fills two engines in a Vault namespace, and leaves what others manage', async () => {
  // Version 1 of kv is never mounted here: whoever keeps it does that.
  expect((await runJob('first')).findings?.map(({ code }) => code)).toEqual(['VW5031']);
  const client = await root();
  await client.expect('POST', 'sys/mounts/old-kv', { type: 'kv', options: { version: '1' } });
  const entry = async () => (await client.expect('GET', 'apps/data/press/database')).data;
  const first = await entry();
  expect(Object.keys(first.data).sort()).toEqual(['hash', 'host', 'password', 'url', 'username']);
  expect(first.metadata.version).toBe(1);
  expect(first.data.url).toContain(`press:${first.data.password}@`);
  await client.expect('POST', 'apps/data/press/database', { data: { ...first.data, note: 'somebody else' } });
  for (const name of ['second', 'third']) expect((await runJob(name)).exitStatus, bench.pods.logs(place, name)).toBe(0);
  expect((await entry()).data).toEqual({ ...first.data, note: 'somebody else' });
  expect(proxy.refused).toEqual([]);
});

test('the API server takes every store and ExternalSecret, and the operator syncs those of Vault', async () => {
  const client = await root();
  await client.expect('POST', 'team-a/data/shared/smtp', { data: { host: 'smtp.example', password: 'of-others' } });
  await client.expect('POST', 'team-a/data/shared/anything', { data: { one: '1', two: '2' } });
  await client.expect('POST', 'old-kv/licences/press', { licence: 'of-a-vendor' });
  const ours = objects.filter(isOfOperator);
  for (const object of [...ours].sort((a, b) => Number(b.kind.endsWith('Store')) - Number(a.kind.endsWith('Store'))))
    await bench.cluster.apply(object);
  const names = ['press-web-sync', 'press-database-sync', 'press-found-sync', 'press-open-sync'];
  await until(90_000, async () => {
    for (const name of names) {
      const live = await bench.cluster.get(
        { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' },
        name,
        place,
      );
      const ready = (live.status?.conditions ?? []).some(
        (each: Record<string, string>) => each.type === 'Ready' && each.status === 'True',
      );
      if (!ready) return `${name} is not Ready: ${JSON.stringify(live.status ?? {})}`;
    }
    return undefined;
  });
  const database = (await client.expect('GET', 'apps/data/press/database')).data.data;
  expect(await secretOf('press-web')).toEqual({
    COOKIE_SECRET: (await client.expect('GET', 'team-a/data/press/session')).data.data['cookie-secret'],
    DATABASE_PASSWORD: database.password,
    LICENCE: 'of-a-vendor',
    SMTP_PASSWORD: 'of-others',
    'settings.json': '{"host":"smtp.example"}',
  });
  const { username, password, ...rest } = database;
  expect(await secretOf('press-database')).toEqual({ ...rest, POSTGRES_USER: username, POSTGRES_PASSWORD: password });
  const found = await secretOf('press-found');
  expect(Object.keys(found).sort()).toEqual(['DATABASE', 'OTHER']);
  expect(JSON.parse(found.DATABASE ?? '')).toEqual(database);
  expect(await secretOf('press-open')).toEqual({ one: '1', two: '2' });
  expect(proxy.refused).toEqual([]);
});

test('the role of each engine reads its own entries and nothing else', async () => {
  const client = await root();
  const { auth } = await client.expect('POST', 'auth/token/create', {
    policies: ['external-secrets-apps'],
    ttl: '60s',
  });
  const paths = [
    'apps/data/press/database',
    'apps/data/press/elsewhere',
    'team-a/data/press/session',
    'old-kv/licences/press',
    'apps/metadata/press/',
    'apps/metadata/',
  ];
  const answer = await client.expect('POST', 'sys/capabilities', { token: auth.client_token, paths });
  expect(paths.map((path) => answer.data[path])).toEqual([['read'], ['deny'], ['deny'], ['deny'], ['list'], ['deny']]);
});
