import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { incidentDocument, rulesAgainst } from '../../scripts/incident-docs/incident-document.ts';
import { incidentTests, testsAgainst } from '../../scripts/incident-docs/incident-tests.ts';
import { allRules } from '../../src/guardrails/engine/registry.ts';
import { incidents } from '../../src/platform/incidents.ts';
import { testNamesIn } from './test-names.ts';

const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `INC-${String(from + index).padStart(2, '0')}`);

describe('the record of incidents', () => {
  test('is complete', () => {
    expect(Object.keys(incidents)).toEqual(ids(1, 45));
  });

  test.each(Object.entries(incidents))(
    '%s has a rule, a test, or a reason why neither can see it',
    (id, { unseen }) => {
      expect(rulesAgainst(id).length + testsAgainst(id).length > 0 || (unseen ?? '') !== '').toBe(true);
    },
  );

  test('docs/incidents.md is up to date', () => {
    expect(readFileSync('docs/incidents.md', 'utf8')).toBe(incidentDocument());
  });

  test('is the only source of the incidents that rules and tests name', () => {
    const named = [...allRules.flatMap((rule) => rule.incidents ?? []), ...Object.keys(incidentTests)];
    expect(named.filter((id) => !Object.hasOwn(incidents, id))).toEqual([]);
  });

  // What a bootstrap does shows only where it runs.
  test.each([...ids(8, 17), ...ids(19, 25)])('%s, in which the bootstrap has a part, has a test', (id) => {
    expect(testsAgainst(id)).not.toEqual([]);
  });

  test.each(
    Object.keys(incidentTests).flatMap((id) => testsAgainst(id).map(([file, names]) => [id, file, names] as const)),
  )('%s names tests that %s has', (_, file, names) => {
    expect(existsSync(file)).toBe(true);
    expect(names.length).toBeGreaterThan(0);
    const there = testNamesIn(readFileSync(file, 'utf8'));
    expect(names.filter((name) => !there.includes(name))).toEqual([]);
  });
});

test.each([
  [`test('a', () => {})`, ['a']],
  [`describe('group', () => { it('b', () => {}); test.only("c", { timeout: 1 }, () => {}); })`, ['b', 'c']],
  [
    "test.each([1])('%s d', () => {}); test.each<[string]>([['x']])('e', () => {}); test.each`x`('f', () => {})",
    ['%s d', 'e', 'f'],
  ],
  [`test.skip('g', () => {}); test.todo('h'); other('i'); const text = "test('j')"; // test('k')`, []],
])('the names of the tests in %j', (text, names) => expect(testNamesIn(text)).toEqual(names));
