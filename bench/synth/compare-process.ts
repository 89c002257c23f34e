/**
 * Compares two output folders file by file and object for object, as parsed YAML. Arguments: the two folders.
 *
 * Prints JSON: how much was compared, and the first differences.
 */
import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { loadAll } from 'js-yaml';

/** What was compared; equal only if there was something to compare. */
export interface Comparison {
  readonly files: number;
  readonly objects: number;
  readonly differences: readonly string[];
}

const [stock = '', ours = ''] = process.argv.slice(2);
const list = (folder: string): string[] => fs.readdirSync(folder).filter((file) => file.endsWith('.yaml'));
const objectsOf = (folder: string, file: string): unknown[] =>
  fs.existsSync(path.join(folder, file)) ? loadAll(fs.readFileSync(path.join(folder, file), 'utf8')) : [];

const files = [...new Set([...list(stock), ...list(ours)])].sort();
const differences: string[] = [];
let objects = 0;
for (const file of files) {
  const [expected, actual] = [objectsOf(stock, file), objectsOf(ours, file)];
  objects += expected.length;
  for (let i = 0; i < Math.max(expected.length, actual.length); i += 1)
    if (!isDeepStrictEqual(expected[i], actual[i])) differences.push(`${file}, document ${i}`);
}
console.log(
  JSON.stringify({ files: files.length, objects, differences: differences.slice(0, 5) } satisfies Comparison),
);
