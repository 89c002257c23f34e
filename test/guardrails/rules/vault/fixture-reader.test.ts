import { expect, test } from 'vitest';
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
