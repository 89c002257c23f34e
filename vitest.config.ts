import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { asksForUpdate, isContinuousIntegration } from './scripts/golden/golden-files.ts';
import { RemindOfE2e } from './test/e2e/remind-of-e2e.ts';

// Without this, `vitest run --update` in CI would approve whatever was rendered.
if (asksForUpdate(process.argv) && isContinuousIntegration(process.env)) {
  throw new Error('Snapshots are reviewed like code and never written in CI.');
}

/** Where `.ci/run` wants the report of this run, from which it counts. */
const report = process.env.VITEST_JSON_REPORT;

const processes = 'test/**/*.process.test.ts';
const releases = 'test/**/*.release.test.ts';

export default defineConfig({
  test: {
    globalSetup: join(import.meta.dirname, 'test/run-folder.ts'),
    // The files of a worker share their modules. Nothing under src/ keeps what one test could leave to another.
    isolate: false,
    // Rendering makes much that is soon forgotten, and collecting it in small pieces costs a twentieth of a run.
    execArgv: ['--max-semi-space-size=64'],
    // As many as there are processors: each further one loads and warms all of the modules once more.
    maxWorkers: availableParallelism(),
    reporters: [
      'default',
      ...(report === undefined ? [] : [['json', { outputFile: report }] satisfies ['json', object]]),
      new RemindOfE2e(),
    ],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [processes, releases],
          testTimeout: 20_000,
          // Rendering the whole platform takes seconds, and every file that needs it does so once.
          hookTimeout: 60_000,
        },
      },
      {
        // What starts programs of Node.js: compilers, commands, other runs of vitest.
        extends: true,
        test: { name: 'process', include: [processes], testTimeout: 120_000, hookTimeout: 300_000 },
      },
      {
        // What only `.ci/run` has the time for: `npm run test:release`.
        extends: true,
        test: { name: 'release', include: [releases], testTimeout: 120_000, hookTimeout: 300_000 },
      },
    ],
  },
});
