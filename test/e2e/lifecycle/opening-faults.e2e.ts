// e2e: 11 minutes

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { entryId, parseKeyId } from '../../../src/model/documents/coordinates.ts';
import type { Trial } from './bootstrap-trials.ts';
import { keptCredentials } from './bootstrapped-environment.ts';
import { FaultBench } from './fault-bench.ts';
import { faulty, lasting, passing } from './faults.ts';
import type { SeenRequest, Treatment } from './request-proxy.ts';

/**
 * Every fault in every phase until Vault serves, from a Vault that was never initialised. What Vault has
 * initialised is kept or its loss named; a run that is not done says so, and the next one is done.
 */
let faults: FaultBench;

beforeAll(async () => {
  faults = await FaultBench.start();
});

afterAll(async () => {
  await faults?.stop();
});

const forGood = Number.POSITIVE_INFINITY;
const kubernetesSays = (status: number): Treatment => ({
  answer: { status, body: JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: status }) },
});

/** Faults of the API server, each with the exit status of a run that meets it for good. */
const kubernetesFaults: Readonly<Record<string, readonly [Treatment, 1 | 4]>> = {
  unreachable: ['reset', 4],
  'a broken answer': ['reset-mid-body', 4],
  'server error 500': [kubernetesSays(500), 4],
  'too many requests 429': [kubernetesSays(429), 4],
  'token not yet valid 401': [kubernetesSays(401), 1],
  'forbidden 403': [kubernetesSays(403), 1],
  'malformed JSON': [{ answer: { status: 200, body: '{"kind":' } }, 1],
};

const isSecret = ({ server, path }: SeenRequest, name: string): boolean =>
  server === 'kubernetes' && path.includes(`/secrets/${name}`);
const credentials = (): string => faults.documents.settings.vault.credentialsSecret;

/** Phases of Vault by a request that each of them sends. */
const vaultPhases: Readonly<Record<string, (request: SeenRequest) => boolean>> = {
  wait: ({ path }) => path === '/v1/sys/seal-status',
  init: ({ path }) => path === '/v1/sys/init',
  unseal: ({ path }) => path === '/v1/sys/unseal',
  'until it serves': ({ path }) => path === '/v1/sys/health',
};
/** Phases that ask the API server. */
const kubernetesPhases: Readonly<Record<string, (request: SeenRequest) => boolean>> = {
  lease: ({ server, path }) => server === 'kubernetes' && path.includes('/leases/'),
  'credentials: read': (request) => request.method === 'GET' && isSecret(request, credentials()),
  'credentials: proof': (request) => isSecret(request, credentials()) && request.path.includes('dryRun=All'),
  upstream: (request) => isSecret(request, 'vault-bootstrap-local-secrets'),
};

/** Returns what a run left of a Vault that was never initialised. */
async function left(): Promise<'nothing' | 'no keys' | 'keys'> {
  const { body } = await faults.bench.vault().client.request('GET', 'sys/init');
  if (!body.initialized) return 'nothing';
  return (await keptCredentials(faults.bench, faults.documents)) ? 'keys' : 'no keys';
}

/** The run after the fault is done, or names the keys that nobody has; the one after it does nothing more. */
async function expectNext(what: string, areKeysLost: boolean): Promise<void> {
  expect((await left()) === 'no keys', what).toBe(areKeysLost);
  const { result } = await faults.trials.next();
  if (areKeysLost) {
    expect(
      result.summary?.findings?.map(({ code }) => code),
      `${what}\n${result.output}`,
    ).toEqual(['VW5007']);
    expect(result.code, what).toBe(1);
    return;
  }
  expect(result.code, `${what}\n${result.output}`).toBe(0);
  const versions = [...(await faults.values()).values()].map(({ version }) => version);
  // Each entry of the own engine is written at once, however many properties it has.
  const entries = new Set(
    Object.keys(faults.documents.fixtureMap.entries)
      .map(parseKeyId)
      .filter(({ store }) => store === undefined)
      .map(entryId),
  );
  expect(versions.length, what).toBe(entries.size);
  expect(new Set(versions), what).toEqual(new Set([1]));
}

/** Phases that a run reaches at once, so that a fault need not outlast much. */
const early: readonly string[] = ['wait', 'lease', 'credentials: read', 'credentials: proof'];

async function run(
  isMeant: (request: SeenRequest) => boolean,
  treatment: Treatment,
  times: number,
  phase?: string,
): Promise<Trial> {
  await faults.trials.wipe();
  const change = times === forGood ? faults.shortly(early.includes(phase ?? '') ? 3 : 6) : {};
  const trial = await faults.trials.run(faulty(isMeant, treatment, times), change);
  expect(trial.requests.some(isMeant), `the fault was never met\n${trial.result.output}`).toBe(true);
  return trial;
}

