import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-cache-'));
  for (const each of ['bin', 'lib/cli', 'home']) mkdirSync(join(folder, each), { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  copyFileSync('bin/vaultwright.js', join(folder, 'bin/vaultwright.js'));
  writeFileSync(
    join(folder, 'lib/cli/main.js'),
    "import module from 'node:module';\nexport const run = () => console.log(module.getCompileCacheDir?.() ?? 'none');\n",
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Where the command keeps compiled code. */
const cacheOf = (environment: Record<string, string> = {}): string => {
  const env = { PATH: process.env.PATH ?? '', HOME: join(folder, 'home'), ...environment };
  return execFileSync(process.execPath, [join(folder, 'bin/vaultwright.js')], { env, encoding: 'utf8' }).trim();
};

test('compiled code is kept in a folder of the user, never in one that all share', () => {
  expect(cacheOf()).toContain(join(folder, 'home/.cache/vaultwright/compiled'));
  expect(cacheOf({ XDG_CACHE_HOME: join(folder, 'own') })).toContain(join(folder, 'own/vaultwright/compiled'));
});

test.each<[string, () => Record<string, string>]>([
  [
    'that others may write',
    () => {
      mkdirSync(join(folder, 'home/.cache/vaultwright'), { recursive: true });
      chmodSync(join(folder, 'home/.cache/vaultwright'), 0o777);
      return {};
    },
  ],
  [
    'below one that others may write',
    () => {
      mkdirSync(join(folder, 'shared'));
      chmodSync(join(folder, 'shared'), 0o1777);
      return { XDG_CACHE_HOME: join(folder, 'shared') };
    },
  ],
  [
    'behind a link',
    () => {
      mkdirSync(join(folder, 'home/.cache'), { recursive: true });
      mkdirSync(join(folder, 'elsewhere'));
      symlinkSync(join(folder, 'elsewhere'), join(folder, 'home/.cache/vaultwright'));
      return {};
    },
  ],
  ['that cannot be made', () => ({ HOME: '/dev/null' })],
])('it is kept nowhere rather than in a folder %s', (_, prepare) => {
  expect(cacheOf(prepare())).toBe('none');
});
