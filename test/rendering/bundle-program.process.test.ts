import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { BundledName } from '../../src/constructs/programs/programs.ts';
import { FindingsError } from '../../src/index.ts';
import { bundleProgram } from '../../src/rendering/bundle-program.ts';

const repository = path.join(import.meta.dirname, '..', '..');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'vw-bundle-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Copy {
  /** Text of `programs/small.ts`. */
  readonly program?: string;
  readonly packages?: 'linked' | 'copied';
}

/**
 * A copy of what programs are made from, with links to the packages of the repository or packages of its own.
 */
function copyOf(name: string, { program, packages = 'linked' }: Copy = {}): string {
  const root = path.join(folder, name);
  mkdirSync(path.join(root, 'node_modules'), { recursive: true });
  for (const part of ['src/model', 'src/lifecycle', 'package.json'])
    cpSync(path.join(repository, part), path.join(root, part), { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8'));
  for (const dependency of Object.keys(dependencies)) {
    const original = path.join(repository, 'node_modules', dependency);
    const own = path.join(root, 'node_modules', dependency);
    if (packages === 'copied') cpSync(original, own, { recursive: true });
    else symlinkSync(original, own);
  }
  symlinkSync(path.join(repository, 'node_modules/esbuild'), path.join(root, 'node_modules/esbuild'));
  if (program !== undefined) writeFileSync(path.join(root, 'src/lifecycle/programs/small.ts'), program);
  return root;
}

const cacheOf = (root: string): string => path.join(root, 'node_modules/.cache/vaultwright/small-program.json');
const greeting = "import { zone } from './zone.ts';\nprocess.stdout.write('hello ' + zone);\n";
const withZone = (root: string, zone: string): void =>
  writeFileSync(path.join(root, 'src/lifecycle/programs/zone.ts'), `export const zone: string = '${zone}';\n`);

function run(text: string): string {
  const file = path.join(folder, 'program.mjs');
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
  return `${status} ${stdout}${stderr}`;
}

/** Bytes that each program may have: what is bundled by mistake is ten times as large. */
const bounds: Readonly<Record<BundledName, number>> = {
  bootstrap: 150_000,
  configure: 145_000,
  // Each workload that waits for Secrets carries one, in every environment.
  preflight: 55_000,
  smoke: 80_000,
  snapshot: 55_000,
  'database-guard': 12_000,
};

describe('the bundle of the bootstrap', () => {
  test('is the same text in any folder, wherever its packages are', () => {
    const copies = [copyOf('linked'), copyOf('deep/down/copied', { packages: 'copied' })];
    const texts = [repository, ...copies].map((root) => bundleProgram(root, 'bootstrap'));
    expect(new Set(texts).size).toBe(1);
  });

  test.each(Object.entries(bounds))(
    '%s fits into a ConfigMap with room to spare, is plain ASCII, and tells no path of a source',
    (name, most) => {
      const text = bundleProgram(repository, name);
      expect(Buffer.byteLength(text)).toBeLessThan(most);
      expect(text).toMatch(/^[\n\t -~]*$/);
      expect(text).toMatch(/[^\n]\n$/);
      expect(text).not.toMatch(/src\/(?:lifecycle|model)|node_modules|\.ts["'`]|sourceMappingURL/);
      expect(text).not.toContain(repository);
    },
  );

  test('imports modules of Node.js and nothing else', () => {
    const imported = [...bundleProgram(repository, 'bootstrap').matchAll(/\bfrom"([^"]+)"|\bimport"([^"]+)"/g)].map(
      ([, from, bare]) => from ?? bare ?? '',
    );
    expect(imported.length).toBeGreaterThan(0);
    expect(imported.filter((name) => !builtinModules.includes(name.replace(/^node:/, '')))).toEqual([]);
  });
});

describe('the cache', () => {
  test('gives what was bundled before, as long as every source is the same', () => {
    const root = copyOf('cached', { program: greeting });
    withZone(root, 'east');
    const text = bundleProgram(root, 'small');
    expect(run(text)).toBe('0 hello east');
    // Only what was kept can give another text.
    const kept = readFileSync(cacheOf(root), 'utf8');
    writeFileSync(cacheOf(root), kept.replace(JSON.stringify(text), JSON.stringify('kept')));
    expect(bundleProgram(root, 'small')).toBe('kept');
    withZone(root, 'west');
    expect(run(bundleProgram(root, 'small'))).toBe('0 hello west');
  });

  test.each([
    ['is no JSON', '{'],
    ['is of another esbuild', JSON.stringify({ made: '["0.0.0"]', inputs: {}, text: 'old' })],
    ['lacks a source that was there', undefined],
  ])('is made anew where it %s', (_, content) => {
    const root = copyOf('stale', { program: greeting });
    withZone(root, 'east');
    const text = bundleProgram(root, 'small');
    const kept = JSON.parse(readFileSync(cacheOf(root), 'utf8'));
    const gone = { ...kept, inputs: { ...kept.inputs, 'src/lifecycle/gone.ts': '0000' }, text: 'old' };
    writeFileSync(cacheOf(root), content ?? JSON.stringify(gone));
    expect(bundleProgram(root, 'small')).toBe(text);
  });

  test('is done without where it cannot be written', () => {
    const root = copyOf('read-only', { program: greeting });
    withZone(root, 'east');
    // A file where the folder would be: that stops the superuser, too.
    writeFileSync(path.join(root, 'node_modules/.cache'), '');
    chmodSync(path.join(root, 'node_modules/.cache'), 0o400);
    expect(run(bundleProgram(root, 'small'))).toBe('0 hello east');
  });
});

describe('a program that does not bundle', () => {
  const problemOf = (root: string, name: string): unknown => {
    try {
      return bundleProgram(root, name);
    } catch (error) {
      if (!(error instanceof FindingsError)) throw error;
      return error.diagnostics.map(({ code, what }) => [code, what]);
    }
  };

  test.each([
    [
      'has a mistake',
      'const a = ;',
      /^Program "small" cannot be bundled: src\/lifecycle\/programs\/small\.ts:1:10: ERROR: /,
    ],
    ['imports what is not there', "import './nothing.ts';", /programs\/small\.ts:1:7: ERROR: Could not resolve/],
  ])('because it %s is told with its place', (_, program, what) => {
    expect(problemOf(copyOf('broken', { program }), 'small')).toEqual([['VW1906', expect.stringMatching(what)]]);
  });

  test('because it is not there is told by its name', () => {
    expect(problemOf(copyOf('empty'), 'absent')).toEqual([['VW1906', expect.stringContaining('"absent"')]]);
  });
});
