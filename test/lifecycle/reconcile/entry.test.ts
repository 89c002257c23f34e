import { describe, expect, onTestFinished, test } from 'vitest';
import type { FixtureEntry } from '../../../src/model/documents/fixture-map.ts';
import { entry, environment, type Finished, generated, literal, type Trial } from '../bootstrap-environment.ts';
import { answer } from '../scripted-server.ts';

/** A Vault that serves, and a way to settle entries in it. */
async function served(onFinished: Finished = onTestFinished) {
  const { vault, run, ...rest } = await environment(onFinished);
  await run();
  const settle = (entries: Readonly<Record<string, FixtureEntry>>, more: Omit<Trial, 'entries'> = {}) =>
    run({ entries, ...more });
  return { vault, settle, ...rest };
}

const versions = (entries: ReadonlyMap<string, { readonly versions: readonly unknown[] }>, path: string) =>
  entries.get(path)?.versions.length ?? 0;

test('what others keep beside the value stays, and so does their metadata', async () => {
  const { vault, settle } = await served();
  vault.put('a', { value: 'changeme', note: 'ours', list: [1, { b: null }] });
  Object.assign(vault.entries.get('a')?.metadata ?? {}, { owner: 'team' });
  expect((await settle({ a: literal('x') })).codes).toEqual([]);
  expect(vault.entries.get('a')?.versions.at(-1)).toEqual({
    value: { value: 'x', note: 'ours', list: [1, { b: null }] },
  });
  expect(vault.entries.get('a')?.metadata).toMatchObject({ owner: 'team', 'vaultwright.io/version': '2' });
});

test.each<[string, (vault: Awaited<ReturnType<typeof served>>['vault']) => void, string]>([
  ['deleted', ({ entries }) => entries.set('a', { versions: ['deleted'], metadata: {} }), 'VW5015'],
  ['destroyed', ({ entries }) => entries.set('a', { versions: [{ value: {} }, 'destroyed'], metadata: {} }), 'VW5015'],
  ['without the property "value"', (vault) => vault.put('a', { password: 'x' }), 'VW5016'],
  ['with a number as value', (vault) => vault.put('a', { value: 1 }), 'VW5016'],
])('a key that is %s stays as it is, and the others go on', async (_, prepare, code) => {
  const { vault, settle } = await served();
  prepare(vault);
  const before = structuredClone(vault.entries.get('a'));
  const { codes, summary } = await settle({ a: literal('x'), b: literal('y') });
  expect(codes).toEqual([code]);
  expect(summary.findings?.[0]?.vaultPath).toBe('a');
  expect([summary.exitStatus, summary.phase]).toEqual([1, 'fixtures']);
  expect(vault.entries.get('a')).toEqual(before);
  expect(vault.valueAt('b')).toBe('y');
});

test('keys in the same state are findings each', async () => {
  const { vault, settle } = await served();
  for (const path of ['a', 'b', 'c']) vault.entries.set(path, { versions: ['deleted'], metadata: {} });
  const { summary } = await settle({ c: literal('x'), a: literal('x'), b: literal('x') });
  expect(summary.findings?.map(({ code, vaultPath }) => [code, vaultPath])).toEqual([
    ['VW5015', 'a'],
    ['VW5015', 'b'],
    ['VW5015', 'c'],
  ]);
});

describe.concurrent('a write that is not the only one', () => {
  test('loses against somebody else, who keeps the value', async ({ onTestFinished }) => {
    const { vault, settle } = await served(onTestFinished);
    let isFirst = true;
    vault.intercept = ({ method, path }) => {
      if (method === 'POST' && path === '/v1/secret/data/a' && isFirst) {
        isFirst = false;
        vault.put('a', { value: 'faster' });
      }
      return false;
    };
    const { codes, steps } = await settle({ a: literal('x') });
    expect(codes).toEqual([]);
    expect(vault.valueAt('a')).toBe('faster');
    expect(steps).toContainEqual(
      expect.objectContaining({ target: 'a', outcome: 'kept', reason: 'written by somebody else' }),
    );
  });

  test('is given up where it never ends, by name, and what others wrote stays', async ({ onTestFinished }) => {
    const { vault, settle } = await served(onTestFinished);
    vault.intercept = ({ method, path }) => {
      if (method === 'POST' && path === '/v1/secret/data/a') vault.put('a', { value: 'changeme' });
      return false;
    };
    const { codes, summary } = await settle({ a: literal('x') });
    expect([codes, summary.exitStatus]).toEqual([['VW5021'], 4]);
    expect(vault.valueAt('a')).toBe('changeme');
  });
});

describe.concurrent('a write without an answer', () => {
  test.for([
    ['that was carried out is found, marked, and not repeated', true],
    ['that was not is repeated', false],
  ])('%s', async ([_, isCarriedOut], { onTestFinished }) => {
    const { vault, settle } = await served(onTestFinished);
    let isFirst = true;
    vault.intercept = ({ method, path, body }, response) => {
      if (method !== 'POST' || path !== '/v1/secret/data/a' || !isFirst) return false;
      isFirst = false;
      if (isCarriedOut) vault.put('a', JSON.parse(body).data);
      response.destroy();
      return true;
    };
    expect((await settle({ a: literal('x') })).codes).toEqual([]);
    expect(versions(vault.entries, 'a')).toBe(1);
    expect(vault.valueAt('a')).toBe('x');
    expect(vault.entries.get('a')?.metadata).toMatchObject({ 'vaultwright.io/version': '1' });
  });

  test('ends the run as what it is where none ever comes', async ({ onTestFinished }) => {
    const { vault, settle } = await served(onTestFinished);
    vault.intercept = ({ method, path }, response) => {
      if (method !== 'POST' || path !== '/v1/secret/data/a') return false;
      answer(response, 500, { errors: ['internal error'] });
      return true;
    };
    const { codes, summary } = await settle({ a: literal('x') }, { settings: { deadlineSeconds: 3 } });
    // Whichever comes first: the last pause, or the end of the run in the middle of a request.
    expect(['VW5002', 'VW5020']).toContain(codes.join());
    expect([summary.exitStatus, summary.phase]).toEqual([4, 'fixtures']);
  });
});

