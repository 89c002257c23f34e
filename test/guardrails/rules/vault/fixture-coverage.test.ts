import { expect, test } from 'vitest';
import { fixtureExample, generatedEntry, readExample } from '../../../../src/guardrails/examples/fixture-example.ts';
import { linesOf } from '../../findings-of.ts';

const demanding = { rules: { 'fixture-coverage': { severity: 'error', options: { requireMap: true } } } } as const;
const [, sync = ''] = fixtureExample('', readExample('db-password')).split('---\n');
const fixtureMapOf = (entries: string, spec: string): string => fixtureExample(entries).replace('data: []', () => spec);
const map = (spec: string): string => fixtureMapOf(generatedEntry('db-password'), spec);

test.each([
  [
    'an entry of unknown properties',
    fixtureMapOf(
      '"shared/smtp#*":{"origin":"existing","writer":"others"}',
      'dataFrom: [{extract: {key: shared/smtp}}]',
    ),
    [
      'note: Nobody declares which properties Vault entry "shared/smtp" has: what is read of it cannot be checked | a.yaml | spec.dataFrom[0].extract.key',
    ],
  ],
  ['a whole entry', map('dataFrom: [{extract: {key: db-password}}]'), []],
  [
    'entries that are found by whole paths',
    map("dataFrom: [{find: {path: a, name: {regexp: '^(?:db-password)$'}}}]"),
    [],
  ],
  [
    'keys that are found by name',
    map('dataFrom: [{find: {name: {regexp: db}}}]'),
    ['note: ExternalSecret "db" finds keys by name or tag: which ones cannot be checked | a.yaml | spec.dataFrom'],
  ],
  [
    'another property',
    map(`data: [${readExample('db-password', 'other')}]`),
    [
      'error: Vault key "db-password" is read with property other; its writer sets only "value" | a.yaml | spec.data[0].remoteRef.key',
    ],
  ],
  ['the property', map(`data: [${readExample('db-password')}]`), []],
  ['no map', sync, []],
])('%s', (_, files, expected) => {
  expect(linesOf('fixture-coverage', files)).toEqual(expected);
});

test('a map can be demanded of every environment that reads', () => {
  expect(linesOf('fixture-coverage', sync, demanding)).toEqual([
    'error: ExternalSecret "db" reads Vault keys, and its environment has no fixture map | a.yaml | spec',
  ]);
  expect(linesOf('fixture-coverage', sync.replace(/data: \[.*\]/, 'data: []'), demanding)).toEqual([]);
});

test('what cannot be checked is an error where a map is demanded', () => {
  expect(linesOf('fixture-coverage', map('dataFrom: [{find: {name: {regexp: db}}}]'), demanding)).toEqual([
    'error: ExternalSecret "db" finds keys by name or tag: which ones cannot be checked | a.yaml | spec.dataFrom',
  ]);
});

test('a map that cannot be read is told once, by document-shape', () => {
  const broken = (kind: string): string =>
    `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, labels: {vaultwright.io/document: ${kind}}}, data: {${kind}.json: "no json"}}`;
  expect(linesOf('fixture-coverage', `${sync}\n---\n${broken('fixture-map')}`, demanding)).toEqual([]);
  expect(linesOf('fixture-coverage', `${sync}\n---\n${broken('access-map')}`, demanding)).toHaveLength(1);
});
