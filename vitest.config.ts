import { defineConfig } from 'vitest/config';
import { isContinuousIntegration } from './scripts/golden/golden-files.ts';
import { RemindOfE2e } from './test/e2e/remind-of-e2e.ts';

// Without this, `vitest run --update` in CI would approve whatever was rendered.
const wantsUpdate = process.argv.some((argument) => /^(-[a-z]*u[a-z]*|--update(=.*)?)$/.test(argument));
if (wantsUpdate && isContinuousIntegration(process.env)) {
  throw new Error('Snapshots are reviewed like code and never written in CI.');
}

/** Where `.ci/run` wants the report of this run, from which it counts. */
const report = process.env.VITEST_JSON_REPORT;

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/e2e/**', 'node_modules/**'],
    // Some tests run compilers and commands, which takes its time where other things run too.
    testTimeout: 60_000,
    hookTimeout: 300_000,
    reporters: [
      'default',
      ...(report === undefined ? [] : [['json', { outputFile: report }] satisfies ['json', object]]),
      new RemindOfE2e(),
    ],
  },
});
