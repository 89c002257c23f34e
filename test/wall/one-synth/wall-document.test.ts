import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kinds } from './kinds.ts';

test('docs/wall.md lists every kind with the number of its cases', () => {
  const rows = [...readFileSync('docs/wall.md', 'utf8').matchAll(/^\| ([^|]+) \| [^|]+ \| (\d+) \|$/gm)];
  expect(rows.map(([, kind, count]) => ({ kind, count: Number(count) }))).toEqual(
    kinds.map(({ kind, cases }) => ({ kind, count: cases.length })),
  );
});
