import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BootstrapDocuments } from '../../../src/lifecycle/bootstrap/bootstrap-run.ts';
import { Bench } from '../bench.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import { renderedEnvironment } from '../platform/rendered-environment.ts';
import { BootstrapTrials, type TrialPlan } from './bootstrap-trials.ts';
import {
  documentsOf,
  excerptOf,
  type KvEntry,
  keptCredentials,
  readAll,
  seedLocalSecret,
} from './bootstrapped-environment.ts';
import type { SeenRequest, Treatment } from './request-proxy.ts';

/**
 * Every fault in every phase, each once for a moment and once for good. Nothing that others wrote is touched, no run claims to be done
 * when it is not, and the run after the fault reaches the state that the environment wants.
 */
let bench: Bench;
let trials: BootstrapTrials;
let documents: BootstrapDocuments;

const foreign = { 'agents-db-password': 'chosen by somebody else', 'ledger-of-nobody': 'not ours at all' };
/** Removed before each case, so that each phase has something to do. */
const removed = ['graph-db-password', 'graph-db-username', 'graph-db-url'];
const leaseKind = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' };

beforeAll(async () => {
  const environment = await renderedEnvironment('local');
  bench = await Bench.start({ kubernetes: true, vaults: { main: { address: environment.vaultAddress } } });
  const excerpt = excerptOf(documentsOf(environment), [
    ...removed,
    ...Object.keys(foreign),
    'agents-db-url',
    'ghcr-token',
    'ghcr-username',
  ]);
  trials = await BootstrapTrials.prepare(bench, environment, {
    seed: 'fault-matrix-seed-0123456789',
    documents: excerpt,
  });
  documents = trials.documents;
  expect((await trials.run()).result.code).toBe(0);
  const client = await root();
  for (const [path, value] of Object.entries(foreign))
    await client.expect('POST', `${documents.fixtureMap.mount}/data/${path}`, { data: { value } });
  // What is composed from a value that somebody chose follows it.
  expect((await trials.run()).result.code).toBe(0);
});

afterAll(async () => {
  await trials?.stop();
  await bench?.stop();
});

const root = async (): Promise<VaultClient> =>
  bench.vault().client.as((await keptCredentials(bench, documents))?.rootToken ?? '');

let before: Map<string, KvEntry>;

beforeEach(async () => {
  const client = await root();
  const { mount } = documents.fixtureMap;
  for (const path of removed) await client.request('DELETE', `${mount}/metadata/${path}`);
  await client.request('DELETE', 'sys/policies/acl/keycloak-client-patcher');
  await client.request('DELETE', 'auth/kubernetes/role/keycloak-client-patcher');
  await client.expect('POST', 'auth/kubernetes/config', {
    kubernetes_host: 'https://elsewhere.example.org',
    disable_local_ca_jwt: false,
  });
  before = await readAll(client, mount);
});

/** What the answers of a server in trouble look like. */
const vaultSays = (status: number, error: string): Treatment => ({
  answer: { status, body: JSON.stringify({ errors: [error] }) },
});
const passing: Readonly<Record<string, Treatment>> = {
  unreachable: 'reset',
  'a broken answer': 'reset-mid-body',
  'server error 500': vaultSays(500, 'internal error'),
  'standby after an unseal': vaultSays(500, 'local node not active but active cluster node not found'),
  'replica 472': { answer: { status: 472, body: '{}' } },
  'replica 473': { answer: { status: 473, body: '{}' } },
  'too many requests 429': vaultSays(429, 'request path: quota exceeded'),
  upgrading: vaultSays(
    400,
    'Upgrading from non-versioned to versioned data. This backend will be unavailable for a brief period and will resume service shortly.',
  ),
};
const lasting: Readonly<Record<string, readonly [Treatment, number]>> = {
  'sealed 503': [vaultSays(503, 'Vault is sealed'), 4],
  'slow beyond the deadline': [{ delay: 8_000 }, 4],
  'forbidden 403': [vaultSays(403, 'permission denied'), 1],
  'malformed JSON': [{ answer: { status: 200, body: '{"data": {' } }, 1],
};

/** Phases by a request that each of them sends. */
const phases: Readonly<Record<string, (request: SeenRequest) => boolean>> = {
  status: ({ path }) => path === '/v1/sys/seal-status',
  login: ({ path }) => path === '/v1/auth/token/create-orphan',
  mount: ({ path }) => path === '/v1/sys/mounts',
  'auth method': ({ path }) => path === '/v1/sys/auth',
  'auth config': ({ path, method }) => path === '/v1/auth/kubernetes/config' && method === 'POST',
  policies: ({ path, method }) => path.startsWith('/v1/sys/policies/') && method === 'PUT',
  roles: ({ path, method }) => path.startsWith('/v1/auth/kubernetes/role/') && method === 'POST',
  'fixtures: read': ({ path, method }) => path === '/v1/secret/data/graph-db-password' && method === 'GET',
  'fixtures: write': ({ path, method }) => path === '/v1/secret/data/graph-db-password' && method === 'POST',
  'fixtures: mark': ({ path, method }) => path === '/v1/secret/metadata/graph-db-password' && method === 'PATCH',
  verify: ({ path }) => path.endsWith('?list=true'),
  revoke: ({ path }) => path === '/v1/auth/token/revoke-self',
};

