import { describe, expect, test } from 'vitest';
import { VaultClient } from '../../../../src/lifecycle/clients/vault/vault-client.ts';
import { planRotation } from '../../../../src/lifecycle/commands/rotate/plan-rotation.ts';
import { rotateKeys, type WrittenKey } from '../../../../src/lifecycle/commands/rotate/rotate-keys.ts';
import { Deadline } from '../../../../src/lifecycle/run/deadline.ts';
import { placeholdersOf } from '../../../../src/lifecycle/values/placeholders.ts';
import { VaultwrightError } from '../../../../src/model/diagnostics/errors.ts';
import type { FixtureEntry } from '../../../../src/model/documents/fixture-map.ts';
import { entry, environment, generated, literal } from '../../bootstrap-environment.ts';

const from = (...keys: string[]) =>
  entry({ type: 'compose', parts: keys.map((key) => ({ key, encode: 'none' as const })) });
const entries: Readonly<Record<string, FixtureEntry>> = {
  'db#username': literal('ledger'),
  'db#password': generated(),
  'db#url': from('db#username', 'db#password'),
  db: generated(),
  'cache#url': from('db#url'),
  other: literal('x'),
};

async function bootstrapped(hasConfigurator = false) {
  const { vault, run, documents } = await environment();
  const bootstrap = () => run({ entries });
  expect((await bootstrap()).codes).toEqual([]);
  const rotate = async (
    ids: readonly string[],
    { replaceForeign = false, stop = new AbortController(), declared = entries } = {},
  ) => {
    const { fixtureMap, settings } = documents({ entries: declared });
    const client = new VaultClient(vault.server.origin);
    client.token = vault.keys?.rootToken;
    const written: WrittenKey[] = [];
    const before = vault.changes.length;
    const options = {
      vault: client,
      deadline: new Deadline(10_000, stop.signal),
      fixtureMap,
      upstream: new Map(),
      placeholders: placeholdersOf(settings),
      replaceForeign,
      canCreate: hasConfigurator,
      isDryRun: false,
      onWritten: (one: WrittenKey) => void written.push(one),
    };
    let codes: readonly string[] = [];
    const rights = { canCopy: true, canRestore: hasConfigurator };
    try {
      await rotateKeys(planRotation(fixtureMap, { paths: ids, isOneKey: true }, rights), options);
    } catch (error) {
      if (!(error instanceof VaultwrightError)) throw error;
      codes = error.diagnostics.map(({ code }) => code);
    }
    client.close();
    return { codes, written, changes: vault.changes.slice(before) };
  };
  const markersOf = (path: string) => vault.entries.get(path)?.metadata ?? {};
  return { vault, bootstrap, rotate, markersOf };
}

