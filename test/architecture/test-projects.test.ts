import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '..');
const startsPrograms = /process\.execPath\b/;

test('only tests whose name says so start programs of Node.js', () => {
  const files = globSync('**/*.test.ts', { cwd: folder, exclude: ['e2e/**'] });
  const [named, others] = [true, false].map((isNamed) =>
    files.filter((file) => /\.(?:process|release)\.test\.ts$/.test(file) === isNamed),
  );
  const starters = (of: readonly string[] = []): string[] =>
    of.filter((file) => startsPrograms.test(readFileSync(join(folder, file), 'utf8')));
  expect(starters(others)).toEqual([]);
  expect(starters(named)).not.toEqual([]);
});
