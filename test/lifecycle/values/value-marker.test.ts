import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markerMetadata, readMarker, recipeHash } from '../../../src/lifecycle/values/value-marker.ts';
import type { FixtureRecipe } from '../../../src/model/documents/fixture-map.ts';
import { anyCodePoint } from '../../any-code-point.ts';

describe('the hash of a recipe', () => {
  test('does not depend on the order of the fields, at any depth, but on that of the parts', () => {
    const recipe: FixtureRecipe = {
      type: 'compose',
      parts: [{ text: 'a' }, { key: 'b', encode: 'url' }],
    };
    const turned = { parts: [{ text: 'a' }, { encode: 'url', key: 'b' }], type: 'compose' } as FixtureRecipe;
    expect(recipeHash(turned)).toBe(recipeHash(recipe));
    expect(recipeHash({ ...recipe, parts: [...recipe.parts].reverse() })).not.toBe(recipeHash(recipe));
  });

  test('stays what it is: another one would let every untouched value be marked anew', () => {
    expect(recipeHash({ type: 'literal', value: 'ledger' })).toMatchInlineSnapshot(
      `"sha256:16266347f623ab176ba7356444dfe104c266587636dae0608285a40dcf656792"`,
    );
  });

  test('differs where the recipe does', () => {
    const base = { type: 'generate', length: 32, alphabet: 'hex', derivation: 'deterministic' } as const;
    const others: FixtureRecipe[] = [
      base,
      { ...base, length: 33 },
      { ...base, alphabet: 'base64url' },
      { ...base, derivation: 'random' },
      { type: 'placeholder' },
      { type: 'literal', value: 'a' },
      { type: 'literal', value: 'b' },
    ];
    expect(new Set(others.map(recipeHash)).size).toBe(others.length);
  });
});

describe('a marker', () => {
  const marker = { source: 'generate', recipe: 'sha256:1', version: 3 } as const;
  const whole = markerMetadata(marker);

  test('is read as it was written, beside what others put there', () => {
    expect(readMarker({ ...whole, owner: 'team' })).toEqual(marker);
    expect(readMarker(markerMetadata(marker, 'f3a1'))).toEqual(marker);
  });

  test.each(Object.keys(whole))('without %s is none', (key) => {
    const { [key]: _, ...rest } = whole;
    expect(readMarker(rest)).toBeUndefined();
  });

  test.each([
    ['source', 'somebody'],
    ['source', 'toString'],
    ...['0', '-1', '1.5', '1e3', ' 3', '3 ', '', 'x', '0x3'].map((version) => ['version', version]),
  ])('with the %s "%s" is none', (key, value) => {
    expect(readMarker({ ...whole, [`vaultwright.io/${key}`]: value ?? '' })).toBeUndefined();
  });

  test('holds only what custom metadata takes: 1 to 512 bytes that can be printed', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCodePoint, maxLength: 600 }), (version) => {
        for (const text of Object.values(markerMetadata(marker, version))) expect(text).toMatch(/^[ -~]{1,512}$/);
      }),
    );
    const versions = ['', 'a\nb', 'ü', 'x'.repeat(513)];
    for (const version of versions) expect(markerMetadata(marker, version)).toEqual(whole);
    expect(Object.values(markerMetadata(marker, 'f3a1'))).toContain('f3a1');
  });
});
