import { compare } from 'bcryptjs';
import { describe, expect, test } from 'vitest';
import { secretPath } from '../../../../src/lifecycle/clients/kubernetes/kubernetes-client.ts';
import {
  credentialsPath,
  entry,
  environment,
  generated,
  literal,
  secretOf,
  seedPath,
} from '../../bootstrap-environment.ts';
import { answer } from '../../scripted-server.ts';

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

test.concurrent.for([
  ['/v1/sys/health', 'malformed', '<html>', 200, 'VW5004'],
  ['/v1/sys/health', 'standby', { errors: ['Vault is in standby mode'] }, 429, 'VW5002'],
  ['/v1/sys/seal-status', 'failing', { errors: ['internal error'] }, 500, 'VW5002'],
] as const)(
  'what %s said before the time was over is what counts: %s',
  async ([path, _, body, status, code], { onTestFinished }) => {
    const { vault, run } = await environment(onTestFinished);
    await run();
    let isFirst = true;
    vault.intercept = (request, response) => {
      if (request.path !== path) return false;
      // Later ones are under way when the time is over.
      if (isFirst) answer(response, status, body);
      isFirst = false;
      return true;
    };
    expect((await run({ settings: { deadlineSeconds: 1 } })).codes).toEqual([code]);
  },
);

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
      kind: 'key',
      action: 'keep',
      target: 'word',
      outcome: 'kept',
      reason: 'generated from an earlier recipe; rotate changes it',
    });
    expect(vault.valueAt('word')).toBe(before);
  });
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