describe('the rotation of one property', () => {
  test('writes its entry once, with what is composed in it, and follows into other entries', async () => {
    const { vault, rotate, bootstrap, markersOf } = await bootstrapped();
    const before = vault.propertiesAt('db');
    const { codes, written, changes } = await rotate(['db#password']);
    expect(codes).toEqual([]);
    expect(written.map(({ path, source, from: at, to }) => [path, source, at, to])).toEqual([
      ['db#password', 'generate', 1, 2],
      ['db#url', 'compose', 1, 2],
      ['cache#url', 'compose', 1, 2],
    ]);
    expect(changes).toEqual([
      'POST secret/data/db',
      'PATCH secret/metadata/db',
      'POST secret/data/cache',
      'PATCH secret/metadata/cache',
    ]);
    const now = vault.propertiesAt('db');
    expect(now.password).not.toBe(before.password);
    expect([now.username, now.value, now.url]).toEqual(['ledger', before.value, `ledger${now.password}`]);
    expect(vault.propertiesAt('cache')).toEqual({ url: now.url });
    // What stayed is still ours: bootstrap finds nothing to do, and nothing of somebody else.
    expect(markersOf('db')['vaultwright.io/version']).toBe('2');
    const count = vault.changes.length;
    expect((await bootstrap()).steps.filter(({ outcome }) => outcome === 'kept')).toEqual([]);
    expect(vault.changes.slice(count)).toEqual([]);
  });

  test('keeps what somebody else has beside it', async () => {
    const { vault, rotate } = await bootstrapped();
    vault.patch('db', { note: 'theirs', username: 'by hand' });
    const { codes } = await rotate(['db#password']);
    expect(codes).toEqual([]);
    const { note, username, password, url } = vault.propertiesAt('db');
    expect([note, username, url]).toEqual(['theirs', 'by hand', `by hand${password}`]);
  });

  test('needs consent where somebody else wrote it, and writes nothing before', async () => {
    const { vault, rotate } = await bootstrapped();
    vault.patch('db', { password: 'by hand' });
    expect(await rotate(['db#password'])).toMatchObject({ codes: ['VW5108'], written: [], changes: [] });
    expect((await rotate(['db#password'], { replaceForeign: true })).codes).toEqual([]);
    expect(vault.propertiesAt('db').password).not.toBe('by hand');
  });

  test('never writes over what somebody else writes to the entry at the same moment', async () => {
    const { vault, rotate } = await bootstrapped();
    let isFirst = true;
    vault.intercept = ({ method, path }) => {
      if (method === 'POST' && path === '/v1/secret/data/db' && isFirst) {
        isFirst = false;
        vault.patch('db', { note: 'faster' });
      }
      return false;
    };
    const { codes, written } = await rotate(['db#password']);
    expect([codes, written]).toEqual([['VW5021'], []]);
    expect(vault.propertiesAt('db')).toMatchObject({ note: 'faster' });
  });

  test.each([true, false])(
    'finds out what became of a write without an answer (carried out: %s)',
    async (isCarriedOut) => {
      const { vault, rotate, markersOf } = await bootstrapped();
      let isFirst = true;
      vault.intercept = ({ method, path, body }, response) => {
        if (method !== 'POST' || path !== '/v1/secret/data/db' || !isFirst) return false;
        isFirst = false;
        if (isCarriedOut) vault.put('db', JSON.parse(body).data);
        response.destroy();
        return true;
      };
      const { codes, written } = await rotate(['db#password']);
      expect(codes).toEqual([]);
      expect(written.map(({ path, to }) => [path, to])).toEqual([
        ['db#password', 2],
        ['db#url', 2],
        ['cache#url', 2],
      ]);
      expect(vault.entries.get('db')?.versions).toHaveLength(2);
      expect(markersOf('db')['vaultwright.io/p/password']).toMatch(/ 2$/);
    },
  );

  test('brings an entry that it wrote to its end where it is stopped, and starts no other', async () => {
    const { vault, rotate, bootstrap, markersOf } = await bootstrapped();
    const stop = new AbortController();
    vault.intercept = ({ method, path }) => {
      if (method === 'PATCH' && path.endsWith('/db')) return false;
      if (method === 'POST' && path === '/v1/secret/data/db') setImmediate(() => stop.abort());
      return false;
    };
    const { codes, changes } = await rotate(['db#password'], { stop });
    vault.intercept = () => false;
    expect(codes).toEqual(['VW5020']);
    expect(changes).toEqual(['POST secret/data/db', 'PATCH secret/metadata/db']);
    expect(markersOf('db')['vaultwright.io/p/password']).toMatch(/ 2$/);
    // Bootstrap composes what is left.
    expect((await bootstrap()).codes).toEqual([]);
    expect(vault.propertiesAt('cache').url).toBe(vault.propertiesAt('db').url);
  });
});

test('no property that an entry lacks is rotated: it is seeded', async () => {
  const { vault, rotate } = await bootstrapped();
  vault.put('db', { username: 'ledger' });
  expect(await rotate(['db#password'])).toMatchObject({ codes: ['VW5120'], changes: [] });
});

describe('where a configurator creates values and overwrites none', () => {
  test('a changed literal is written, and what is composed of it follows', async () => {
    const { vault, rotate } = await bootstrapped(true);
    const declared = { ...entries, 'db#username': literal('tug') };
    const { codes, written } = await rotate(['db#username'], { declared });
    expect(codes).toEqual([]);
    expect(written.map(({ path, source }) => [path, source])).toEqual([
      ['db#username', 'literal'],
      ['db#url', 'compose'],
      ['cache#url', 'compose'],
    ]);
    const { username, password, url } = vault.propertiesAt('db');
    expect([username, url]).toEqual(['tug', `tug${password}`]);
  });

  test('a changed composition is written, also where nothing of which it is made changed', async () => {
    const { vault, rotate } = await bootstrapped(true);
    const declared = { ...entries, 'cache#url': from('db#url', 'db#username') };
    expect((await rotate(['cache#url'], { declared })).written).toMatchObject([
      { path: 'cache#url', source: 'compose' },
    ]);
    expect(vault.propertiesAt('cache').url).toBe(`${vault.propertiesAt('db').url}ledger`);
  });

  test('a property that was declared later is added, and the others stay', async () => {
    const { vault, rotate, markersOf } = await bootstrapped(true);
    const before = vault.propertiesAt('db');
    const declared = { ...entries, 'db#later': generated() };
    expect((await rotate(['db#later'], { declared })).codes).toEqual([]);
    expect(vault.propertiesAt('db')).toEqual({ ...before, later: expect.stringMatching(/^\w{32}$/) });
    expect(markersOf('db')['vaultwright.io/p/later']).toMatch(/^generate sha256:\w+ 2$/);
  });

  test.each(['db#username', 'db#url'])('elsewhere %s is refused', async (id) => {
    const { rotate } = await bootstrapped();
    expect((await rotate([id])).codes).toEqual(['VW5107']);
  });
});