describe.each(Object.entries(vaultPhases))('in phase %s of Vault', (phase, isMeant) => {
  test.each(Object.entries(passing))('%s for a moment', async (fault, treatment) => {
    const what = `${fault} in ${phase}`;
    const { result, requests } = await run(isMeant, treatment, 2);
    // An initialisation is never sent twice: who knows what became of the first one.
    const isOnce = phase === 'init';
    expect(result.code, `${what}\n${result.output}`).toBe(isOnce ? 4 : 0);
    if (isOnce) expect(requests.filter(isMeant), what).toHaveLength(1);
    await expectNext(what, isOnce && treatment === 'reset-mid-body');
  });

  test.each([
    ...Object.entries(passing).map(([fault, treatment]) => [fault, treatment, 4] as const),
    ...Object.entries(lasting).map(([fault, [treatment, code]]) => [fault, treatment, code] as const),
  ])('%s for good', async (fault, treatment, code) => {
    const what = `${fault} in ${phase}`;
    const { result } = await run(isMeant, treatment, forGood, phase);
    expect(result.code, `${what}\n${result.output}`).toBe(code);
    await expectNext(what, phase === 'init' && treatment === 'reset-mid-body');
  });
});

describe.each(Object.entries(kubernetesPhases))('in phase %s of Kubernetes', (phase, isMeant) => {
  test.each(Object.entries(kubernetesFaults))('%s for good', async (fault, [treatment, code]) => {
    const what = `${fault} in ${phase}`;
    const { result } = await run(isMeant, treatment, forGood, phase);
    expect(result.code, `${what}\n${result.output}`).toBe(code);
    expect(await left(), what).toBe(phase === 'upstream' ? 'keys' : 'nothing');
    await expectNext(what, false);
  });
});

describe('the moment between Vault’s answer and the Secret', () => {
  const isKeeping = (request: SeenRequest): boolean =>
    request.method === 'PATCH' && isSecret(request, credentials()) && !request.path.includes('dryRun=All');

  test.each(Object.entries(kubernetesFaults))('%s for a moment', async (fault, [treatment]) => {
    const { result } = await run(isKeeping, treatment, 3);
    expect(result.code, `${fault}\n${result.output}`).toBe(0);
    await expectNext(fault, false);
  });

  test.each([
    ['unreachable', 'reset'],
    ['forbidden 403', kubernetesSays(403)],
  ] as const)('%s for good is said at once and ever after', async (fault, treatment) => {
    const { result } = await run(isKeeping, treatment, forGood);
    expect(
      result.summary?.findings?.map(({ code }) => code),
      result.output,
    ).toEqual(['VW5009']);
    expect(result.code, fault).toBe(1);
    await expectNext(fault, true);
  });
});

test('no run printed a value, a key or a token', async () => {
  await faults.trials.wipe();
  expect((await faults.trials.run()).result.code).toBe(0);
  expect(faults.trials.outputs.length).toBeGreaterThan(100);
  expect(await faults.trials.leaks()).toEqual([]);
});

describe('kept credentials', () => {
  beforeEach(async () => {
    await faults.trials.wipe();
    expect((await faults.trials.run()).result.code).toBe(0);
  });

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
    const { credentialsSecret } = faults.documents.settings.vault;
    const { namespace } = faults.documents.settings;
    const kept = await faults.bench.cluster.get(secretKind, credentialsSecret, namespace);
    await faults.bench.cluster.delete(secretKind, credentialsSecret, namespace);
    if (data)
      await faults.bench.cluster.apply({
        ...secretKind,
        metadata: { name: credentialsSecret, namespace },
        stringData: data,
      });
    const { result, requests } = await faults.trials.run();
    await faults.bench.cluster.delete(secretKind, credentialsSecret, namespace);
    await faults.bench.cluster.apply({
      ...secretKind,
      metadata: { name: credentialsSecret, namespace },
      data: kept.data,
    });
    expect(result.code).toBe(1);
    expect(result.summary?.findings).toMatchObject([{ code }]);
    // Named at once, not after a storm of attempts.
    expect(requests.length).toBeLessThan(12);
  });

  test('that are there while Vault is not initialised are never overwritten', async () => {
    const { credentialsSecret } = faults.documents.settings.vault;
    const { namespace } = faults.documents.settings;
    const kept = await faults.bench.cluster.get(secretKind, credentialsSecret, namespace);
    await faults.trials.wipe();
    await faults.bench.cluster.apply({
      ...secretKind,
      metadata: { name: credentialsSecret, namespace },
      data: kept.data,
    });
    const { result, requests } = await faults.trials.run();
    expect(result.summary?.findings).toMatchObject([
      { code: 'VW5006', what: expect.stringContaining(credentialsSecret) },
    ]);
    expect(requests.some(({ path }) => path === '/v1/sys/init')).toBe(false);
    expect((await faults.bench.cluster.get(secretKind, credentialsSecret, namespace)).data).toEqual(kept.data);
    await faults.trials.wipe();
    expect((await faults.trials.run()).result.code).toBe(0);
  });
});
