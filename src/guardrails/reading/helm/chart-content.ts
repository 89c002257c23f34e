import { createHash, type Hash } from 'node:crypto';
import { join } from 'node:path';
import { isTraced, noteInput, spoilTrace, untraced } from '../input-trace.ts';
import { entriesOf, readRegular, realPath, typeOf } from '../regular-file.ts';

/** In bytes; helm itself refuses what is larger than some megabytes. */
const largest = 64 * 1024 * 1024;

/** Notes everything that helm can read of a chart or a file of values, behind their links as well. */
export function chartContent(path: string): void {
  if (!isTraced()) return;
  const hash = createHash('sha256');
  if (untraced(() => add(path, hash, new Set()))) noteInput(['chart', path], hash.digest('base64'));
  else spoilTrace();
}

/** @returns false where something is too large to be compared */
function add(path: string, hash: Hash, entered: Set<string>): boolean {
  const type = typeOf(path);
  const real = realPath(path);
  hash.update(JSON.stringify([path, type]));
  if (real === undefined || type === undefined || type === 'other' || entered.has(real)) return true;
  if (type === 'folder') {
    entered.add(real);
    return (entriesOf(path) ?? []).every(({ name }) => add(join(path, name), hash, entered));
  }
  const bytes = readRegular(real, largest);
  if (bytes === undefined) return false;
  hash.update(JSON.stringify(bytes.length)).update(bytes);
  return true;
}
