import { describe, expect, test } from 'vitest';
import { deriveValue } from '../../../src/lifecycle/values/generate-value.ts';
import type { FixtureEntry } from '../../../src/model/documents/fixture-map.ts';
import { entry, environment, generated, literal, type Trial } from '../bootstrap-environment.ts';
import { answer } from '../scripted-server.ts';

const from = (...keys: string[]) =>
  entry({ type: 'compose', parts: keys.map((key) => ({ key, encode: 'none' as const })) });

/** An entry of five properties, and what is composed of them across entries. */
const five: Readonly<Record<string, FixtureEntry>> = {
  'db#username': literal('ledger'),
  'db#password': generated(),
  'db#url': from('db#username', 'db#password'),
  'db#token': entry({ type: 'upstream', name: 'token', required: true }, { origin: 'external', writer: 'upstream' }),
  db: literal('whole'),
  'cache#url': from('db#url', 'db#token'),
};
const upstream = { token: 'from-outside' };

async function settled(entries = five, more: Omit<Trial, 'entries'> = {}) {
  const { vault, run, ...rest } = await environment();
  const settle = async (
    changed: Readonly<Record<string, FixtureEntry>> = entries,
    trial: Omit<Trial, 'entries'> = {},
  ) => {
    const before = vault.changes.length;
    const result = await run({ entries: changed, upstream, ...more, ...trial });
    return { ...result, changes: vault.changes.slice(before) };
  };
  expect((await settle()).codes).toEqual([]);
  const markersOf = (path: string) => vault.entries.get(path)?.metadata ?? {};
  return { vault, settle, markersOf, ...rest };
}

const versionsOf = (vault: Awaited<ReturnType<typeof settled>>['vault'], path: string) =>
  vault.entries.get(path)?.versions.length;

describe('an entry of several properties', () => {
  test('is written once, with a marker for each property, and composed within and across entries', async () => {
    const { vault, settle, markersOf } = await settled();
    const { username, password, url, token, value } = vault.propertiesAt('db');
    expect([username, token, value, url]).toEqual(['ledger', 'from-outside', 'whole', `ledger${password}`]);
    expect(vault.propertiesAt('cache')).toEqual({ url: `${url}from-outside` });
    expect([versionsOf(vault, 'db'), versionsOf(vault, 'cache')]).toEqual([1, 1]);
    expect(Object.keys(markersOf('db')).sort()).toEqual([
      'vaultwright.io/p/password',
      'vaultwright.io/p/token',
      'vaultwright.io/p/url',
      'vaultwright.io/p/username',
      'vaultwright.io/recipe',
      'vaultwright.io/source',
      'vaultwright.io/version',
    ]);
    expect(markersOf('db')['vaultwright.io/p/username']).toMatch(/^literal sha256:[0-9a-f]{64} 1$/);
    expect((await settle()).changes).toEqual([]);
  });

  test('derives each property by its own id', async () => {
    const seed = 'q8Zr2Vd0mK6yXw4TnB1sHc7LfJ9pGeUa';
    const { vault } = await settled(
      { 'db#a': generated(), 'db#b': generated(), db: generated() },
      { options: { seed } },
    );
    const recipe = { type: 'generate', length: 32, alphabet: 'alphanumeric', derivation: 'deterministic' } as const;
    const derived = (path: string) => deriveValue(seed, { environment: 'local', mount: 'secret', path }, recipe);
    expect(vault.propertiesAt('db')).toEqual({ a: derived('db#a'), b: derived('db#b'), value: derived('db') });
  });

  test('follows a changed recipe in one write, and everything of ours has the new version', async () => {
    const { vault, settle, markersOf } = await settled();
    const { codes, changes } = await settle({ ...five, 'db#username': literal('book') });
    expect(codes).toEqual([]);
    expect(changes).toEqual([
      'POST secret/data/db',
      'PATCH secret/metadata/db',
      'POST secret/data/cache',
      'PATCH secret/metadata/cache',
    ]);
    const { password, url } = vault.propertiesAt('db');
    expect(url).toBe(`book${password}`);
    for (const property of ['username', 'password', 'url', 'token'])
      expect(markersOf('db')[`vaultwright.io/p/${property}`], property).toMatch(/ 2(?: |$)/);
    expect(markersOf('db')['vaultwright.io/version']).toBe('2');
  });

  test('takes a property that is declared later', async () => {
    const { vault, settle } = await settled({ 'db#username': literal('ledger') });
    const { codes, changes } = await settle({
      'db#username': literal('ledger'),
      'db#host': literal('rw'),
      db: literal('v'),
    });
    expect(codes).toEqual([]);
    expect(changes).toEqual(['POST secret/data/db', 'PATCH secret/metadata/db']);
    expect(vault.propertiesAt('db')).toEqual({ username: 'ledger', host: 'rw', value: 'v' });
  });

  test('is named once where its newest version is deleted, and each property that holds no text by itself', async () => {
    const { vault, settle } = await settled();
    vault.entries.set('db', { versions: ['deleted'], metadata: {} });
    const deleted = await settle();
    // What is composed from it in another entry lacks a part.
    expect(deleted.summary.findings?.map(({ code, vaultPath }) => `${code} ${vaultPath}`).sort()).toEqual([
      'VW5015 db',
      'VW5026 cache#url',
    ]);
    vault.entries.set('db', { versions: [{ value: { username: 3 } }], metadata: {} });
    const odd = await settle();
    expect(odd.summary.findings?.filter(({ code }) => code === 'VW5016').map(({ vaultPath }) => vaultPath)).toEqual([
      'db#username',
    ]);
    expect(vault.propertiesAt('db')).toMatchObject({ username: 3, token: 'from-outside' });
  });
});

