import { expect, test } from 'vitest';
import { fixtureExample, readExample } from '../../../../src/guardrails/examples/fixture-example.ts';
import { linesOf } from '../../findings-of.ts';

const generate = '{"type":"generate","length":32,"alphabet":"hex","derivation":"random"}';
const literal = '{"type":"literal","value":"app"}';
const compose = '{"type":"compose","parts":[{"text":"a"}]}';
const upstream = '{"type":"upstream","name":"p","required":true}';
const placeholder = '{"type":"placeholder"}';

/** Origin, writer, recipe, and what is wrong. */
test.each([
  ['external', 'upstream', upstream, ''],
  ['external', 'upstream', undefined, ''],
  ['external', 'upstream', generate, 'comes from outside, and yet has a recipe that makes it up'],
  ['external', 'upstream', placeholder, 'comes from outside, and yet has a recipe that makes it up'],
  ['generated', 'bootstrap', generate, ''],
  ['generated', 'bootstrap', literal, ''],
  ['generated', 'bootstrap', compose, ''],
  ['generated', 'bootstrap', upstream, 'is copied from upstream, and yet its origin is not external'],
  ['generated', 'bootstrap', placeholder, 'has a placeholder that no service will ever replace'],
  ['generated', 'bootstrap', undefined, 'is to be written by bootstrap, which has no recipe for it'],
  ['generated', 'job', undefined, ''],
  ['generated', ' ', generate, 'has no writer'],
  ['operator-reconciled', 'bootstrap', generate, ''],
  ['operator-reconciled', 'bootstrap', placeholder, 'has a placeholder that no service will ever replace'],
  ['service-generated', 'patcher', placeholder, ''],
  ['service-generated', 'patcher', literal, ''],
  ['service-generated', 'patcher', undefined, ''],
  [
    'service-generated',
    'patcher',
    generate,
    'is written by a service: bootstrap may only put a placeholder or a literal client id there',
  ],
  ['existing', 'others', undefined, ''],
  ['existing', 'others', generate, 'is managed by others, and yet has a recipe'],
  ['service-generated', 'patcher', upstream, 'is copied from upstream, and yet its origin is not external'],
])('%s, written by %s, recipe %s: %s', (origin, writer, recipe, defect) => {
  const entry = `"p":{"origin":"${origin}","writer":"${writer}"${recipe === undefined ? '' : `,"recipe":${recipe}`}}`;
  const lines = linesOf('fixture-writer', fixtureExample(entry, readExample('p').replace('password', 'setting')));
  expect(lines).toEqual(
    defect === '' ? [] : [`error: Vault key "p" ${defect} | a.yaml | data["fixture-map.json"].entries.p`],
  );
});

test.each([
  ['no recipe', '"p":{"origin":"external","writer":"job"}', 1],
  [
    'a recipe that generates',
    '"p":{"origin":"generated","writer":"bootstrap","recipe":{"type":"generate","length":32,"alphabet":"hex","derivation":"random"}}',
    1,
  ],
  [
    'an optional copy',
    '"p":{"origin":"external","writer":"upstream","recipe":{"type":"upstream","name":"p","required":false}}',
    1,
  ],
  [
    'a required copy',
    '"p":{"origin":"external","writer":"upstream","recipe":{"type":"upstream","name":"p","required":true}}',
    0,
  ],
  ['no entry', '', 1],
])('required-upstream, %s', (_, entries, expected) => {
  const rules = { 'required-upstream': { options: { keys: ['p'] } } };
  expect(linesOf('required-upstream', fixtureExample(entries, readExample('p')), { rules })).toHaveLength(expected);
});

test.each([
  ['no recipe', '"p":{"origin":"external","writer":"job"}', 0],
  ['a placeholder', '"p":{"origin":"service-generated","writer":"job","recipe":{"type":"placeholder"}}', 1],
  [
    'a deterministic recipe',
    '"p":{"origin":"generated","writer":"bootstrap","recipe":{"type":"generate","length":32,"alphabet":"hex","derivation":"deterministic"}}',
    1,
  ],
])('regulated-fixtures, %s', (_, entry, expected) => {
  const environments = [{ name: 'live', cluster: 'live', namespace: 'shop', regulated: true }];
  const files = { 'live/a.yaml': fixtureExample(entry, readExample('p'), 'live') };
  expect(linesOf('regulated-fixtures', files, { environments })).toHaveLength(expected);
});
