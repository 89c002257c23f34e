import { describe, expect, test } from 'vitest';
import { fixtureExample, generatedEntry, readExample } from '../../../../src/guardrails/examples/fixture-example.ts';
import { linesOf } from '../../findings-of.ts';

const unread = ['error: Nothing reads Vault key "db-password" | a.yaml | data["fixture-map.json"].entries.db-password'];

test.each([
  ['a reader', '', readExample('db-password'), []],
  ['no reader', '', '', unread],
  ['a reason', ',"reason":"read by people"', '', []],
  ['an empty reason', ',"reason":""', '', unread],
  ['a reason of spaces', ',"reason":"  "', '', unread],
])('%s', (_, reason, reads, expected) => {
  const files = fixtureExample(generatedEntry('db-password', 'random', reason), reads);
  expect(linesOf('fixture-reader', files)).toEqual(expected);
});

test('an entry without a recipe has no parts', () => {
  const entry = '"db-password":{"origin":"existing","writer":"others"}';
  expect(linesOf('fixture-reader', fixtureExample(entry))).toEqual(unread);
  expect(linesOf('fixture-reader', fixtureExample(entry, readExample('db-password')))).toEqual([]);
});

describe('a map in parts', () => {
  const part = (number: number, entries: string): string =>
    (fixtureExample(entries).split('\n---\n')[0] ?? '')
      .replace('name: fixtures', `name: fixtures-${number}`)
      .replace('"entries"', `"part":{"number":${number},"of":2},"entries"`);
  const url =
    '"db-url":{"origin":"generated","writer":"bootstrap","recipe":{"type":"compose","parts":[{"key":"db-password","encode":"none"}]}}';
  const [, reader = ''] = fixtureExample('', readExample('db-url')).split('\n---\n');

  test('is one map', () => {
    const texts = [part(1, url), part(2, generatedEntry('db-password')), reader];
    expect(linesOf('fixture-reader', texts.join('\n---\n'))).toEqual([]);
  });
  test('points at the part', () => {
    const texts = [part(1, url), part(2, generatedEntry('db-password')), fixtureExample('').split('\n---\n')[1] ?? ''];
    expect(linesOf('fixture-reader', { 'a.yaml': texts.join('\n---\n') })).toEqual([
      'error: Nothing reads Vault key "db-url" | a.yaml | data["fixture-map.json"].entries.db-url',
    ]);
  });
  test('is not two maps, of which each is read by itself', () => {
    const own = [generatedEntry('db-password'), generatedEntry('db-url')].map((entry) => part(1, entry));
    const whole = own.map((text) => text.replace('"part":{"number":1,"of":2},', ''));
    expect(linesOf('fixture-reader', [...whole, reader].join('\n---\n'))).toEqual(unread);
  });
});