describe('what somebody else keeps in the entry', () => {
  test('survives every run, and what is ours stays ours', async () => {
    const { vault, settle } = await settled();
    vault.patch('db', { note: 'theirs', list: [1] });
    const { codes } = await settle();
    expect(codes).toEqual([]);
    // The markers follow the version, and the next run looks at no history any more.
    expect((await settle()).changes).toEqual([]);
    await settle({ ...five, 'db#username': literal('book') });
    expect(vault.propertiesAt('db')).toMatchObject({ note: 'theirs', list: [1], username: 'book' });
  });

  test('keeps its own property of ours, which then is theirs, while the others follow', async () => {
    const { vault, settle } = await settled();
    vault.patch('db', { password: 'by hand' });
    const { codes } = await settle({ ...five, 'db#username': literal('book') });
    expect(codes).toEqual([]);
    expect(vault.propertiesAt('db')).toMatchObject({ password: 'by hand', username: 'book', url: 'bookby hand' });
    // Also where the version of the marker is gone.
    const stored = vault.entries.get('db');
    if (stored) stored.versions[0] = 'destroyed';
    await settle({ ...five, 'db#password': literal('mine') });
    expect(vault.propertiesAt('db')).toMatchObject({ password: 'by hand' });
  });

  test('makes ours theirs where the version that we wrote is gone', async () => {
    const { vault, settle } = await settled({ 'db#username': literal('ledger') });
    vault.patch('db', { note: 'theirs' });
    const stored = vault.entries.get('db');
    if (stored) stored.versions[0] = 'destroyed';
    const { steps } = await settle({ 'db#username': literal('book') });
    expect(vault.propertiesAt('db')).toMatchObject({ username: 'ledger' });
    expect(steps).toContainEqual(
      expect.objectContaining({ target: 'db#username', reason: 'written by somebody else' }),
    );
  });

  test('wins a race for one property, and loses nothing of the others', async () => {
    const { vault, run } = await environment();
    await run();
    let isFirst = true;
    vault.intercept = ({ method, path }) => {
      if (method === 'POST' && path === '/v1/secret/data/db' && isFirst) {
        isFirst = false;
        vault.put('db', { username: 'faster', note: 'theirs' });
      }
      return false;
    };
    expect((await run({ entries: five, upstream })).codes).toEqual([]);
    const { password } = vault.propertiesAt('db');
    expect(vault.propertiesAt('db')).toEqual({
      username: 'faster',
      note: 'theirs',
      password,
      url: `faster${password}`,
      token: 'from-outside',
      value: 'whole',
    });
  });
});

