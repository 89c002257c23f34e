import { describe, expect, test } from 'vitest';
import { checkFiles } from './check-files.ts';
import { differences, type MarkedProbe, markedProbes } from './marked-texts.ts';
import { shop } from './shop.ts';

const sets: readonly (readonly [string, readonly MarkedProbe[], number])[] = [
  ['inline credentials', markedProbes('inline'), 300],
  ['references and wiring', markedProbes('defects', { 'base.yaml': shop }), 80],
  ['nothing wrong', markedProbes('negatives'), 130],
];

describe.each(sets)('%s', (_, probes, atLeast) => {
  test('the set is whole', () => {
    expect(probes.length).toBeGreaterThanOrEqual(atLeast);
  });

  test.each(probes.map((probe) => [probe.title, probe] as const))('%s', (_title, probe) => {
    expect(differences(probe, checkFiles(probe.files, probe.configuration))).toEqual([]);
  });
});

test('a missing finding and a false alarm are told apart', () => {
  const expected = [{ place: 'a.yaml:1', rules: ['known-secret'] }];
  const finding = { rule: 'store-exists', place: { position: { file: 'a.yaml', line: 1, column: 1 } } };
  expect(differences({ title: '', files: {}, expected }, [finding as never])).toEqual([
    'missing: a.yaml:1 known-secret',
    'false alarm: a.yaml:1 store-exists',
  ]);
});
