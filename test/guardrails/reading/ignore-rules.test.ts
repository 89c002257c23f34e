import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IgnoreRules } from '../../../src/guardrails/reading/ignore-rules.ts';
import { propertyRuns } from '../../property-runs.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-ignore-'));
  execFileSync('git', ['init', '-q'], { cwd: folder });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const files = [
  'a.yaml', 'b.yaml', 'ab.yml', 'a/a.yaml', 'a/b/a.yaml', 'a/b/c/d.yaml', 'b/a/c.yaml', 'c/a', 'ab/a-b.yaml', 'a b', 'a ',
  '#a', '!a', 'a]', 'B.yaml', 'a1', 'dir/sub/x.yaml',
]; // biome-ignore format: one list

/** What git leaves out of these files, with a list at the root. */
const ignoredByGit = (list: string): string[] => {
  writeFileSync(join(folder, '.gitignore'), list);
  const options = { cwd: folder, input: `${files.join('\0')}\0`, encoding: 'utf8' } as const;
  try {
    return execFileSync('git', ['check-ignore', '-z', '--no-index', '--stdin'], options).split('\0').slice(0, -1);
  } catch (error) {
    // Nothing is ignored.
    if ((error as { status?: number }).status === 1) return [];
    throw error;
  }
};
const ignoredByRules = (list: string): string[] => {
  const rules = new IgnoreRules(list);
  return files.filter((file) => rules.verdict(file, false) === true);
};

describe('IgnoreRules', () => {
  beforeAll(() => {
    for (const file of files) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      if (!files.some((other) => other.startsWith(`${file}/`))) writeFileSync(join(folder, file), '');
    }
  });

  test.each([
    ['a name', 'a.yaml\n'],
    ['a name with CRLF and a byte order mark', '\ufeffa.yaml\r\nb.yaml\r\n'],
    ['a folder', 'a/\n'],
    ['an anchored name', '/a.yaml\n'],
    ['a path', 'a/b\n'],
    ['stars', '*.yaml\n!a.yaml\n'],
    ['a star in a path', 'a/*/a.yaml\n'],
    ['leading stars', '**/a.yaml\n'],
    ['trailing stars', 'a/**\n'],
    ['stars in the middle', 'a/**/d.yaml\n'],
    ['stars inside a name', 'a**l\n**b.yaml\n'],
    ['three stars', 'a/***/a.yaml\n'],
    ['question marks', '?.yaml\n??\n'],
    ['sets', '[ab].yaml\na[!b].yml\n[[:upper:]].yaml\na[]]\n'],
    ['ranges', '[a-b].yaml\n[!c-z]1\n'],
    ['a set that does not end', '[a.yaml\n'],
    ['escapes', '\\#a\n\\!a\na\\ \n'],
    ['trailing spaces', 'a.yaml  \na\\ \n'],
    ['a trailing backslash', 'a\\\n'],
    ['comments and blanks', '#a\n\n   \na1\n'],
    ['one below an excluded folder', 'a/\n!a/a.yaml\n'],
    ['all but one', '*\n!a.yaml\n'],
    ['folders included again', '*\n!*/\n!*.yaml\n'],
    ['a slash alone', '/\n//\na//b\n'],
  ])('agrees with git about %s', (_, list) => {
    expect(ignoredByRules(list)).toEqual(ignoredByGit(list));
  });

  test('agrees with git about lists of any shape', () => {
    const piece = fc.constantFrom('a', 'b', '*', '**', '?', '/', '.yaml', '[a-b]', '[!a]', '\\', ' ', 'c');
    const line = fc
      .tuple(fc.constantFrom('', '', '!', '/'), fc.array(piece, { maxLength: 6 }))
      .map(([mark, parts]) => mark + parts.join(''));
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 4 }), (lines) => {
        const list = lines.join('\n');
        expect(ignoredByRules(list)).toEqual(ignoredByGit(list));
      }),
      { numRuns: propertyRuns(60) },
    );
  });

  test('takes no longer for hostile patterns than their length allows', () => {
    const rules = new IgnoreRules(`${'*a'.repeat(100)}b\n${'**/'.repeat(100)}b\n${'*[a]'.repeat(100)}b\n`);
    const start = process.cpuUsage();
    expect(rules.verdict(`${'a'.repeat(200)}/`.repeat(20) + 'a'.repeat(255), false)).toBeUndefined();
    const { user } = process.cpuUsage(start);
    expect(user / 1000).toBeLessThan(1000);
  });
});