describe('a death between values and markers', () => {
  /** Lets the first marker of a run be lost, and everything after it. */
  async function dying(vault: Awaited<ReturnType<typeof settled>>['vault'], die: () => Promise<unknown>) {
    vault.intercept = ({ method }, response) => {
      if (method !== 'PATCH') return false;
      answer(response, 403, { errors: ['permission denied'] });
      return true;
    };
    await die();
    vault.intercept = () => false;
  }

  test.each<[string, (vault: Awaited<ReturnType<typeof settled>>['vault']) => void]>([
    ['is made good by the next run', () => {}],
    ['also where somebody else wrote to the entry since', (vault) => vault.patch('db', { note: 'theirs' })],
    [
      'also where they did so often',
      (vault) => {
        for (let each = 0; each < 5; each++) vault.patch('db', { note: `theirs ${each}` });
      },
    ],
  ])('of the first write %s', async (_, meanwhile) => {
    const { vault, run } = await environment();
    await run();
    await dying(vault, () => run({ entries: five, upstream }));
    expect(vault.entries.get('db')?.metadata).toEqual({});
    meanwhile(vault);
    const before = vault.propertiesAt('db');
    expect((await run({ entries: five, upstream })).codes).toEqual([]);
    expect(vault.propertiesAt('db')).toEqual(before);
    const version = versionsOf(vault, 'db');
    for (const property of ['username', 'password', 'url', 'token'])
      expect(vault.entries.get('db')?.metadata[`vaultwright.io/p/${property}`], property).toMatch(
        new RegExp(` ${version}(?: |$)`),
      );
    const changes = vault.changes.length;
    await run({ entries: five, upstream });
    expect(vault.changes.slice(changes)).toEqual([]);
  });

  test('of a later write leaves nothing that counts as somebody else’s', async () => {
    const { vault, settle, markersOf } = await settled();
    const changed = { ...five, 'db#username': literal('book') };
    await dying(vault, () => settle(changed));
    vault.patch('db', { note: 'theirs' });
    expect((await settle(changed)).codes).toEqual([]);
    const version = versionsOf(vault, 'db');
    for (const property of ['username', 'password', 'url', 'token'])
      expect(markersOf('db')[`vaultwright.io/p/${property}`], property).toMatch(new RegExp(` ${version}(?: |$)`));
    // What is ours follows again.
    await settle({ ...changed, 'db#username': literal('tome') });
    expect(vault.propertiesAt('db')).toMatchObject({ username: 'tome', note: 'theirs' });
  });

  test('does not make a value ours that somebody else wrote before', async () => {
    const { vault, run } = await environment();
    await run();
    vault.put('db', { username: 'ledger' });
    vault.patch('db', { note: 'theirs' });
    vault.patch('db', { note: 'theirs', username: 'other' });
    vault.patch('db', { username: 'ledger' });
    await run({ entries: { 'db#username': literal('ledger') } });
    await run({ entries: { 'db#username': literal('book') } });
    expect(vault.propertiesAt('db')).toMatchObject({ username: 'ledger' });
  });
});

test('entries that are composed from each other in a circle are refused by name, though no key is', async () => {
  const { run } = await environment();
  const entries = { 'a#x': literal('x'), 'a#y': from('b#x'), 'b#x': literal('y'), 'b#y': from('a#x') };
  const { codes, summary } = await run({ entries });
  expect(codes).toEqual(['VW5023']);
  expect(summary.findings).toMatchObject([{ what: expect.stringContaining('in a circle'), vaultPath: 'a' }]);
});

test('no step or summary holds a value of any property', async () => {
  const { vault, settle } = await settled();
  vault.patch('db', { password: 'planted-7f3a' });
  const { steps, summary } = await settle({ ...five, 'db#username': literal('book') });
  const shown = JSON.stringify([steps, summary]);
  for (const value of [...Object.values(vault.propertiesAt('db')), upstream.token]
    .map(String)
    .filter((v) => v.length > 6))
    expect(shown).not.toContain(value);
});
