import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { findMutants } from '../../scripts/mutation/find-mutants.ts';
import {
  type Explanations,
  mutationDocument,
  nameOfMutant,
  scoreOf,
  survivorsOf,
} from '../../scripts/mutation/mutation-document.ts';

const explanations = load(readFileSync('test/mutation/survivors.yaml', 'utf8')) as Explanations;
const document = readFileSync('docs/mutation.md', 'utf8');

describe('the record of mutation testing', () => {
  test('keeps a score of at least 98 % for the rules', () => {
    const [, score = '0'] = /^\| rules \|.*\| ([\d.]+) % \|$/m.exec(document) ?? [];
    expect(Number(score)).toBeGreaterThanOrEqual(98);
  });

  test.each(Object.entries(explanations))('explains only what stands in %s', (file, entries) => {
    const mutants = findMutants(file, readFileSync(file, 'utf8'));
    const stale = entries.filter(({ of, to }) => {
      const found = mutants.filter(({ original }) => original === of).map(({ replacement }) => replacement);
      return found.length === 0 || (to ?? []).some((replacement) => !found.includes(replacement));
    });
    expect(stale.map(({ of }) => of)).toEqual([]);
    for (const { why } of entries) expect(why).toMatch(/^[A-Z`].*\.$/);
  });
});

test('the document counts and lists what nobody noticed', () => {
  const mutants = findMutants('src/a.ts', 'const x = a < 1;').map((mutant, id) => ({ ...mutant, id }));
  const [first, second] = mutants;
  if (first === undefined || second === undefined) throw new Error('There are no mutants');
  const verdicts = new Map(
    mutants.map(({ id }) => [id, { id, status: id === 0 ? 'survived' : id === 1 ? 'uncovered' : 'killed' } as const]),
  );
  const result = { name: 'rules', mutants, verdicts };
  expect(survivorsOf(result)).toEqual([first, second]);
  const text = mutationDocument(
    [result],
    { 'src/a.ts': [{ of: 'a < 1', to: ['true'], why: 'Because.' }] },
    '2026-01-01',
  );
  expect(text).toContain('| rules | 5 | 3 | 2 | 60.0 % |');
  expect(text).toContain(`- \`${nameOfMutant(first)}\`: Because.`);
  expect(text).toContain(`- \`${nameOfMutant(second)}\`: **not explained**`);
  expect(scoreOf(0, 0)).toBe(100);
});
