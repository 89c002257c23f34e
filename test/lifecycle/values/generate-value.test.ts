import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deriveValue, drawValue, makeSeed } from '../../../src/lifecycle/values/generate-value.ts';

const place = { environment: 'local', mount: 'secret', path: 'ledger-db-password' };
const recipe = { type: 'generate', length: 32, alphabet: 'alphanumeric', derivation: 'deterministic' } as const;
const seed = 'a seed of tests, no secret';

/** RFC 5869 by hand: extract, then as many blocks as are asked for. */
function hkdf(key: string, salt: string, info: string, bytes: number): Buffer {
  const hmac = (secret: Buffer | string, ...data: (Buffer | string)[]) => {
    const code = createHmac('sha256', secret);
    for (const piece of data) code.update(piece);
    return code.digest();
  };
  const extracted = hmac(salt, key);
  const blocks: Buffer[] = [];
  for (let count = 1; blocks.length * 32 < bytes; count++)
    blocks.push(hmac(extracted, blocks.at(-1) ?? '', info, Buffer.from([count])));
  return Buffer.concat(blocks).subarray(0, bytes);
}

test('RFC 5869 by hand is RFC 5869 (its third case: no salt, no info)', () => {
  const key = Buffer.alloc(22, 0x0b).toString('latin1');
  expect(hkdf(key, '', '', 42).toString('hex')).toBe(
    '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
  );
});

describe('a derived value', () => {
  test.each([
    ['alphanumeric', 32, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'],
    ['hex', 64, '0123456789abcdef'],
    ['base64url', 43, 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'],
  ] as const)('is HKDF-SHA256 over seed and place, by rejection (%s)', (alphabet, length, characters) => {
    const info = `["value",1,"local","secret","ledger-db-password","${alphabet}",${length}]0`;
    const fair = [...hkdf(seed, 'vaultwright', info, 4096)].filter((byte) => byte < 256 - (256 % characters.length));
    const expected = fair.slice(0, length).map((byte) => characters[byte % characters.length]);
    expect(deriveValue(seed, place, { ...recipe, alphabet, length })).toBe(expected.join(''));
  });

  test('keeps its scheme: a change of these vectors changes every generated value of every platform', () => {
    const vectors = (['alphanumeric', 'hex', 'base64url'] as const).map((alphabet) =>
      deriveValue(seed, place, { ...recipe, alphabet }),
    );
    expect(vectors).toMatchInlineSnapshot(`
      [
        "rGAcKHxNUdFQwu1BaMRX3jLk3uyGIVrr",
        "c88a001a70096a9c1eae8cc0e0235246",
        "hFmryX40sg8cztc4XclzTMLNyFIFq-jA",
      ]
    `);
  });

  test('is of the length and the characters that are asked for, and the same each time', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 16 }),
        fc.integer({ min: 16, max: 9_000 }),
        fc.constantFrom('alphanumeric' as const, 'hex' as const, 'base64url' as const),
        (key, length, alphabet) => {
          const of = { ...recipe, length, alphabet };
          const value = deriveValue(key, place, of);
          expect(value).toHaveLength(length);
          expect(value).toMatch(
            { alphanumeric: /^[A-Za-z0-9]+$/, hex: /^[0-9a-f]+$/, base64url: /^[\w-]+$/ }[alphabet],
          );
          expect(deriveValue(key, place, of)).toBe(value);
        },
      ),
      { numRuns: 50 },
    );
  });

  test.each([
    ['environment', { ...place, environment: 'dev' }, recipe, seed],
    ['mount', { ...place, mount: 'kv' }, recipe, seed],
    ['path', { ...place, path: 'ledger-db-password2' }, recipe, seed],
    ['length, and not by a piece more', place, { ...recipe, length: 33 }, seed],
    ['alphabet', place, { ...recipe, alphabet: 'base64url' as const }, seed],
    ['seed', place, recipe, `${seed}.`],
  ])('is another one for another %s', (_, otherPlace, otherRecipe, otherSeed) => {
    const value = deriveValue(seed, place, recipe);
    expect(deriveValue(otherSeed, otherPlace, otherRecipe).slice(0, 8)).not.toBe(value.slice(0, 8));
  });

  test('is not the same for places that read alike side by side', () => {
    const of = (environment: string, mount: string, path: string) =>
      deriveValue(seed, { environment, mount, path }, recipe);
    expect(of('a', 'b', 'c/d')).not.toBe(of('a', 'b/c', 'd'));
    expect(of('a","b', 'c', 'd')).not.toBe(of('a', 'b","c', 'd'));
  });

  test.each(['alphanumeric', 'hex', 'base64url'] as const)('uses each character equally often (%s)', (alphabet) => {
    const length = 62_000;
    for (const value of [
      deriveValue(seed, place, { ...recipe, length, alphabet }),
      drawValue({ ...recipe, length, alphabet }),
    ]) {
      const counts = new Map<string, number>();
      for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
      const kinds = { alphanumeric: 62, hex: 16, base64url: 64 }[alphabet];
      expect(counts.size).toBe(kinds);
      const mean = length / kinds;
      // Six standard deviations: bytes taken modulo 62 without rejection would be off by a quarter.
      for (const count of counts.values()) expect(Math.abs(count - mean)).toBeLessThan(6 * Math.sqrt(mean));
    }
  });
});

test('drawn values and seeds are never the same twice', () => {
  expect(drawValue(recipe)).not.toBe(drawValue(recipe));
  expect(new Set(Array.from({ length: 50 }, makeSeed)).size).toBe(50);
  expect(makeSeed()).toMatch(/^[\w-]{43}$/);
});
