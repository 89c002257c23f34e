import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EnvironmentApp, type HelmValues } from '../../src/index.ts';
import { type SmallEnv, SmallService, smallPlatform } from './small-platform.ts';

const platform = smallPlatform();
type Tree = HelmValues<SmallEnv['environment']>;

/** The Helm values of a component that adds these, one after the other. */
function valuesOf(...trees: readonly Tree[]): unknown {
  const environment = platform.environments.get('sandbox');
  const cluster = platform.clusters.get('lab');
  if (!environment || !cluster) throw new Error('the small platform has lost its sandbox');
  class Valued extends SmallService {
    constructor(env: SmallEnv) {
      super(env, 'valued', { owner: 'platform', phase: 300 });
      for (const tree of trees) this.values(tree);
    }
  }
  return new Valued(new EnvironmentApp(platform, environment, cluster)).helmValues;
}

const leaf = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
const { tree } = fc.letrec<{ tree: Tree; value: Tree[string] }>((tie) => ({
  tree: fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', 'c', '__proto__', '1', 'é'), fc.string()), tie('value'), {
    maxKeys: 4,
  }),
  value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(leaf), tie('tree')),
}));

type Leaf = readonly [path: readonly string[], value: unknown];
const isTree = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every leaf with its path; an empty map is a leaf too, since it must not get lost. */
const leavesOf = (value: unknown, path: readonly string[] = []): Leaf[] =>
  isTree(value) && (path.length === 0 || Object.keys(value).length > 0)
    ? Object.keys(value).flatMap((key) => leavesOf(Object.getOwnPropertyDescriptor(value, key)?.value, [...path, key]))
    : [[path, value]];

const at = (value: unknown, path: readonly string[]): unknown =>
  path.reduce((inner, key) => (isTree(inner) ? Object.getOwnPropertyDescriptor(inner, key)?.value : undefined), value);

const startsWith = (path: readonly string[], start: readonly string[]): boolean =>
  start.every((key, index) => path[index] === key);

describe('Helm values that are added one after the other', () => {
  test('keep every leaf of the later ones, and of the earlier ones what those do not touch', () => {
    fc.assert(
      fc.property(tree, tree, (earlier, later) => {
        const merged = valuesOf(earlier, later);
        const added = leavesOf(later);
        for (const [path, value] of added) {
          const isEmptyMap = isTree(value) && isTree(at(earlier, path));
          expect(at(merged, path)).toEqual(isEmptyMap ? at(earlier, path) : value);
        }
        for (const [path, value] of leavesOf(earlier)) {
          const isTouched = added.some(([other]) => startsWith(path, other) || startsWith(other, path));
          if (!isTouched) expect(at(merged, path)).toEqual(value);
        }
      }),
    );
  });

  test('have no leaf that nobody gave', () => {
    fc.assert(
      fc.property(tree, tree, (earlier, later) => {
        const given = [...leavesOf(earlier), ...leavesOf(later)].map((one) => JSON.stringify(one));
        for (const one of leavesOf(valuesOf(earlier, later))) expect(given).toContain(JSON.stringify(one));
      }),
    );
  });

  test('may be added in groups, more than once, and with nothing between', () => {
    fc.assert(
      fc.property(tree, tree, tree, (a, b, c) => {
        const all = JSON.stringify(valuesOf(a, b, c));
        expect(JSON.stringify(valuesOf(valuesOf(a, b) as Tree, c))).toBe(all);
        expect(JSON.stringify(valuesOf(a, b, {}, c, c))).toBe(all);
      }),
    );
  });
});

describe('a Secret that is named in Helm values', () => {
  const user = platform.vault.literal('values-user', 'user');
  const db = platform.secret('values-db', { purpose: 'Helm values', keys: { user } });

  const named = { createSecret: false, existingSecret: 'values-db' };
  const references = [{ name: db }];

  test.each<[string, Tree, unknown]>([
    ['its name', { auth: { existingSecret: db } }, { auth: named }],
    ['its key', { auth: { userKey: db.key('user') } }, { auth: { userKey: 'user' } }],
    ['its name in one environment', { auth: () => ({ existingSecret: () => db }) }, { auth: named }],
    [
      'the switch of the chart',
      { auth: { create: true, existingSecret: db } },
      { auth: { create: true, existingSecret: 'values-db' } },
    ],
    [
      'a reference in a list',
      { extraSecretRefs: references },
      { createSecret: false, extraSecretRefs: [{ name: 'values-db' }] },
    ],
    [
      'a reference in a list of one environment',
      { envFrom: () => references },
      { createSecret: false, envFrom: [{ name: 'values-db' }] },
    ],
    [
      'a pull secret, which no chart creates',
      { imagePullSecrets: references },
      { imagePullSecrets: [{ name: 'values-db' }] },
    ],
  ])('is written as %s', (_what, given, wanted) => {
    expect(valuesOf(given)).toEqual(wanted);
  });
});

test('what the environment decides is written as it decides, keys sorted', () => {
  const given: Tree = { list: [({ name }) => name, 1], host: ({ host }) => host, deep: () => ({ b: null, a: true }) };
  expect(JSON.stringify(valuesOf(given))).toBe(
    JSON.stringify({ deep: { a: true, b: null }, host: 'sandbox.example', list: ['sandbox', 1] }),
  );
});