/** Faults the first `times` requests of a phase. */
function faulty(isMeant: (request: SeenRequest) => boolean, treatment: Treatment, times: number): TrialPlan {
  let left = times;
  return (request) => (isMeant(request) && left-- > 0 ? treatment : 'forward');
}

const shortly = (): Partial<BootstrapDocuments> => ({ settings: { ...documents.settings, deadlineSeconds: 3 } });

/** Nothing of others changed, nothing of ours lost or got a version that the environment does not want. */
async function expectUntouched(what: string): Promise<void> {
  const now = await readAll(await root(), documents.fixtureMap.mount);
  for (const [path, entry] of before) expect({ path, ...now.get(path) }, what).toEqual({ path, ...entry });
  for (const path of removed) expect([undefined, 1], what).toContain(now.get(path)?.version);
}

async function expectHealed(what: string): Promise<void> {
  const { result } = await trials.next();
  expect(result.code, `${what}: ${result.output}`).toBe(0);
  await expectUntouched(what);
  const now = await readAll(await root(), documents.fixtureMap.mount);
  for (const path of removed) expect(now.get(path)?.metadata['vaultwright.io/version'], what).toBe('1');
  const again = await trials.next();
  expect(again.result.summary?.steps, what).toMatchObject({ failed: 0 });
  const changes = again.result.steps.filter(
    ({ outcome, phase, action }) =>
      outcome === 'done' && phase !== 'login' && phase !== 'revoke' && action !== 'use the seed',
  );
  expect(changes, what).toEqual([]);
}

describe.each(Object.entries(phases))('in phase %s', (phase, isMeant) => {
  test.each(Object.entries(passing))('%s for a moment', async (fault, treatment) => {
    const { result } = await trials.run(faulty(isMeant, treatment, 2));
    expect(result.code, `${fault} in ${phase}\n${result.output}`).toBe(0);
    await expectUntouched(fault);
  });

  test.each(Object.entries(passing))('%s for good', async (fault, treatment) => {
    const { result } = await trials.run(faulty(isMeant, treatment, Number.POSITIVE_INFINITY), shortly());
    // A write whose answer is lost is found by reading, and marked: nothing is left to do.
    const isFound = phase === 'fixtures: write' && treatment === 'reset-mid-body';
    expect(result.code, `${fault} in ${phase}\n${result.output}`).toBe(isFound ? 0 : 4);
    await expectUntouched(fault);
  });

  test.each(Object.entries(lasting))('%s', async (fault, [treatment, code]) => {
    const { result } = await trials.run(faulty(isMeant, treatment, Number.POSITIVE_INFINITY), shortly());
    const what = `${fault} in ${phase}\n${result.output}`;
    // Vault's answer to a token that is revoked already.
    if (phase === 'revoke' && code === 1 && fault.startsWith('forbidden')) {
      expect(result.code, what).toBe(0);
      return;
    }
    expect(result.code, what).not.toBe(0);
    // A lost or senseless answer to a write is looked into, and time runs out over it.
    expect([code, 4], what).toContain(result.code);
    await expectUntouched(what);
  });

  test('afterwards the next run does what is left', async () => {
    await expectHealed(phase);
  });
});

