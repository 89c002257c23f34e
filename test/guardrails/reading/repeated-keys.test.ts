import { expect, test } from 'vitest';
import { mayRepeatKeys } from '../../../src/guardrails/reading/repeated-keys.ts';

const value = { a: { b: [1, { c: 'x "y":' }] }, 'd"e': '\\' };

test.each([
  ['as a program writes it', JSON.stringify(value)],
  ['indented', JSON.stringify(value, undefined, 2)],
  ['indented by eight, with a line break behind it', `${JSON.stringify(value, undefined, 8)}\n`],
  ['with spaces of its own', JSON.stringify(value).replaceAll(':', ' : ')],
  ['with a number that is written otherwise', '{"a": 1.0, "b": 1e3}'],
  ['with keys in another order than a program has them', '{"b": 1, "2": 1, "1": 1}'],
])('a JSON text repeats no key: %s', (_, text) => {
  expect(mayRepeatKeys(JSON.parse(text), text)).toBe(false);
});

test.each([
  ['beside each other', '{"a":1,"a":2}'],
  ['with the same value', '{"a":1,"a":1}'],
  ['one of them escaped', '{"a":1,"\\u0061":2}'],
  ['indented', '{\n  "a": 1,\n  "a": 1\n}'],
  ['below a list', '[{"a":{"b":1,"c":2,"b":3}}]'],
  ['far from the colon', '{"a"      :1,"a"\n\n:1}'],
])('a JSON text repeats a key: %s', (_, text) => {
  expect(mayRepeatKeys(JSON.parse(text), text)).toBe(true);
});
