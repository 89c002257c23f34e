import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';
import { basePrograms, type ProgramName, programs } from '../tools/programs.ts';

/** One end-to-end file, and what it says about its run. */
export interface TestFile {
  /** Path from the root of the repository. */
  readonly path: string;
  /** Whether it tests the bench itself, on which all others stand. */
  readonly provesBench: boolean;
  /** Whether nothing else may run beside it, because it measures time. */
  readonly alone: boolean;
  /** Minutes that it takes; the long ones start first. */
  readonly minutes: number;
  /** The programs that it may use. */
  readonly needs: readonly ProgramName[];
}

const benchFolders = ['bench', 'namespace', 'servers', 'tools'];

/**
 * Reads what a file says in a line of its own, each part only where it holds:
 * `// e2e: needs external-secrets, 4 minutes, alone`.
 *
 * @throws TypeError where a part is none of these
 */
export function readTestFile(root: string, file: string): TestFile {
  const path = relative(root, file).split(sep).join('/');
  const said = readFileSync(file, 'utf8').match(/^\/\/ e2e: (.*)$/m)?.[1];
  const needs: ProgramName[] = [...basePrograms];
  let alone = false;
  let minutes = 1;
  for (const part of said?.split(', ') ?? []) {
    const [, name, count] = part.match(/^(?:needs (\S+)|(\d+) minutes?|alone)$/) ?? [];
    if (name !== undefined && isProgram(name)) needs.push(name);
    else if (count !== undefined) minutes = Number(count);
    else if (part === 'alone') alone = true;
    else throw new TypeError(`${path} says "${part}" in its line "// e2e: …", which is not known.`);
  }
  const provesBench = benchFolders.some((folder) => path.startsWith(`test/e2e/${folder}/`));
  return { path, provesBench, alone, minutes, needs };
}

const isProgram = (name: string): name is ProgramName => Object.hasOwn(programs, name);
