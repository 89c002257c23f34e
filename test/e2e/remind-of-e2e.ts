import type { Reporter } from 'vitest/node';

/** Ends a run of `npm test` with the line that says which tests it did not run. */
export class RemindOfE2e implements Reporter {
  onTestRunEnd(): void {
    // After the summary, which other reporters print in the same moment.
    process.once('exit', () => console.log('The tests on real servers are not among these: npm run test:e2e'));
  }
}
