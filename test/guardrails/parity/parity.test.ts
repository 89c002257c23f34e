import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { effectiveSpec } from '../../../src/guardrails/manifest/effective-spec.ts';
import type { JsonObject, JsonValue } from '../../../src/guardrails/manifest/manifest.ts';
import { firstDifference, tokenSubstitutions } from '../../../src/guardrails/parity/parity.ts';

const tokens = tokenSubstitutions([
  { name: 'dev', tokens: { namespace: 'shop-dev', name: 'dev', suffix: 'dev', domain: 'dev.example.org' } },
  { name: 'production', tokens: { namespace: 'shop-prod', name: 'production', suffix: 'prod', domain: 'example.org' } },
]);
const difference = (left: JsonValue, right: JsonValue) => {
  const [dev, production] = [tokens.get('dev'), tokens.get('production')];
  if (!dev || !production) throw new Error('both environments have tokens');
  return firstDifference({ value: left, tokens: dev }, { value: right, tokens: production });
};

describe('what counts as a difference between environments', () => {
  test.each<[string, JsonValue, JsonValue, (string | number)[] | undefined]>([
    ['the same', { a: 'x' }, { a: 'x' }, undefined],
    ['a token', { a: 'vault-dev' }, { a: 'vault-prod' }, undefined],
    ['a token that contains another', { a: 'db.shop-dev.svc' }, { a: 'db.shop-prod.svc' }, undefined],
    ['tokens that one environment cannot tell apart', { a: 'run-dev' }, { a: 'run-production' }, undefined],
    ['a token as a key', { 'a-dev': 1 }, { 'a-prod': 1 }, undefined],
    ['a part of a word', { a: 'devices' }, { a: 'prodices' }, ['a']],
    ['the same word in both', { a: 'devices of dev' }, { a: 'devices of prod' }, undefined],
    ['another text', { a: { b: 'x' } }, { a: { b: 'y' } }, ['a', 'b']],
    ['a key too few', { a: 1, b: 2 }, { a: 1 }, ['b']],
    ['a key too many', { a: 1 }, { a: 1, b: 2 }, ['b']],
    ['an item too many', { a: [1] }, { a: [1, 2] }, ['a', 1]],
    ['an item too few', { a: [1, 2] }, { a: [1] }, ['a', 1]],
    ['another type', { a: '1' }, { a: 1 }, ['a']],
    ['null and nothing', { a: null }, {}, ['a']],
    ['a map and a list', { a: {} }, { a: [] }, ['a']],
  ])('%s', (_, left, right, path) => {
    expect(difference(left, right)).toEqual(path);
  });

  test('a tree never differs from itself', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => difference(value as JsonValue, value as JsonValue) === undefined));
  });

  test('a changed leaf is found, wherever it stands', () => {
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 6 }), (path) => {
        const nest = (leaf: JsonValue): JsonValue =>
          path.reduceRight<JsonValue>((inner, key) => ({ [key]: inner }), leaf);
        return JSON.stringify(difference(nest(1), nest(2))) === JSON.stringify(path);
      }),
    );
  });
});

describe('the effect of an ExternalSecret', () => {
  const entry = (secretKey: string, key = secretKey): JsonObject => ({ secretKey, remoteRef: { key } });
  const plain: JsonObject = { data: [entry('a')] };
  const without = (spec: JsonObject, ...keys: string[]): JsonObject => effectiveSpec(spec, new Set(keys));

  test.each<[string, JsonObject, JsonObject]>([
    ['a limited key', { data: [entry('a'), entry('limited')] }, plain],
    [
      'a limited template with a variable of its own',
      {
        target: { template: { mergePolicy: 'Replace', data: { a: '{{ index . "a" }}', limited: 'x {{ .only }}' } } },
        data: [entry('a'), entry('only')],
      },
      plain,
    ],
    [
      'a template of another policy',
      { target: { template: { mergePolicy: 'Merge', data: { limited: '{{ .a }}' } } }, data: [entry('a')] },
      plain,
    ],
  ])('is the same without %s', (_, left, right) => {
    expect(without(left, 'limited')).toEqual(without(right, 'limited'));
  });

  test.each<[string, JsonObject]>([
    ['another path', { data: [entry('a', 'other')] }],
    ['another key', { data: [entry('b', 'a')] }],
    ['a template around the value', { target: { template: { data: { a: 'x{{ .a }}' } } }, data: [entry('a')] }],
    ['another type', { target: { template: { type: 'kubernetes.io/tls' } }, data: [entry('a')] }],
    ['another refresh interval', { refreshInterval: '1m', data: [entry('a')] }],
  ])('changes with %s', (_, spec) => {
    expect(without(spec, 'limited')).not.toEqual(without(plain, 'limited'));
  });
});
