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

  test('merge to the full values again where one environment stands over another', () => {
    let overlaid = 0;
    fc.assert(
      fc.property(environments, fc.boolean(), (drawn, isLike) => {
        // Values that differ in everything are rare in practice, and never stand over each other.
        const full = new Map(drawn);
        const below = full.get('e0') ?? {};
        if (isLike) full.set('e1', mergeValues(below, full.get('e1') ?? {}));
        const layers = valueLayers(full, isIdentity, { e1: 'e0' });
        for (const [name, values] of full) {
          const base = layers.bases.get(name);
          if (base !== undefined) overlaid++;
          const under = mergeValues(layers.shared, layers.environments.get(base ?? '') ?? {});
          expect(mergeValues(under, layers.environments.get(name) ?? {})).toEqual(values);
        }
        if (isLike && full.has('e1')) expect(layers.bases.get('e1')).toBe('e0');
        expect(layers.environments.get('e0')).toEqual(valueLayers(full, isIdentity).environments.get('e0'));
      }),
      { numRuns: 300 },
    );
    expect(overlaid).toBeGreaterThan(50);
  });

  test.each([
    {
      title: 'an overlay has what differs from its base',
      local: { a: 1, b: { c: 2, d: 3 }, e: [1] },
      dev: { a: 1, b: { c: 2, d: 4 }, e: [1] },
      layer: { b: { d: 3 } },
      base: 'dev',
    },
    {
      title: 'an overlay that is like its base has none',
      local: { a: { b: 1 } },
      dev: { a: { b: 1 } },
      layer: {},
      base: 'dev',
    },
    {
      title: 'an overlay adds to its base',
      local: { a: 1, b: { c: 1 } },
      dev: { a: 1 },
      layer: { b: { c: 1 } },
      base: 'dev',
    },
    {
      title: 'an overlay puts a text in the place of a map',
      local: { a: 'x' },
      dev: { a: { b: 1 } },
      layer: { a: 'x' },
      base: 'dev',
    },
    {
      title: 'an overlay that lacks what its base has stands over what is shared',
      local: { a: { b: 1 } },
      dev: { a: { b: 1, c: 1 } },
      layer: { a: { b: 1 } },
      base: undefined,
    },
    {
      title: 'an overlay that empties a map of its base stands over what is shared',
      local: { a: {} },
      dev: { a: { b: 1 } },
      layer: { a: {} },
      base: undefined,
    },
    { title: 'an overlay whose base has no values is alone', local: { a: 1 }, dev: undefined, layer: { a: 1 } },
  ])('$title', ({ local, dev, layer, base }) => {
    const full = new Map<string, ValueTree>([['local', local], ...(dev ? [['dev', dev] as const] : []), ['live', {}]]);
    const layers = valueLayers(full, isIdentity, { local: 'dev' });
    expect(layers.environments.get('local')).toEqual(layer);
    expect(layers.bases.get('local')).toBe(base);
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
