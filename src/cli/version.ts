import { readFileSync } from 'node:fs';

/** Returns the version of the package, whether it runs from `src/` or from `lib/`. */
export function packageVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
