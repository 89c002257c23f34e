import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of this run of the tests, for what its files share; another where they run again. */
    readonly runFolder: string;
  }
}

/**
 * Gives every run of the tests a folder of its own, so that nothing in it is older than the code; the
 * temporary files of the run are in it too.
 */
export default function setup(project: TestProject): (() => void) | undefined {
  // All projects share what the root provides.
  if (project !== project.vitest.getRootProject()) return undefined;
  // Short, since the paths of sockets below it are bounded.
  const whole = mkdtempSync(join(tmpdir(), 'vw-'));
  const provide = (): void => project.provide('runFolder', mkdtempSync(join(whole, 'run-')));
  provide();
  // What one program of Node.js compiles no other does again: tests start hundreds that load the same
  // modules.
  process.env.NODE_COMPILE_CACHE ??= join(whole, 'compiled');
  // Whatever tests, and what they call, leave among temporary files goes with the run.
  process.env.TMPDIR = join(whole, 't');
  mkdirSync(process.env.TMPDIR);
  project.onTestsRerun(provide);
  return () => rmSync(whole, { recursive: true, force: true });
}
