import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Lockfile, lockedPackages, lockViolations } from '../../scripts/lockfile/lock-violations.ts';

const repository = join(import.meta.dirname, '..', '..');
const text = readFileSync(join(repository, 'package-lock.json'), 'utf8');
const lockfile: Lockfile = JSON.parse(text);
const { packages } = lockfile;

describe('the lock file', () => {
  it('installs the same packages everywhere', () => {
    expect(lockViolations(lockfile)).toEqual([]);
    expect(lockedPackages(lockfile)).toBe(text.match(/^ {4}"[^"]*node_modules\/(?!vaultwright-node")/gm)?.length);
    expect(lockedPackages(lockfile)).toBeGreaterThan(300);
  });

  it('decides which Node.js runs the sources', ({ skip }) => {
    const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
    const pinned = packages[`node_modules/node-${platform}`] ?? packages[`node_modules/node-bin-${platform}`];
    if (pinned === undefined) return skip(`no Node.js is pinned for ${platform}`);
    expect(process.version).toBe(`v${pinned.version}`);
  });
});

const version = '1.2.3';
const integrity = `sha512-${'A'.repeat(86)}==`;
const outer = 'node_modules/outer';
const inner = 'node_modules/outer/node_modules/inner';

/** A small lock file with one entry of each kind that is sound. */
const sound = {
  '': { dependencies: { outer: version }, devDependencies: { '@scope/tool': '1.2.3-beta.1' } },
  [outer]: { version, integrity, optionalDependencies: { inner: '1', '@scope/tool': '1' } },
  [inner]: { version, integrity, dependencies: { '@scope/tool': '^1' } },
  'node_modules/outer/node_modules/bundled': { version, inBundle: true },
  'node_modules/@scope/tool': { version: '1.2.3-beta.1', integrity },
  'node_modules/workspace': { resolved: 'tools/workspace', link: true },
  'tools/workspace': { version: '0.0.0', optionalDependencies: { outer: '1' } },
} satisfies Lockfile['packages'];

type Change = (packages: { [entry: string]: Lockfile['packages'][string] }) => unknown;

const defects: readonly (readonly [title: string, change: Change, entry: string, what: string])[] = [
  ['an entry without a version', (all) => (all[inner] = { integrity }), inner, 'has no version'],
  [
    'an entry whose version is a range',
    (all) => (all[inner] = { version: '^1.2.3', integrity }),
    inner,
    'has no version',
  ],
  ['an entry without an integrity', (all) => (all[inner] = { version }), inner, 'has no integrity'],
  [
    'an entry whose integrity is weak',
    (all) => (all[inner] = { version, integrity: 'sha1-AAAA' }),
    inner,
    'has no integrity',
  ],
  [
    'an entry that names a registry',
    (all) => (all[inner] = { version, integrity, resolved: 'https://registry.example/inner-1.2.3.tgz' }),
    inner,
    'names the address',
  ],
  ['an optional package that is not locked', (all) => delete all[inner], outer, 'lacks its optional package inner'],
  [
    'an optional package that is locked elsewhere',
    (all) => {
      delete all[inner];
      all['node_modules/other/node_modules/inner'] = { version, integrity };
    },
    outer,
    'lacks its optional package inner',
  ],
  [
    'an optional package of a workspace',
    (all) => (all['tools/workspace'] = { optionalDependencies: { absent: '1' } }),
    'tools/workspace',
    'lacks its optional package absent',
  ],
  [
    'a direct dependency that is a range',
    (all) => (all[''] = { devDependencies: { outer: '^1.2.3' } }),
    '',
    'asks for outer ^1.2.3',
  ],
];

describe('a lock file with', () => {
  it('sound entries of each kind passes', () => {
    expect(lockViolations({ packages: sound })).toEqual([]);
    expect(lockedPackages({ packages: sound })).toBe(4);
  });

  it.each(defects)('%s does not', (_title, change, entry, what) => {
    const all = structuredClone<{ [entry: string]: Lockfile['packages'][string] }>(sound);
    change(all);
    expect(lockViolations({ packages: all })).toEqual([{ entry, what: expect.stringContaining(what) }]);
  });
});

describe('the check of the lock file', () => {
  const check = (content: Lockfile) => {
    const root = mkdtempSync(join(tmpdir(), 'lockfile-'));
    try {
      writeFileSync(join(root, 'package-lock.json'), JSON.stringify(content));
      const program = join(repository, 'scripts', 'check-lockfile.ts');
      return spawnSync(process.execPath, [program, root], { encoding: 'utf8' });
    } finally {
      rmSync(root, { recursive: true });
    }
  };

  it('passes on a sound one, and says how much it saw', () => {
    expect(check({ packages: sound })).toMatchObject({
      status: 0,
      stdout: 'lock file: 4 packages, 0 violations\n',
      stderr: '',
    });
  });

  it('fails on an entry without a version, and names it and the remedy', () => {
    const { status, stderr } = check({ packages: { ...sound, [inner]: { integrity } } });
    expect([status, stderr]).toEqual([1, expect.stringMatching(`^${inner} has no version[^\n]*\nCONTRIBUTING`)]);
  });

  it('fails on one without packages', () => {
    expect(check({ packages: {} }).status).toBe(1);
  });

  it('is part of `npm run check`', () => {
    expect(readFileSync(join(repository, 'scripts', 'check.ts'), 'utf8')).toContain("'scripts/check-lockfile.ts'");
  });
});
