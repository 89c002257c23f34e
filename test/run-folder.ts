import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of this run of the tests, for what its files share; another where they run again. */
    readonly runFolder: string;
  }
}

/** Gives every run of the tests a folder of its own, so that nothing in it is older than the code. */
export default function setup(project: TestProject): (() => void) | undefined {
  // All projects share what the root provides.
  if (project !== project.vitest.getRootProject()) return undefined;
  const made: string[] = [];
  const provide = (): void => {
    const folder = mkdtempSync(join(tmpdir(), 'vaultwright-run-'));
    made.push(folder);
    project.provide('runFolder', folder);
  };
  provide();
  // What one program of Node.js compiles no other does again: tests start hundreds that load the same
  // modules.
  process.env.NODE_COMPILE_CACHE ??= join(made[0] ?? '', 'compiled');
  project.onTestsRerun(provide);
  return () => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  };
}
