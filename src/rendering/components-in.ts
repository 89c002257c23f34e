import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ComponentSource } from './load-components.ts';

/**
 * Lists the components of a folder: each of its modules exports the class of one, so that adding a file is
 * the whole change.
 *
 * Declaration files, tests (`NAME.test.ts`) and folders below it are none. A module that exports no component
 * class, or several, is a problem of the run that renders it (VW1109).
 *
 * @param folder its path, relative to the working directory, or its URL:
 * `new URL('./services/', import.meta.url)`
 */
export function componentsIn(folder: string | URL): ComponentSource[] {
  const root = path.resolve(folder instanceof URL ? fileURLToPath(folder) : folder);
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d|\.test)\.[cm]?[jt]s$/.test(entry.name))
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const file = path.join(root, name);
      const load = () => import(pathToFileURL(file).href);
      return Object.defineProperty(load, 'name', { value: path.relative(process.cwd(), file).replaceAll('\\', '/') });
    });
}
