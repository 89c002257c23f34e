import { compare } from 'bcryptjs';
import { describe, expect, test } from 'vitest';
import { secretPath } from '../../../src/lifecycle/kubernetes/kubernetes-client.ts';
import { answer, type Reply } from '../scripted-server.ts';
import { credentialsPath, entry, environment, generated, literal, seedPath } from './stand-ins.ts';

const secretOf = (data: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'x' },
  data: Object.fromEntries(Object.entries(data).map(([key, text]) => [key, Buffer.from(text).toString('base64')])),
});
const status =
  (code: number, reason: string): Reply =>
  (_, response) =>
    answer(response, code, { kind: 'Status', reason, code });

describe('the credentials of a new Vault', () => {
  test('are kept before anything else, owned by nobody who could be deleted', async () => {
    const { vault, cluster, run } = await environment();
    expect((await run()).codes).toEqual([]);
    const kept = cluster.at(credentialsPath);
    expect(Buffer.from(String(kept?.['data/root-token']), 'base64').toString()).toBe(vault.keys?.rootToken);
    expect(Buffer.from(String(kept?.['data/unseal-key']), 'base64').toString()).toBe(vault.keys?.unsealKey);
    expect(Object.keys(kept ?? {}).join()).not.toContain('ownerReferences');
  });

  test.each([
    ['a missing right', status(403, 'Forbidden'), 'VW5009', 1],
    ['an admission that refuses', status(422, 'Invalid'), 'VW5009', 1],
    ['an API server that does not serve', status(503, 'ServiceUnavailable'), 'VW5018', 4],
  ] as const)('whose keeping meets %s are not made', async (_, reply, code, exitStatus) => {
    const { vault, cluster, run } = await environment();
    cluster.intercept = (request, response) => {
      if (request.method !== 'PATCH' || !request.path.startsWith(credentialsPath)) return false;
      void reply(request, response);
      return true;
    };
    const { codes, summary } = await run({ settings: { deadlineSeconds: 3 } });
    expect([codes, summary.exitStatus, summary.phase]).toEqual([[code], exitStatus, 'init']);
    expect(vault.keys).toBeUndefined();
  });

  test('are proven to be kept by the very request that keeps them, as a dry run', async () => {
    const { cluster, run } = await environment();
    await run();
    const [proof, keeping, ...others] = cluster.server.requests.filter(
      ({ method, path }) => method === 'PATCH' && path.startsWith(credentialsPath),
    );
    expect(others).toEqual([]);
    expect(proof?.path).toBe(`${keeping?.path}&dryRun=All`);
    const shape = (body = '{}') => JSON.stringify({ ...JSON.parse(body), data: Object.keys(JSON.parse(body).data) });
    expect(shape(proof?.body)).toBe(shape(keeping?.body));
  });

  test('are kept although the run is stopped while Vault makes them, and although the API server fails at first', async () => {
    const { vault, cluster, run } = await environment();
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

  test('are not asked for where the run is over already', async () => {
    const { vault, cluster, run } = await environment();
    const stop = new AbortController();
    cluster.intercept = ({ path }) => {
      if (path.includes('dryRun')) stop.abort();
      return false;
    };
    expect((await run({ options: { signal: stop.signal } })).summary.exitStatus).toBe(4);
    expect(vault.keys).toBeUndefined();
  });

  test('that somebody else made at the same moment are left to that one', async () => {
    const { vault, run } = await environment();
    vault.intercept = ({ path }, response) => {
      if (path !== '/v1/sys/init') return false;
      answer(response, 400, { errors: ['Vault is already initialized'] });
      return true;
    };
    expect((await run()).codes).toEqual(['VW5020']);
  });
});

describe('a state that no repetition heals', () => {
  const whole = { 'root-token': `hvs.${'a'.repeat(24)}`, 'unseal-key': Buffer.alloc(32, 1).toString('base64') };

  test.each([
    ['whole', whole],
    ['half', { 'root-token': whole['root-token'] }],
    ['truncated', { ...whole, 'unseal-key': 'AAAA' }],
  ])('credentials (%s) without an initialised Vault → VW5006', async (_, data) => {
    const { vault, cluster, run } = await environment();
    cluster.put(credentialsPath, secretOf(data));
    const { codes, summary } = await run();
    expect([codes, summary.exitStatus]).toEqual([['VW5006'], 1]);
    expect(vault.keys).toBeUndefined();
  });

  test('an empty Secret holds nothing that could be lost', async () => {
    const { cluster, run } = await environment();
    cluster.put(credentialsPath, secretOf({ 'root-token': '', 'unseal-key': '' }));
    expect((await run()).codes).toEqual([]);
  });

  test.each([
    ['no Secret', undefined],
    ['an empty one', {}],
    ['an empty token', { ...whole, 'root-token': '' }],
    ['a truncated token', { ...whole, 'root-token': 'hvs.abc' }],
    ['a truncated key', { ...whole, 'unseal-key': whole['unseal-key'].slice(0, -2) }],
    ['a key with a line break', { ...whole, 'unseal-key': `${whole['unseal-key']}\n` }],
  ])('an initialised Vault and %s → VW5007', async (_, data) => {
    const { vault, cluster, run } = await environment();
    await run();
    vault.isSealed = true;
    cluster.delete(credentialsPath);
    if (data) cluster.put(credentialsPath, secretOf(data));
    const { codes, summary, requests } = await run();
    expect([codes, summary.exitStatus]).toEqual([['VW5007'], 1]);
    // No storm: the seal was asked for, nothing else.
    expect(requests.map(({ path }) => path)).toEqual(['/v1/sys/seal-status']);
  });

  test('keys of another Vault → VW5008', async () => {
    const { vault, cluster, run } = await environment();
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

  test('a Vault that somebody else initialises or unseals → VW5005, VW5010', async () => {
    const { vault, run } = await environment();
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

describe('the token of a run', () => {
  test('is made once, used for everything, and revoked, also where the run fails or is stopped', async () => {
    for (const failing of ['nothing', '/v1/secret/data/a', 'stop']) {
      const { vault, run } = await environment();
      await run();
      const stop = new AbortController();
      vault.intercept = ({ path }, response) => {
        if (failing === 'stop' && path === '/v1/secret/data/a') stop.abort();
        if (path !== failing) return false;
        answer(response, 403, { errors: ['permission denied'] });
        return true;
      };
      const { requests, summary } = await run({ entries: { a: literal('x') }, options: { signal: stop.signal } });
      expect(summary.exitStatus, failing).toBe({ nothing: 0, stop: 4 }[failing] ?? 1);
      const logins = requests.filter(({ path }) => path === '/v1/auth/token/create-orphan');
      expect(logins.map(({ body }) => JSON.parse(body))).toMatchObject([
        { ttl: '120s', explicit_max_ttl: '120s', renewable: false },
      ]);
      const tokens = new Set(requests.map(({ headers }) => headers['x-vault-token']));
      // None before the login, the root token for it alone, then the one that it gave.
      expect(tokens.size, failing).toBe(3);
      expect(requests.filter(({ headers }) => headers['x-vault-token'] === vault.keys?.rootToken)).toHaveLength(1);
      expect([...vault.tokens], failing).toEqual([vault.keys?.rootToken]);
    }
  });

  test('that cannot be revoked is a finding beside the others', async () => {
    const { vault, run } = await environment();
    await run();
    vault.entries.set('gone', { versions: ['deleted'], metadata: {} });
    vault.intercept = ({ path }, response) => {
      if (path !== '/v1/auth/token/revoke-self') return false;
      answer(response, 400, { errors: ['no'] });
      return true;
    };
    const { codes, summary } = await run({ entries: { gone: literal('x') } });
    expect(codes.sort()).toEqual(['VW5015', 'VW5027']);
    expect(summary.exitStatus).toBe(1);
  });
});

test('findings of single keys stay where a later step ends the run, which says where it ended', async () => {
  const { vault, run } = await environment();
  await run();
  vault.put('odd', { other: 1 });
  vault.intercept = ({ path }, response) => {
    if (!path.includes('list=true')) return false;
    answer(response, 403, { errors: ['permission denied'] });
    return true;
  };
  const { codes, summary } = await run({ entries: { odd: literal('x') } });
  expect(codes.sort()).toEqual(['VW5003', 'VW5016']);
  expect(summary.phase).toBe('verify');
});

describe('a second run', () => {
  const entries = {
    user: literal('ledger'),
    word: generated(),
    hash: entry({ type: 'compose', parts: [{ key: 'word', encode: 'bcrypt' }] }),
    login: entry({
      type: 'compose',
      parts: [{ key: 'user', encode: 'url' }, { text: ':' }, { key: 'word', encode: 'bcrypt' }],
    }),
    client: entry({ type: 'placeholder' }, { origin: 'service-generated', writer: 'patcher' }),
    token: entry({ type: 'upstream', name: 'ghcr-token', required: true }, { origin: 'external', writer: 'upstream' }),
    made: { origin: 'service-generated', writer: 'patcher' } as const,
  };
  const upstream = { 'ghcr-token': 'from outside' };

  test('changes nothing', async () => {
    const { vault, run } = await environment();
    expect((await run({ entries, upstream })).codes).toEqual([]);
    expect(vault.valueAt('token')).toBe('from outside');
    expect(vault.valueAt('client')).toBe('placeholder-until-produced');
    expect(await compare(String(vault.valueAt('word')), String(vault.valueAt('hash')))).toBe(true);
    expect(vault.entries.has('made')).toBe(false);
    const changes = vault.changes.length;
    const { codes, steps } = await run({ entries, upstream });
    expect(codes).toEqual([]);
    expect(vault.changes.slice(changes)).toEqual([]);
    expect(steps.map(({ phase }) => phase)).toEqual(['login', 'revoke']);
  });

  test('follows what changed outside and in Git, and what is composed from it, never what others wrote', async () => {
    const { vault, run } = await environment();
    await run({ entries, upstream });
    vault.put('client', { value: 'published' });
    vault.put('word', { value: 'by hand' });
    const { codes } = await run({
      entries: { ...entries, user: literal('book'), client: entries.client },
      upstream: { 'ghcr-token': 'a new one' },
    });
    expect(codes).toEqual([]);
    expect(['token', 'client', 'word', 'user'].map((path) => vault.valueAt(path))).toEqual([
      'a new one',
      'published',
      'by hand',
      'book',
    ]);
    expect(await compare('by hand', String(vault.valueAt('login')).slice('book:'.length))).toBe(true);
  });

  test('reports a changed length of what is generated, and changes nothing', async () => {
    const { vault, run } = await environment();
    await run({ entries: { word: generated() } });
    const before = vault.valueAt('word');
    const { codes, steps } = await run({ entries: { word: generated(40) } });
    expect(codes).toEqual([]);
    expect(steps).toContainEqual({
      phase: 'fixtures',
      action: 'keep',
      target: 'word',
      outcome: 'kept',
      reason: 'generated from an earlier recipe; rotate changes it',
    });
    expect(vault.valueAt('word')).toBe(before);
  });
});

test('the same seed gives the same values in a fresh cluster; a random one is kept, and never shown', async () => {
  const entries = { word: generated() };
  const values = [];
  for (const seed of ['a seed of tests, no secret', 'a seed of tests, no secret', undefined, undefined]) {
    const { vault, cluster, run } = await environment();
    const { steps } = await run({ entries, options: { seed } });
    values.push(vault.valueAt('word'));
    const kept = cluster.at(seedPath)?.['data/seed'];
    expect(kept === undefined).toBe(seed !== undefined);
    const shown = JSON.stringify(steps);
    expect(shown).toMatch(/"use the seed","target":"[0-9a-f]{16}"|"target":"[0-9a-f]{16}"/);
    expect(shown).not.toContain(seed ?? Buffer.from(String(kept), 'base64').toString());
    expect(shown).not.toContain(String(vault.valueAt('word')));
  }
  expect(values[0]).toBe(values[1]);
  expect(new Set(values).size).toBe(3);
});

test.each(['', 'too short'])('a seed that can be guessed ends the run (%#)', async (seed) => {
  const { vault, run } = await environment();
  const { codes, summary } = await run({ entries: { word: generated() }, options: { seed } });
  expect([codes, summary.exitStatus]).toEqual([['VW5022'], 2]);
  expect(vault.entries.size).toBe(0);
});

describe('a backfill', () => {
  const backfill = [{ path: 'word', secret: 'old', key: 'password' }];
  const oldPath = secretPath('ledger', 'old');

  test.each<[string, unknown, unknown]>([
    ['what is absent', undefined, 'copied'],
    ['a placeholder', 'changeme', 'copied'],
    ['nothing else', 'by hand', 'by hand'],
  ])('replaces %s', async (_, stored, expected) => {
    const { vault, cluster, run } = await environment();
    await run();
    if (stored !== undefined) vault.put('word', { value: stored });
    cluster.put(oldPath, secretOf({ password: 'copied' }));
    expect((await run({ entries: { word: generated() }, settings: { backfill } })).codes).toEqual([]);
    expect(vault.valueAt('word')).toBe(expected);
    const changes = vault.changes.length;
    await run({ entries: { word: generated() }, settings: { backfill } });
    expect(vault.changes.slice(changes)).toEqual([]);
  });

  test('never copies what is no text', async () => {
    const { vault, cluster, run } = await environment();
    const binary = { ...secretOf({}), data: { password: Buffer.from([0xff, 0xfe, 0x00]).toString('base64') } };
    cluster.put(oldPath, binary);
    const { steps } = await run({ entries: { word: generated() }, settings: { backfill } });
    expect(vault.valueAt('word')).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(steps.map(({ reason }) => reason)).toContain('it has no text under "password"');
  });
});

test('readers that decode find the placeholder as well', async () => {
  const { vault, run } = await environment();
  const recipe = entry({ type: 'placeholder' }, { storedAs: 'base64', origin: 'service-generated', writer: 'patcher' });
  await run({ entries: { client: recipe } });
  expect(Buffer.from(String(vault.valueAt('client')), 'base64').toString()).toBe('placeholder-until-produced');
});

test('a required value that the upstream store does not hold ends the run before anything is seeded', async () => {
  const { vault, run } = await environment();
  const recipe = entry({ type: 'upstream', name: 'ghcr-token', required: true }, { origin: 'external' });
  const { codes } = await run({ entries: { token: recipe, user: literal('x') } });
  expect(codes).toEqual(['VW5012']);
  expect(vault.entries.size).toBe(0);
});

describe('a dry run', () => {
  test('of an empty cluster sends nothing that writes', async () => {
    const { vault, cluster, run } = await environment();
    const { summary, steps } = await run({ entries: { a: literal('x') }, options: { isDryRun: true } });
    expect(summary.status).toBe('planned');
    expect(steps.every(({ outcome }) => outcome === 'planned')).toBe(true);
    expect(vault.server.requests.every(({ method }) => method === 'GET')).toBe(true);
    expect(cluster.server.requests.every(({ method, path }) => method === 'GET' || path.includes('dryRun=All'))).toBe(
      true,
    );
  });

  test('of a running one names each key that would change, and changes none', async () => {
    const { vault, cluster, run } = await environment();
    await run({ entries: { a: literal('x') } });
    const before = [vault.changes.length, vault.tokens.size, JSON.stringify(cluster.at(credentialsPath))];
    const { steps, summary } = await run({
      entries: {
        a: literal('y'),
        b: generated(),
        c: entry({ type: 'compose', parts: [{ key: 'b', encode: 'json' }] }),
      },
      options: { isDryRun: true },
    });
    expect(summary.exitStatus).toBe(0);
    expect(steps.filter(({ outcome }) => outcome !== 'planned')).toEqual([]);
    const planned = steps.filter(({ phase, outcome }) => phase === 'fixtures' && outcome === 'planned');
    expect(planned.map(({ target }) => target)).toEqual(expect.arrayContaining(['a', 'b', 'c']));
    expect([vault.changes.length, vault.tokens.size, JSON.stringify(cluster.at(credentialsPath))]).toEqual(before);
    expect(cluster.at(seedPath)).toBeUndefined();
  });
});
