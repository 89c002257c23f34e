/**
 * The least that a checker of a tree must do: walk it, read and parse each file, visit each scalar. Prints
 * what it saw.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { loadAll } from 'js-yaml';

const [folder = '.'] = process.argv.slice(2);
let files = 0;
let scalars = 0;

function walk(path: string): void {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = `${path}/${entry.name}`;
    if (entry.isDirectory()) walk(child);
    else if (/\.(?:ya?ml|json)$/.test(entry.name)) read(child);
  }
}

function read(path: string): void {
  files++;
  const text = readFileSync(path, 'utf8');
  try {
    const values = path.endsWith('.json') ? [JSON.parse(text)] : loadAll(text, { json: true });
    for (const value of values) visit(value);
  } catch {
    // A template does not parse; the checker has to do more for it, the floor does not.
  }
}

function visit(value: unknown): void {
  if (Array.isArray(value)) for (const item of value) visit(item);
  else if (value !== null && typeof value === 'object')
    for (const key in value) visit((value as Record<string, unknown>)[key]);
  else scalars++;
}

walk(folder);
console.log(`${files} files, ${scalars} scalars`);
