import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FolderCache } from '../guardrails/cache/judgement-cache.ts';
import type { CheckOptions } from './check-options.ts';
import type { Invocation } from './invocation.ts';
import { packageVersion } from './version.ts';

/**
 * Returns the cache that was asked for.
 *
 * @param module address of the module that brings everything along which judges
 */
export function cacheOf(
  { cache, cacheLocation }: CheckOptions,
  { workingDirectory, environment }: Invocation,
  module: string,
): FolderCache | undefined {
  if (cache === false || (cache !== true && cacheLocation === undefined)) return undefined;
  const location =
    cacheLocation === undefined ? defaultLocation(environment) : resolve(workingDirectory, cacheLocation);
  return new FolderCache(location, `${packageVersion()} ${programOf(module)}`);
}

/** @see https://specifications.freedesktop.org/basedir-spec/latest/ */
function defaultLocation({ XDG_CACHE_HOME, LOCALAPPDATA, HOME }: Invocation['environment']): string {
  const given = process.platform === 'win32' ? LOCALAPPDATA : XDG_CACHE_HOME;
  const caches = given && isAbsolute(given) ? given : join(HOME || homedir(), '.cache');
  return join(caches, 'vaultwright', 'check');
}

/** The name of a bundle changes with all that it brings along; from sources, these themselves tell. */
function programOf(module: string): string {
  if (!module.endsWith('.ts')) return module.slice(module.lastIndexOf('/') + 1);
  const hash = createHash('sha256');
  for (const part of ['guardrails', 'model']) {
    const folder = fileURLToPath(new URL(`../${part}/`, module));
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort())
      if (file.endsWith('.ts')) hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest('hex');
}
