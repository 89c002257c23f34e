import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '..', '..');

interface LockedPackage {
  readonly version?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const readJson = <T>(path: string): T => JSON.parse(readFileSync(join(repository, path), 'utf8'));
const { packages } = readJson<{ packages: Readonly<Record<string, LockedPackage>> }>('package-lock.json');

/** Where Node.js would find a dependency of a locked package: beside it, or beside any folder around it. */
function isLocked(from: string, name: string): boolean {
  const around =
    from === '' ? [''] : [...from.split('/').map((_part, index, parts) => parts.slice(0, index + 1).join('/')), ''];
  return around.some((folder) => `${folder === '' ? '' : `${folder}/`}node_modules/${name}` in packages);
}

describe('the lockfile', () => {
  it('lists the optional packages of every platform, without which `npm ci` refuses it', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(path, name)),
    );
    expect(
      missing,
      'npm 11.19 drops what other platforms need; write it with `npx npm@11.6.0 install --package-lock-only`',
    ).toEqual([]);
  });

  it('pins every direct dependency to one version', () => {
    type Manifest = Readonly<Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>>;
    const { dependencies, devDependencies } = readJson<Manifest>('package.json');
    const ranges = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([name, version]) => packages[`node_modules/${name}`]?.version !== version,
    );
    expect(ranges).toEqual([]);
  });

  it('decides which Node.js runs the sources', ({ skip }) => {
    const platform = `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
    const pinned = packages[`node_modules/node-${platform}`] ?? packages[`node_modules/node-bin-${platform}`];
    if (pinned === undefined) return skip(`no Node.js is pinned for ${platform}`);
    expect(process.version).toBe(`v${pinned.version}`);
  });
});
