import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Where `.ci/run` wants the report of this run, from which it counts. */
const report = process.env.VITEST_JSON_REPORT;

export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    // All servers of a run share one namespace, hence its addresses.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    reporters: report === undefined ? ['verbose'] : ['verbose', ['json', { outputFile: report }]],
  },
});
