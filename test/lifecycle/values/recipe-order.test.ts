import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recipeLayers } from '../../../src/lifecycle/values/recipe-order.ts';
import type { FixtureEntry, FixtureMap } from '../../../src/model/documents/fixture-map.ts';

const base = { origin: 'generated', writer: 'bootstrap' } as const;
const literal: FixtureEntry = { ...base, recipe: { type: 'literal', value: 'x' } };
const of = (...keys: string[]): FixtureEntry => ({
  ...base,
  recipe: { type: 'compose', parts: [{ text: '-' }, ...keys.map((key) => ({ key, encode: 'none' as const }))] },
});
const mapOf = (entries: Readonly<Record<string, FixtureEntry>>): FixtureMap => ({
  kind: 'FixtureMap',
  version: 1,
  environment: 'local',
  mount: 'secret',
  property: 'value',
  entries: { ...entries },
});

describe('the order of recipes', () => {
  test('has what a key is composed from in an earlier layer, whichever kind of part names it', () => {
    const pair: FixtureEntry = { ...base, recipe: { type: 'compose', parts: [{ basicAuth: ['z', 'b'] }] } };
    expect(recipeLayers(mapOf({ a: of('b', 'z'), b: of('z'), c: pair, z: literal, y: { ...base } }))).toEqual([
      ['y', 'z'],
      ['b'],
      ['a', 'c'],
    ]);
  });

  test('holds every path once, dependencies first, for every map without circles', () => {
    const edges = fc.array(fc.tuple(fc.nat(30), fc.nat(30)), { maxLength: 80 });
    fc.assert(
      fc.property(edges, (pairs) => {
        const entries: Record<string, FixtureEntry> = {};
        for (let path = 0; path <= 30; path++) {
          const below = pairs
            .filter(([a, b]) => Math.max(a, b) === path && a !== b)
            .map(([a, b]) => `k${Math.min(a, b)}`);
          entries[`k${path}`] = below.length > 0 ? of(...below) : literal;
        }
        const layers = recipeLayers(mapOf(entries));
        expect(layers.flat().sort()).toEqual(Object.keys(entries).sort());
        const depth = new Map(layers.flatMap((layer, index) => layer.map((path) => [path, index] as const)));
        for (const [path, { recipe }] of Object.entries(entries))
          if (recipe?.type === 'compose')
            for (const part of recipe.parts)
              if ('key' in part) expect(depth.get(part.key)).toBeLessThan(depth.get(path) ?? -1);
      }),
    );
  });

  test.each([
    ['a circle', { a: of('b'), b: of('c'), c: of('a') }, /VW5023.*circle/s],
    ['a key that is composed from itself', { a: of('a') }, /VW5023.*circle/s],
    ['a key that is not declared', { a: of('nobody') }, /VW5023.*not declared[\s\S]*nobody/],
  ])('refuses %s', (_, entries, expected) => {
    expect(() => recipeLayers(mapOf(entries))).toThrow(expected);
  });

  test('of nothing is nothing', () => {
    expect(recipeLayers(mapOf({}))).toEqual([]);
  });
});
