import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundledNames } from '../constructs/programs/programs.ts';
import type { Programs } from '../constructs/tree/programs.ts';
import { bundleProgram } from './bundle-program.ts';

/**
 * Returns the programs of Jobs: bundled where this runs from its TypeScript sources, read from `programs/`
 * where it runs from the published library. Each is made when it is first asked for, and once.
 */
export function makePrograms(): Programs {
  const made = new Map<string, string>();
  const program = (name: string): string => {
    const text = made.get(name) ?? programText(name);
    made.set(name, text);
    return text;
  };
  return Object.fromEntries(bundledNames.map((name) => [name, () => program(name)])) as Programs;
}

function programText(name: string): string {
  const here = fileURLToPath(import.meta.url);
  if (here.endsWith('.ts')) return bundleProgram(path.resolve(path.dirname(here), '../..'), name);
  return readFileSync(path.resolve(path.dirname(here), `../programs/${name}.mjs`), 'utf8');
}
