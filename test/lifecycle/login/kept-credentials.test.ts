import { describe, expect, test } from 'vitest';
import { credentialsPath, environment, literal, secretOf } from '../bootstrap-environment.ts';
import { answer, type Reply } from '../scripted-server.ts';

const status =
  (code: number, reason: string): Reply =>
  (_, response) =>
    answer(response, code, { kind: 'Status', reason, code });

describe.concurrent('the credentials of a new Vault', () => {
  test('are kept before anything else, owned by nobody who could be deleted', async ({ onTestFinished }) => {
    const { vault, cluster, run } = await environment(onTestFinished);
    expect((await run()).codes).toEqual([]);
    const kept = cluster.at(credentialsPath);
    expect(Buffer.from(String(kept?.['data/root-token']), 'base64').toString()).toBe(vault.keys?.rootToken);
    expect(Buffer.from(String(kept?.['data/unseal-key']), 'base64').toString()).toBe(vault.keys?.unsealKey);
    expect(Object.keys(kept ?? {}).join()).not.toContain('ownerReferences');
  });

  test.for([
    ['a missing right', status(403, 'Forbidden'), 'VW5009', 1],
    ['an admission that refuses', status(422, 'Invalid'), 'VW5009', 1],
    ['an API server that does not serve', status(503, 'ServiceUnavailable'), 'VW5018', 4],
  ] as const)('whose keeping meets %s are not made', async ([_, reply, code, exitStatus], { onTestFinished }) => {
    const { vault, cluster, run } = await environment(onTestFinished);
    cluster.intercept = (request, response) => {
      if (request.method !== 'PATCH' || !request.path.startsWith(credentialsPath)) return false;
      void reply(request, response);
      return true;
    };
    const { codes, summary } = await run({ settings: { deadlineSeconds: 3 } });
    expect([codes, summary.exitStatus, summary.phase]).toEqual([[code], exitStatus, 'init']);
    expect(vault.keys).toBeUndefined();
  });

  test('are proven to be kept by the very request that keeps them, as a dry run', async ({ onTestFinished }) => {
    const { cluster, run } = await environment(onTestFinished);
    await run();
    const [proof, keeping, ...others] = cluster.server.requests.filter(
      ({ method, path }) => method === 'PATCH' && path.startsWith(credentialsPath),
    );
    expect(others).toEqual([]);
    expect(proof?.path).toBe(`${keeping?.path}&dryRun=All`);
    const shape = (body = '{}') => JSON.stringify({ ...JSON.parse(body), data: Object.keys(JSON.parse(body).data) });
    expect(shape(proof?.body)).toBe(shape(keeping?.body));
  });

  test('are kept although the run is stopped while Vault makes them, and although the API server fails at first', async ({
    onTestFinished,
  }) => {
    const { vault, cluster, run } = await environment(onTestFinished);
    const stop = new AbortController();
    vault.intercept = ({ path }) => {
      if (path === '/v1/sys/init') stop.abort();
      return false;
    };
    let failures = 3;
    cluster.intercept = (request, response) => {
      const isKeeping = request.method === 'PATCH' && request.path.startsWith(credentialsPath);
      if (!isKeeping || request.path.includes('dryRun') || failures-- <= 0) return false;
      void status(failures === 1 ? 403 : 500, 'Passing')(request, response);
      return true;
    };
    const { codes, summary } = await run({ options: { signal: stop.signal } });
    expect(codes).toEqual(['VW5020']);
    expect(summary.exitStatus).toBe(4);
    expect(cluster.at(credentialsPath)).toBeDefined();
    expect((await run({ entries: { a: literal('x') } })).codes).toEqual([]);
  });

  test('are not asked for where the run is over already', async ({ onTestFinished }) => {
    const { vault, cluster, run } = await environment(onTestFinished);
    const stop = new AbortController();
    cluster.intercept = ({ path }) => {
      if (path.includes('dryRun')) stop.abort();
      return false;
    };
    expect((await run({ options: { signal: stop.signal } })).summary.exitStatus).toBe(4);
    expect(vault.keys).toBeUndefined();
  });

  test('that somebody else made at the same moment are left to that one', async ({ onTestFinished }) => {
    const { vault, run } = await environment(onTestFinished);
    vault.intercept = ({ path }, response) => {
      if (path !== '/v1/sys/init') return false;
      answer(response, 400, { errors: ['Vault is already initialized'] });
      return true;
    };
    expect((await run()).codes).toEqual(['VW5020']);
  });
});

