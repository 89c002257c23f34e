import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { problemTables } from '../../scripts/problem-docs/problem-tables.ts';

test('docs/errors.md holds every problem of declarations and rendering as the sources word it', () => {
  expect(readFileSync('docs/errors.md', 'utf8')).toContain(problemTables());
});
