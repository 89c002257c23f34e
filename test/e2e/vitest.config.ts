import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Where the report of this run is wanted, from which `.ci/run` counts. */
const report = process.env.VITEST_JSON_REPORT;
/** The one file that this process runs; `run.ts` starts a process for each. */
const file = process.env.VAULTWRIGHT_E2E_FILE;

export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: file === undefined ? ['test/e2e/**/*.e2e.ts'] : [file],
    // All servers of a process share one namespace, hence its addresses.
    fileParallelism: false,
    testTimeout: 120_000,
    // Longer than all servers of a bench may take together, so that the one that does not come up is named.
    hookTimeout: 400_000,
    reporters: report === undefined ? ['verbose'] : ['verbose', ['json', { outputFile: report }]],
  },
});