describe.concurrent('a state that no repetition heals', () => {
  const whole = { 'root-token': `hvs.${'a'.repeat(24)}`, 'unseal-key': Buffer.alloc(32, 1).toString('base64') };

  test.for<[string, Readonly<Record<string, string>>]>([
    ['whole', whole],
    ['half', { 'root-token': whole['root-token'] }],
    ['truncated', { ...whole, 'unseal-key': 'AAAA' }],
    ['kept under names of other tooling', { 'unseal-key-0': whole['unseal-key'] }],
  ])('credentials (%s) without an initialised Vault → VW5006', async ([_, data], { onTestFinished }) => {
    const { vault, cluster, run } = await environment(onTestFinished);
    cluster.put(credentialsPath, secretOf(data));
    const { codes, summary } = await run();
    expect([codes, summary.exitStatus]).toEqual([['VW5006'], 1]);
    expect(vault.keys).toBeUndefined();
  });

  test('credentials that are no text are not taken for none → VW5006', async ({ onTestFinished }) => {
    const { vault, cluster, run } = await environment(onTestFinished);
    const binary = Buffer.from([0xff, 0xfe, 0x00]).toString('base64');
    cluster.put(credentialsPath, { ...secretOf({}), data: { 'root-token': binary, 'unseal-key': binary } });
    expect((await run()).codes).toEqual(['VW5006']);
    expect(vault.keys).toBeUndefined();
  });

  test('an empty Secret holds nothing that could be lost', async ({ onTestFinished }) => {
    const { cluster, run } = await environment(onTestFinished);
    cluster.put(credentialsPath, secretOf({ 'root-token': '', 'unseal-key': '' }));
    expect((await run()).codes).toEqual([]);
  });

  test.for<[string, Readonly<Record<string, string>> | undefined]>([
    ['no Secret', undefined],
    ['an empty one', {}],
    ['an empty token', { ...whole, 'root-token': '' }],
    ['a truncated token', { ...whole, 'root-token': 'hvs.abc' }],
    ['a token that lacks its last character', { ...whole, 'root-token': whole['root-token'].slice(0, -1) }],
    ['a truncated key', { ...whole, 'unseal-key': whole['unseal-key'].slice(0, -2) }],
    ['a key with a line break', { ...whole, 'unseal-key': `${whole['unseal-key']}\n` }],
  ])('an initialised Vault and %s → VW5007', async ([_, data], { onTestFinished }) => {
    const { vault, cluster, run } = await environment(onTestFinished);
    await run();
    vault.isSealed = true;
    cluster.delete(credentialsPath);
    if (data) cluster.put(credentialsPath, secretOf(data));
    const { codes, summary, requests } = await run();
    expect([codes, summary.exitStatus]).toEqual([['VW5007'], 1]);
    // No storm: the seal was asked for, nothing else.
    expect(requests.map(({ path }) => path)).toEqual(['/v1/sys/seal-status']);
  });

  test('keys of another Vault → VW5008', async ({ onTestFinished }) => {
    const { vault, cluster, run } = await environment(onTestFinished);
    await run();
    const own = String(cluster.at(credentialsPath)?.['data/unseal-key']);
    cluster.put(credentialsPath, secretOf({ ...whole, 'unseal-key': Buffer.from(own, 'base64').toString() }));
    expect((await run()).codes).toEqual(['VW5008']);
    vault.isSealed = true;
    cluster.put(credentialsPath, secretOf(whole));
    const { codes, requests } = await run();
    expect(codes).toEqual(['VW5008']);
    expect(requests.filter(({ path }) => path === '/v1/sys/unseal')).toHaveLength(1);
  });

  test('a Vault that a key service opens is initialised with a key for recovery, and never unsealed', async ({
    onTestFinished,
  }) => {
    const { vault, cluster, run } = await environment(onTestFinished);
    vault.sealType = 'static';
    expect((await run()).codes).toEqual([]);
    expect(Buffer.from(String(cluster.at(credentialsPath)?.['data/root-token']), 'base64').toString()).toBe(
      vault.keys?.rootToken,
    );
    vault.isSealed = true;
    const { codes, summary, requests } = await run({ settings: { deadlineSeconds: 3 } });
    expect([codes, summary.exitStatus]).toEqual([['VW5002'], 4]);
    expect(requests.filter(({ path }) => path === '/v1/sys/unseal')).toEqual([]);
    vault.isSealed = false;
    expect((await run()).codes).toEqual([]);
  });

  test('a Vault that somebody else initialises or unseals → VW5005, VW5010', async ({ onTestFinished }) => {
    const { vault, run } = await environment(onTestFinished);
    const settings = { address: vault.server.origin, credentialsSecret: 'vault-auto-credentials' };
    expect((await run({ settings: { vault: { ...settings, initialize: false, unseal: true } } })).codes).toEqual([
      'VW5005',
    ]);
    await run();
    vault.isSealed = true;
    expect((await run({ settings: { vault: { ...settings, initialize: true, unseal: false } } })).codes).toEqual([
      'VW5010',
    ]);
    expect(vault.isSealed).toBe(true);
  });
});
