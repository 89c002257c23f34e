import { readFileSync } from 'node:fs';
import { relative, sep } from 'node:path';

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
}

const benchFolders = ['bench', 'namespace', 'servers', 'tools'];

/**
 * Reads what a file says in a line of its own: `// e2e: 4 minutes` where it takes longer than one, `// e2e: alone` where it
 * measures time, `// e2e: 4 minutes, alone`.
 */
export function readTestFile(root: string, file: string): TestFile {
  const path = relative(root, file).split(sep).join('/');
  const said = readFileSync(file, 'utf8').match(/^\/\/ e2e: (.*)$/m)?.[1] ?? '';
  const minutes = said.match(/\b(\d+) minutes?\b/)?.[1];
  return {
    path,
    provesBench: benchFolders.some((folder) => path.startsWith(`test/e2e/${folder}/`)),
    alone: /\balone\b/.test(said),
    minutes: minutes === undefined ? 1 : Number(minutes),
  };
}
