import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { slowExpressions } from '../../scripts/expressions/slow-expressions.ts';

const ofText = (text: string) => {
  const root = mkdtempSync(join(tmpdir(), 'expressions-'));
  try {
    mkdirSync(join(root, 'src'));
    writeFileSync(join(root, 'src/a.ts'), text);
    return slowExpressions(root, ['src']);
  } finally {
    rmSync(root, { recursive: true });
  }
};

test.each([
  ['two repetitions', 'export const a = /^\\s*\\w*\\s*$/;', 'Trade'],
  ['one inside of another', 'export const a = /^(?:a+)+$/;', 'Self'],
  ['a run that may begin anywhere', 'export const a = /\\/+$/;', 'Move'],
  ['a raw template', 'export const a = (b: string) => new RegExp(String.raw`\\s+$' + '{b}$`);', 'Move'],
  ['a template', 'export const a = (b: string) => new RegExp(`(?:a+)+$' + '{b}$`, "i");', 'Self'],
])('knows an expression with %s, and where it stands', (_, text, why) => {
  const { count, slow } = ofText(`\n${text}\n`);
  expect(count).toBe(1);
  expect(slow).toMatchObject([{ place: 'src/a.ts:2', why: expect.stringContaining(why) }]);
});

test.each(['/^\\s{0,9}\\w{0,9}$/', '/(?<!\\/)\\/+$/', '/^a+$/', '/[a-z]/g'])('takes %s for fast', (expression) => {
  expect(ofText(`export const a = ${expression};`)).toEqual({ count: 1, slow: [] });
});
