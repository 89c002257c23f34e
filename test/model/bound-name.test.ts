import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bindsName } from '../../src/model/documents/bound-name.ts';

test.each([
  ['pr-shop-*', 'pr-shop-12', true],
  ['pr-shop-*', 'pr-shop-', true],
  ['pr-shop-*', 'pr-shop', false],
  ['pr-shop-*', 'my-pr-shop-12', false],
  ['*-shop', 'pr-shop', true],
  ['*', 'anything', true],
  ['a*a', 'a', false],
  ['', 'a', false],
])('%j binds %j: %s', (bound, name, expected) => expect(bindsName(bound, name)).toBe(expected));

test('a star stands for any text, as it does in an anchored regular expression', () => {
  const text = (units: string) => fc.string({ unit: fc.constantFrom(...units), maxLength: 7 });
  fc.assert(
    fc.property(text('ab-*'), text('ab-'), (bound, name) => {
      expect(bindsName(bound, name)).toBe(new RegExp(`^${bound.replaceAll('*', '.*')}$`).test(name));
    }),
    { numRuns: 2_000 },
  );
});