describe('Kubernetes', () => {
  const kubernetes = ({ server }: SeenRequest): boolean => server === 'kubernetes';
  const unauthorised: Treatment = { answer: { status: 401, body: '{"kind":"Status","code":401}' } };

  test.each([
    ['a token that is not valid yet, for a moment', unauthorised, 2, 0],
    ['a token that is never valid', unauthorised, Number.POSITIVE_INFINITY, 1],
    ['no answer for a moment', 'reset', 2, 0],
    ['no answer at all', 'reset', Number.POSITIVE_INFINITY, 4],
    ['a server error for good', { answer: { status: 500, body: '{}' } }, Number.POSITIVE_INFINITY, 4],
    ['malformed JSON', { answer: { status: 200, body: '{"kind":' } }, Number.POSITIVE_INFINITY, 1],
  ] as const)('%s', async (what, treatment, times, code) => {
    const { result } = await trials.run(faulty(kubernetes, treatment, times), shortly());
    expect(result.code, `${what}\n${result.output}`).toBe(code);
    await expectUntouched(what);
  });

  test('rights that are missing are named, and Vault is not touched', async () => {
    const { namespace, vault } = documents.settings;
    const { result, requests } = await trials.run(({ path }) =>
      path.includes(`/secrets/${vault.credentialsSecret}`) ? { answer: { status: 403, body: '{}' } } : 'forward',
    );
    expect(result.summary?.findings).toMatchObject([{ code: 'VW5019' }]);
    expect(result.output).toContain(`secrets/${vault.credentialsSecret} in ${namespace}`);
    expect(requests.filter(({ server, method }) => server === 'vault' && method !== 'GET')).toEqual([]);
  });

  test('a Lease that another run holds', async () => {
    const { name, namespace } = documents.settings;
    const spec = {
      holderIdentity: 'another-run',
      leaseDurationSeconds: 30,
      renewTime: new Date().toISOString().replace('Z', '000Z'),
    };
    await bench.cluster.patch(leaseKind, name, namespace, { spec });
    const { result } = await trials.run(undefined, shortly());
    expect(result.code).toBe(4);
    expect(result.summary?.findings).toMatchObject([{ code: 'VW5017', what: expect.stringContaining('another-run') }]);
    await expectUntouched('Lease held');
    await expectHealed('Lease expired');
  });
});

describe('what stands in Vault already', () => {
  const { mount, path } = { mount: 'secret', path: 'graph-db-password' };

  test('somebody writes a key between our read and our write', async () => {
    const client = await root();
    let done = false;
    const { result } = await trials.run((request) => {
      if (done || request.method !== 'POST' || request.path !== `/v1/${mount}/data/${path}`) return 'forward';
      done = true;
      return {
        meanwhile: async () =>
          void (await client.expect('POST', `${mount}/data/${path}`, { data: { value: 'faster' } })),
      };
    });
    expect(result.code, result.output).toBe(0);
    const now = await readAll(client, mount);
    expect(now.get(path)).toMatchObject({ value: 'faster', version: 1, metadata: {} });
    // What is composed from it follows what really stands there.
    expect(now.get('graph-db-url')?.value).toContain(':faster@');
    expect(result.steps).toContainEqual(
      expect.objectContaining({ target: path, outcome: 'kept', reason: 'written by somebody else' }),
    );
  });

  test.each([
    ['deleted', 'delete', 'DELETE', `${mount}/data/${path}`, undefined],
    ['destroyed', 'destroy', 'PUT', `${mount}/destroy/${path}`, { versions: [1] }],
  ] as const)('a key whose version is %s stays so and is named', async (state, _, method, request, body) => {
    const client = await root();
    await client.expect('POST', `${mount}/data/${path}`, { data: { value: 'once' } });
    await client.expect(method, request, body);
    const { result } = await trials.run();
    expect(result.code).toBe(1);
    const named = { code: 'VW5015', what: expect.stringContaining(state), vaultPath: path };
    expect(result.summary?.findings).toContainEqual(named);
    expect((await readAll(client, mount)).get(path)).toMatchObject({ value: undefined, version: 1 });
  });

  test('an entry with other properties keeps them', async () => {
    const client = await root();
    const name = 'graph-db-username';
    await client.expect('POST', `${mount}/data/${name}`, {
      data: { value: documents.settings.placeholder, note: 'kept' },
    });
    expect((await trials.run()).result.code).toBe(0);
    const { body } = await client.request('GET', `${mount}/data/${name}`);
    expect(body.data.data).toEqual({ value: 'graph', note: 'kept' });
  });

  test('an entry without "value" is somebody else’s', async () => {
    const client = await root();
    await client.expect('POST', `${mount}/data/${path}`, { data: { password: 'not under value' } });
    const { result } = await trials.run();
    expect(result.code).toBe(1);
    expect(result.summary?.findings).toContainEqual(expect.objectContaining({ code: 'VW5016', vaultPath: path }));
    expect((await client.request('GET', `${mount}/data/${path}`)).body.data.data).toEqual({
      password: 'not under value',
    });
  });

  test('a changed upstream value is copied, unless somebody else wrote on top of ours', async () => {
    const client = await root();
    await seedLocalSecret(bench, documents, {
      ...trials.upstream,
      'ghcr-token': 'newer-token-of-the-registry',
      'ghcr-username': 'newer-user',
    });
    await client.expect('POST', `${mount}/data/ghcr-username`, { data: { value: 'by hand' } });
    const { result } = await trials.run();
    await seedLocalSecret(bench, documents, trials.upstream);
    expect(result.code).toBe(0);
    const now = await readAll(client, mount);
    expect(now.get('ghcr-token')).toMatchObject({ value: 'newer-token-of-the-registry', version: 2 });
    expect(now.get('ghcr-username')?.value).toBe('by hand');
  });

  test('a required upstream value that is missing ends the run before anything is seeded', async () => {
    const { 'ghcr-token': _, ...rest } = trials.upstream;
    await seedLocalSecret(bench, documents, rest);
    const { result, requests } = await trials.run();
    await seedLocalSecret(bench, documents, trials.upstream);
    expect(result.code).toBe(1);
    expect(result.summary?.findings).toMatchObject([{ code: 'VW5012', vaultPath: 'ghcr-token' }]);
    expect(requests.filter(({ path: each }) => each.startsWith(`/v1/${mount}/data/`))).toEqual([]);
  });

  test('a kv mount of version 1 and a mount of another type are neither upgraded nor replaced', async () => {
    const client = await root();
    const at = (other: string): Partial<BootstrapDocuments> => ({
      accessMap: { ...documents.accessMap, mount: other },
      fixtureMap: { ...documents.fixtureMap, mount: other },
    });
    await client.expect('POST', 'sys/mounts/old', { type: 'kv', options: { version: '1' } });
    await client.expect('POST', 'old/something', { value: 'of version 1' });
    await client.expect('POST', 'sys/mounts/foreign', { type: 'transit' });
    for (const other of ['old', 'foreign']) {
      const { result } = await trials.run(undefined, at(other));
      expect(result.code).toBe(1);
      expect(result.summary?.findings).toMatchObject([{ code: 'VW5011', what: expect.stringContaining(other) }]);
    }
    const mounts = (await client.expect('GET', 'sys/mounts')).data;
    expect(mounts['old/'].options.version).toBe('1');
    expect(mounts['foreign/'].type).toBe('transit');
    expect((await client.expect('GET', 'old/something')).data.value).toBe('of version 1');
  });

  test('a dry run says what would be done and sends nothing that writes', async () => {
    const { result, requests } = await trials.run(undefined, {}, { isDryRun: true });
    expect(result.code, result.output).toBe(0);
    expect(requests.filter(({ method }) => method !== 'GET')).toEqual([]);
    const planned = result.steps.filter(({ outcome }) => outcome === 'planned').map(({ target }) => target);
    expect(planned).toEqual(expect.arrayContaining(['keycloak-client-patcher', ...removed]));
    await expectUntouched('dry run');
  });
});

