import { expect, test } from 'vitest';
import { fixtureExample, readExample } from '../../../../src/guardrails/examples/fixture-example.ts';
import { linesOf } from '../../findings-of.ts';

const literal = (value: string): string => `{"type":"literal","value":"${value}"}`;
const compose = (...parts: readonly string[]): string => `{"type":"compose","parts":[${parts.join(',')}]}`;

test.each([
  ['db-password', literal('app'), true],
  ['db-password', literal(''), false],
  ['db-username', literal('app'), false],
  ['folder/db-password', literal('app'), true],
  ['apps/shop/db-password', literal('app'), true],
  ['tokens/db-host', literal('db'), false],
  ['auth/key', literal('app'), false],
  ['tokens/a/b', literal('value'), false],
  ['db-host', literal('postgresql://app:fakeFAKE9fakeFAKE7@db/app'), true],
  // An access key of an object store is the name of its user.
  ['minio-access-key', literal('minio'), false],
  ['minio-access-key', literal('AKIAIOSFODNN7EXAMPLE'), true],
  [
    'db-url',
    compose('{"text":"postgresql://app:"}', '{"key":"db-password","encode":"url"}', '{"text":"@db/app"}'),
    false,
  ],
  ['db-url', compose('{"text":"postgresql://app:fakeFAKE9fakeFAKE7@db/app"}'), true],
  ['db-password', compose('{"key":"db-other"}'), false],
  [
    'db-url',
    compose(
      '{"text":"postgresql://app:"}',
      '{"key":"db-password","encode":"none"}',
      '{"text":"fakeFAKE9fakeFAKE7@db/app"}',
    ),
    false,
  ],
  ['db-path', compose('{"text":"postgresql://app:fakeFAKE9fakeFAKE7@db/"}', '{"key":"db-name","encode":"none"}'), true],
  ['db-password', '{"type":"generate","length":32,"alphabet":"hex","derivation":"random"}', false],
  // No part is a credential, and the whole is one.
  ['db-host', compose('{"text":"AKIA"}', '{"text":"IOSFODNN7EXAMPLE"}'), true],
])('%s with recipe %s is found: %s', (path, recipe, isFound) => {
  const entry = `"${path}":{"origin":"generated","writer":"bootstrap","recipe":${recipe}}`;
  const field = path.includes('/') ? `["${path}"]` : `.${path}`;
  expect(linesOf('fixture-literal', fixtureExample(entry, readExample(path).replace('password', 'value')))).toEqual(
    isFound
      ? [
          `error: The recipe of Vault key "${path}" holds a literal credential | a.yaml | data["fixture-map.json"].entries${field}`,
        ]
      : [],
  );
});

test('an entry without a recipe holds nothing', () => {
  const entry = '"db-password":{"origin":"existing","writer":"others"}';
  expect(linesOf('fixture-literal', fixtureExample(entry, readExample('db-password')))).toEqual([]);
});

test.each([
  ['db#password', literal('app'), true],
  ['db#host', literal('app'), false],
  ['minio#access-key', literal('fakeFAKE9fakeFAKE7fake'), true],
  ['db#password', compose('{"text":"$' + '{A:-fakeFAKE9fakeFAKE7}"}', '{"key":"db-name","encode":"none"}'), true],
])('the property of %s with recipe %s tells what it is: %s', (id, recipe, isFound) => {
  const entry = `"${id}":{"origin":"generated","writer":"bootstrap","recipe":${recipe}}`;
  expect(linesOf('fixture-literal', fixtureExample(entry))).toHaveLength(isFound ? 1 : 0);
});

test.each([
  [['setting'], 'app', false],
  [['password'], 'app', true],
  [['setting', 'password'], 'app', true],
  [['password', 'setting'], 'app', true],
  [['password'], '', false],
  [[], 'app', false],
])('the data keys %j tell what a value is, too', (keys, value, isFound) => {
  const entry = `"plain":{"origin":"generated","writer":"bootstrap","recipe":${literal(value)}}`;
  const reads = keys.map((key) => readExample('plain').replace('password', key)).join(', ');
  expect(linesOf('fixture-literal', fixtureExample(entry, reads))).toHaveLength(isFound ? 1 : 0);
});

test('a map that nothing reads is judged by its own names', () => {
  const entry = `"db-password":{"origin":"generated","writer":"bootstrap","reason":"for people","recipe":${literal('app')}}`;
  const [map = ''] = fixtureExample(entry).split('---\n');
  expect(linesOf('fixture-literal', map)).toHaveLength(1);
});

test('what is read as a whole has no data key that could tell more', () => {
  const entry = `"plain":{"origin":"generated","writer":"bootstrap","recipe":${literal('app')}}`;
  const whole = fixtureExample(entry).replace('data: []', 'dataFrom: [{extract: {key: plain}}]');
  expect(linesOf('fixture-literal', whole)).toEqual([]);
});
