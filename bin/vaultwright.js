#!/usr/bin/env node
// Compiled code is kept between runs where Node.js can (22.8 and later); that halves the start.
import { existsSync, lstatSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/**
 * The folder of compiled code, which runs as it is found: one that only this user can write. The default of Node.js is shared by all users
 * of the machine.
 */
function cacheFolder() {
  try {
    const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
    const isWindows = process.platform === 'win32';
    const given = isWindows ? LOCALAPPDATA : XDG_CACHE_HOME;
    const caches = given && isAbsolute(given) ? given : join(homedir(), '.cache');
    const folder = join(caches, 'vaultwright', 'compiled');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const isOurs = [caches, join(caches, 'vaultwright'), folder].every((each) => {
      const stats = lstatSync(each);
      return stats.isDirectory() && (isWindows || (stats.uid === process.getuid() && (stats.mode & 0o022) === 0));
    });
    return isOurs ? folder : undefined;
  } catch {
    return undefined;
  }
}

const program = new URL('../lib/cli/main.js', import.meta.url);
if (existsSync(program)) {
  const folder = cacheFolder();
  if (folder !== undefined) module.enableCompileCache?.(folder);
  const { run } = await import(program.href);
  await run();
} else {
  console.error('vaultwright is not built in this clone.\n  fix: npm run build');
  process.exitCode = 2;
}
