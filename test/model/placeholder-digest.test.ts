import { expect, test } from 'vitest';
import { isKnownPlaceholder } from '../../src/model/documents/known-placeholder.ts';
import { placeholderDigests } from '../../src/model/documents/placeholder-digest.ts';

const digests = placeholderDigests(['CHANGEME'], ['placeholder_']);

test.each([
  ['CHANGEME', true],
  ['CHANGEME ', false],
  ['CHANGEM', false],
  ['placeholder_', true],
  ['placeholder_of-a-client', true],
  ['a-placeholder_', false],
  ['', false],
])('%j is a known placeholder: %s', (value, expected) => {
  expect(isKnownPlaceholder(digests, value)).toBe(expected);
});

test('no digest holds the text that it stands for', () => {
  expect(JSON.stringify(digests)).not.toMatch(/CHANGEME|placeholder_/);
});
