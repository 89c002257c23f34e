import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const texts = new Map(
  globSync('{test,src/guardrails/rules}/**/*.ts', { cwd: root }).map((file) => [
    basename(file),
    readFileSync(join(root, file), 'utf8'),
  ]),
);

/** `` `kinds.test.ts`: a YAML tag ``, as tables of the documentation name a test. */
const named = /`([\w-]+(?:\.release)?(?:\.test)?\.ts)`: ([^|;]+?)(?=;|\s\||\))/g;

describe.each(['docs/precision.md', 'docs/external-secrets.md'])('%s', (file) => {
  const tests = [...readFileSync(join(root, file), 'utf8').matchAll(named)].map(([, name = '', title = '']) => [
    name,
    title.replaceAll('\\', ''),
  ]);

  test('names tests', () => {
    expect(tests.length).toBeGreaterThan(40);
  });

  test.each(tests)('%s: %s', (name, title) => {
    expect(texts.get(name ?? '')).toContain(title);
  });
});
