import { globSync, readFileSync } from 'node:fs';
import { parseSync } from 'oxc-parser';
import { expect, test } from 'vitest';
import { findMutants } from '../../scripts/mutation/find-mutants.ts';
import { instrument } from '../../scripts/mutation/instrument.ts';

test('every module of the guardrails still parses with its switches', () => {
  const files = globSync('src/guardrails/**/*.ts');
  const broken = files.filter((file) => {
    const source = readFileSync(file, 'utf8');
    const mutants = findMutants(file, source).map((mutant, id) => ({ ...mutant, id }));
    return parseSync(file, instrument(source, mutants)).errors.length > 0;
  });
  expect(broken).toEqual([]);
  expect(files.length).toBeGreaterThan(100);
});