test('an entry that is removed between value and marker is seeded anew', async () => {
  const { vault, settle } = await served();
  let isFirst = true;
  vault.intercept = ({ method }) => {
    if (method === 'PATCH' && isFirst) {
      isFirst = false;
      vault.entries.delete('a');
    }
    return false;
  };
  expect((await settle({ a: literal('x') })).codes).toEqual([]);
  expect(vault.valueAt('a')).toBe('x');
});

test('a value without room for its marker is there, and said to count as somebody else’s', async () => {
  const { vault, settle } = await served();
  vault.intercept = ({ method }, response) => {
    if (method !== 'PATCH') return false;
    answer(response, 400, { errors: ['custom_metadata validation failed: …'] });
    return true;
  };
  const { codes, steps } = await settle({ a: literal('x') });
  expect(codes).toEqual([]);
  expect(vault.valueAt('a')).toBe('x');
  expect(steps).toContainEqual(expect.objectContaining({ action: 'mark', target: 'a', outcome: 'kept' }));
});

describe('a value that Vault cannot hold', () => {
  test('since it is too large is named, and the others go on', async () => {
    const { vault, settle } = await served();
    vault.intercept = ({ method, path }, response) => {
      if (method !== 'POST' || path !== '/v1/secret/data/a') return false;
      answer(response, 500, { errors: ['JSON string value exceeds allowed length'] });
      return true;
    };
    const { codes, requests } = await settle({ a: literal('planted-7f3a'), b: literal('y') });
    expect(codes).toEqual(['VW5028']);
    expect(requests.filter(({ method, path }) => method === 'POST' && path === '/v1/secret/data/a')).toHaveLength(1);
    expect(vault.valueAt('b')).toBe('y');
  });

  test('since it holds half a character is named before it is sent', async () => {
    const { vault, settle } = await served();
    const { codes } = await settle({ a: literal('x\ud83d') });
    expect(codes).toEqual(['VW5028']);
    expect(vault.entries.has('a')).toBe(false);
  });
});

describe('a composed value', () => {
  const from = (...keys: string[]) =>
    entry({ type: 'compose', parts: keys.map((key) => ({ key, encode: 'none' as const })) });

  test('that lacks a part is named with it, and so are those above it', async () => {
    const { vault, settle } = await served();
    vault.entries.set('a', { versions: ['deleted'], metadata: {} });
    const { codes, summary } = await settle({ a: literal('x'), b: from('a'), c: from('b') });
    expect(codes.sort()).toEqual(['VW5015', 'VW5026', 'VW5026']);
    expect(summary.findings?.map(({ vaultPath }) => vaultPath).sort()).toEqual(['a', 'b', 'c']);
    expect(vault.entries.has('b')).toBe(false);
  });

  test('is made from what stands in Vault, whoever wrote it, in one run, however deep', async () => {
    const { vault, settle } = await served();
    vault.put('a', { value: 'by hand' });
    await settle({ a: generated(), b: from('a'), c: from('b', 'a') });
    expect(vault.valueAt('c')).toBe('by handby hand');
  });

  test('of a part that bcrypt would cut is not made', async () => {
    const { vault, settle } = await served();
    const hash = entry({ type: 'compose', parts: [{ key: 'a', encode: 'bcrypt' }] });
    const { codes, summary } = await settle({ a: literal('x'.repeat(73)), b: hash });
    expect(codes).toEqual(['VW5026']);
    expect(JSON.stringify(summary)).not.toContain('xxxx');
    expect(vault.entries.has('b')).toBe(false);
  });
});

test.each([
  'a|b',
  '$HOME $(x)',
  '"q\'',
  'line\nbreak\r',
  '@file',
  'ü\u{1f511}',
  '{{ x }}',
  ' ',
  '\\',
  'x'.repeat(1_000_000),
])('odd values arrive as they are, and are known again (%#)', async (value) => {
  const { vault, settle } = await served();
  const entries = { 'deep/er.path_x': literal(value) };
  expect((await settle(entries)).codes).toEqual([]);
  expect(vault.valueAt('deep/er.path_x') === value).toBe(true);
  const before = vault.changes.length;
  expect((await settle(entries)).codes).toEqual([]);
  expect(vault.changes).toHaveLength(before);
});

test('no step, summary or message holds a value, a key or a token', async () => {
  const { vault, settle } = await served();
  const planted = 'planted-7f3a';
  vault.put('other', { value: `${planted}-other` });
  vault.put('odd', { note: `${planted}-note` });
  const { steps, summary } = await settle(
    {
      user: literal(`${planted}-user`),
      word: generated(),
      other: literal(`${planted}-mine`),
      odd: literal(`${planted}-odd`),
      both: entry({ type: 'compose', parts: [{ text: planted }, { key: 'word', encode: 'url' }] }),
      token: entry({ type: 'upstream', name: 'token', required: true }),
    },
    { upstream: { token: `${planted}-upstream` } },
  );
  expect(steps.length).toBeGreaterThan(5);
  const shown = JSON.stringify([steps, summary]);
  const tokens = [...vault.tokens, vault.keys?.unsealKey, vault.valueAt('word')];
  for (const value of [planted, ...tokens.map(String)]) expect(shown).not.toContain(value);
});
