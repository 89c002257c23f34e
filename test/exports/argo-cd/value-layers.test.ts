import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identifies, mergeValues, type ValueTree, valueLayers } from '../../../src/exports/argo-cd/value-layers.ts';

const key = fc.constantFrom('a', 'b', 'c', 'd', 'shop-dev');
const leaf = fc.oneof(
  fc.constantFrom('x', 'y', 'host.shop-dev.example', 'shop-developers'),
  fc.integer({ min: 0, max: 2 }),
  fc.constant(null),
  fc.boolean(),
);
const { tree } = fc.letrec<{ tree: ValueTree; value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 4 }, leaf, fc.array(tie('value'), { maxLength: 2 }), tie('tree')),
  tree: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));
const environments = fc
  .array(tree, { minLength: 1, maxLength: 4 })
  .map((trees) => new Map(trees.map((each, index) => [`e${index}`, each])));

const isIdentity = identifies(['shop-dev']);
const texts = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => [...(Array.isArray(value) ? [] : [name]), ...texts(item)]);
};

describe('Helm values in layers', () => {
  test('merge to the full values again, whatever these are', () => {
    fc.assert(
      fc.property(environments, (full) => {
        const layers = valueLayers(full, isIdentity);
        for (const [name, values] of full)
          expect(mergeValues(layers.shared, layers.environments.get(name) ?? {})).toEqual(values);
      }),
      { numRuns: 300 },
    );
  });

  test('never share what says which environment it is for', () => {
    fc.assert(
      fc.property(tree, (values) => {
        const { shared } = valueLayers(
          new Map([
            ['a', values],
            ['b', values],
          ]),
          isIdentity,
        );
        expect(texts(shared).filter(isIdentity)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    {
      title: 'share what is equal and keep what is not',
      full: { dev: { a: 1, b: { c: 1, d: 2 } }, live: { a: 1, b: { c: 1, d: 3 } } },
      shared: { a: 1, b: { c: 1 } },
      rest: { dev: { b: { d: 2 } }, live: { b: { d: 3 } } },
    },
    {
      title: 'take lists whole',
      full: { dev: { a: [1, 2] }, live: { a: [1, 3] } },
      shared: {},
      rest: { dev: { a: [1, 2] }, live: { a: [1, 3] } },
    },
    {
      title: 'keep an empty map that all have',
      full: { dev: { a: {} }, live: { a: {} } },
      shared: { a: {} },
      rest: { dev: {}, live: {} },
    },
    {
      title: 'do not share an empty rest of a map',
      full: { dev: { a: { b: 1 } }, live: { a: { b: 2 } } },
      shared: {},
      rest: { dev: { a: { b: 1 } }, live: { a: { b: 2 } } },
    },
    {
      title: 'share null, by which Helm drops a default',
      full: { dev: { a: null }, live: { a: null } },
      shared: { a: null },
      rest: { dev: {}, live: {} },
    },
    { title: 'share nothing of a single environment', full: { dev: { a: 1 } }, shared: {}, rest: { dev: { a: 1 } } },
    {
      title: 'leave an identity with each environment, even where all have the same',
      full: { dev: { host: 'db.shop-dev.svc', n: 1 }, live: { host: 'db.shop-dev.svc', n: 1 } },
      shared: { n: 1 },
      rest: { dev: { host: 'db.shop-dev.svc' }, live: { host: 'db.shop-dev.svc' } },
    },
    {
      title: 'leave a list with an identity in it',
      full: { dev: { a: [{ n: 'shop-dev' }] }, live: { a: [{ n: 'shop-dev' }] } },
      shared: {},
      rest: { dev: { a: [{ n: 'shop-dev' }] }, live: { a: [{ n: 'shop-dev' }] } },
    },
  ])('$title', ({ full, shared, rest }) => {
    const layers = valueLayers(new Map(Object.entries(full)), isIdentity);
    expect(layers.shared).toEqual(shared);
    expect(Object.fromEntries(layers.environments)).toEqual(rest);
  });
});

test.each([
  ['shop-dev', true],
  ['db.shop-dev.svc:5432', true],
  ['https://shop-dev/', true],
  ['shop-developers', false],
  ['myshop-dev', false],
  ['', false],
])('"%s" says which environment it is for: %s', (text, expected) => {
  expect(isIdentity(text)).toBe(expected);
});
