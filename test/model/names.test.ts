import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { smallPlatform } from '../constructs/small-platform.ts';
import { propertyRuns } from '../property-runs.ts';

const purpose = 'Names';

/** The codes of what one declaration is told at once, by the factory itself. */
function codesOf(declare: (platform: ReturnType<typeof smallPlatform>) => unknown): string[] {
  const platform = smallPlatform();
  declare(platform);
  return platform.problems.map(({ code }) => code);
}

const pathCodes = (path: string): string[] => codesOf(({ vault }) => vault.generated(path));
const keyCodes = (key: string): string[] =>
  codesOf(({ vault, secret }) => {
    const user = vault.literal('user', 'user');
    secret('names', { purpose, keys: Object.fromEntries([[key, user]]) as Readonly<Record<'key', typeof user>> });
  });
const nameCodes = (name: string): string[] =>
  codesOf(({ vault, secret }) => secret(name, { purpose, keys: { user: vault.literal('user', 'user') } }));

describe('a Vault path', () => {
  test.each(['db-password', 'gitlab/tokens/dev/e2e', 'a', 'A_b.c-9', 'metadata', 'data', 'x/data/y'])(
    'may be %j',
    (path) => expect(pathCodes(path)).toEqual([]),
  );
  test.each([
    '',
    '/',
    '/a',
    'a/',
    'a//b',
    'data/a',
    'metadata/a',
    '.',
    '..',
    'a/../b',
    '-a',
    'a b',
    'a?b',
    'a#b',
    'a%2Fb',
    'é',
    'a\n',
  ])('may not be %j', (path) => expect(pathCodes(path)).toEqual(['VW1001']));

  test('that is accepted stays itself inside a URL of the API', () => {
    // Mostly what may be: a path with one wrong character is none, and says nothing.
    const character = fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom(...'aZ0-._/') },
      fc.constantFrom(...' %?#:é\n'),
    );
    fc.assert(
      fc.property(fc.string({ unit: character, maxLength: 12 }), (path) => {
        fc.pre(pathCodes(path).length === 0);
        expect(new URL(`http://vault:8200/v1/secret/data/${path}`).pathname).toBe(`/v1/secret/data/${path}`);
      }),
      { numRuns: propertyRuns(300) },
    );
  });
});

describe('a data key', () => {
  test.each(['password', 'tls.crt', '.dockerconfigjson', 'A_B-c.9', '-', 'a'.repeat(253)])('may be %j', (key) =>
    expect(keyCodes(key)).toEqual([]),
  );
  test.each(['', '.', '..', '..a', 'a b', 'a/b', 'é', 'a\n', 'a'.repeat(254)])('may not be %j', (key) =>
    expect(keyCodes(key)).toEqual(['VW1003']),
  );
});

describe('the name of a Secret', () => {
  test.each(['a', 'db-credentials', 'a.b-c.d', '9', 'a'.repeat(253)])('may be %j', (name) =>
    expect(nameCodes(name)).toEqual([]),
  );
  test.each(['', 'A', 'a_b', '-a', 'a-', '.a', 'a..b', 'a b', 'a\n', 'a'.repeat(254)])('may not be %j', (name) =>
    expect(nameCodes(name)).toEqual(['VW1004']),
  );
});