test('no run printed a value, a key or a token', async () => {
  expect(trials.outputs).not.toEqual([]);
  expect(await trials.leaks()).toEqual([]);
});

describe('credentials', () => {
  const secretKind = { apiVersion: 'v1', kind: 'Secret' };

  test.each([
    ['missing', undefined, 'VW5007'],
    ['empty', { 'root-token': '', 'unseal-key': '' }, 'VW5007'],
    ['truncated', { 'root-token': 'hvs.short', 'unseal-key': 'AAAA' }, 'VW5007'],
    [
      'of another Vault',
      { 'root-token': `hvs.${'x'.repeat(24)}`, 'unseal-key': Buffer.alloc(32, 7).toString('base64') },
      'VW5008',
    ],
  ] as const)('that are %s are a named state', async (_, data, code) => {
    const { credentialsSecret } = documents.settings.vault;
    const { namespace } = documents.settings;
    const kept = await bench.cluster.get(secretKind, credentialsSecret, namespace);
    await bench.cluster.delete(secretKind, credentialsSecret, namespace);
    if (data)
      await bench.cluster.apply({ ...secretKind, metadata: { name: credentialsSecret, namespace }, stringData: data });
    const { result, requests } = await trials.run();
    await bench.cluster.delete(secretKind, credentialsSecret, namespace);
    await bench.cluster.apply({ ...secretKind, metadata: { name: credentialsSecret, namespace }, data: kept.data });
    expect(result.code).toBe(1);
    expect(result.summary?.findings).toMatchObject([{ code }]);
    // Named at once, not after a storm of attempts.
    expect(requests.length).toBeLessThan(12);
  });

  test('that are there while Vault is not initialised are never overwritten', async () => {
    const { credentialsSecret } = documents.settings.vault;
    const { namespace } = documents.settings;
    const kept = await bench.cluster.get(secretKind, credentialsSecret, namespace);
    await trials.wipe();
    await bench.cluster.apply({ ...secretKind, metadata: { name: credentialsSecret, namespace }, data: kept.data });
    const { result, requests } = await trials.run();
    expect(result.summary?.findings).toMatchObject([
      { code: 'VW5006', what: expect.stringContaining(credentialsSecret) },
    ]);
    expect(requests.some(({ path }) => path === '/v1/sys/init')).toBe(false);
    expect((await bench.cluster.get(secretKind, credentialsSecret, namespace)).data).toEqual(kept.data);
    await trials.wipe();
    expect((await trials.run()).result.code).toBe(0);
  });
});
