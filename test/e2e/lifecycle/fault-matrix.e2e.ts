// e2e: 8 minutes
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { FaultBench } from './fault-bench.ts';
import { faulty, lasting, passing } from './faults.ts';
import type { SeenRequest, Treatment } from './request-proxy.ts';

/**
 * Every fault in every phase of a Vault that serves, each once for a moment and once for good. Nothing that
 * others wrote is touched, no run claims to be done when it is not, and the run after the fault reaches the
 * state that the environment wants.
 */
let faults: FaultBench;
const leaseKind = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' };

beforeAll(async () => {
  faults = await FaultBench.start();
  await faults.seed();
});

afterAll(async () => {
  await faults?.stop();
});

beforeEach(() => faults.disturb());

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

describe.each(Object.entries(phases))('in phase %s', (phase, isMeant) => {
  test.each(Object.entries(passing))('%s for a moment', async (fault, treatment) => {
    const { result } = await faults.trials.run(faulty(isMeant, treatment, 2));
    expect(result.code, `${fault} in ${phase}\n${result.output}`).toBe(0);
    await faults.expectUntouched(fault);
  });

  test.each(Object.entries(passing))('%s for good', async (fault, treatment) => {
    const { result } = await faults.trials.run(faulty(isMeant, treatment, Number.POSITIVE_INFINITY), faults.shortly());
    // A write whose answer is lost is found by reading, and marked: nothing is left to do.
    const isFound = phase === 'fixtures: write' && treatment === 'reset-mid-body';
    expect(result.code, `${fault} in ${phase}\n${result.output}`).toBe(isFound ? 0 : 4);
    await faults.expectUntouched(fault);
  });

  test.each(Object.entries(lasting))('%s', async (fault, [treatment, code]) => {
    const { result } = await faults.trials.run(faulty(isMeant, treatment, Number.POSITIVE_INFINITY), faults.shortly());
    const what = `${fault} in ${phase}\n${result.output}`;
    // Vault's answer to a token that is revoked already.
    if (phase === 'revoke' && code === 1 && fault.startsWith('forbidden')) {
      expect(result.code, what).toBe(0);
      return;
    }
    expect(result.code, what).not.toBe(0);
    // A lost or senseless answer to a write is looked into, and time runs out over it.
    expect([code, 4], what).toContain(result.code);
    await faults.expectUntouched(what);
  });

  test('afterwards the next run does what is left', async () => {
    await faults.expectHealed(phase);
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
    const { result } = await faults.trials.run(faulty(kubernetes, treatment, times), faults.shortly());
    expect(result.code, `${what}\n${result.output}`).toBe(code);
    await faults.expectUntouched(what);
  });

  test('rights that are missing are named, and Vault is not touched', async () => {
    const { namespace, vault } = faults.documents.settings;
    const { result, requests } = await faults.trials.run(({ path }) =>
      path.includes(`/secrets/${vault.credentialsSecret}`) ? { answer: { status: 403, body: '{}' } } : 'forward',
    );
    expect(result.summary?.findings).toMatchObject([{ code: 'VW5019' }]);
    expect(result.output).toContain(`secrets/${vault.credentialsSecret} in ${namespace}`);
    expect(requests.filter(({ server, method }) => server === 'vault' && method !== 'GET')).toEqual([]);
  });

  test('a Lease that another run holds', async () => {
    const { name, namespace } = faults.documents.settings;
    const spec = {
      holderIdentity: 'another-run',
      leaseDurationSeconds: 30,
      renewTime: new Date().toISOString().replace('Z', '000Z'),
    };
    await faults.bench.cluster.patch(leaseKind, name, namespace, { spec });
    const { result } = await faults.trials.run(undefined, faults.shortly());
    expect(result.code).toBe(4);
    expect(result.summary?.findings).toMatchObject([{ code: 'VW5017', what: expect.stringContaining('another-run') }]);
    await faults.expectUntouched('Lease held');
    await faults.expectHealed('Lease expired');
  });
});

test('no run printed a value, a key or a token', async () => {
  expect(faults.trials.outputs).not.toEqual([]);
  expect(await faults.trials.leaks()).toEqual([]);
});
