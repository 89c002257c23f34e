import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What vitest's JSON reporter says of a run, as far as it is counted. */
interface TestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/**
 * Prints `N passed, M failed` over all vitest reports in a folder, and `, K skipped` where some were; ends
 * with status 1 where something failed or nothing ran.
 *
 * A file that fails beside its tests — it cannot be loaded, or its preparation throws and its tests are
 * skipped — counts as one failure, and so does a run that fails beside its files.
 */
const [folder = ''] = process.argv.slice(2);
const reports = existsSync(folder) ? globSync('*.json', { cwd: folder }) : [];
let passed = 0;
let failed = 0;
let skipped = 0;
for (const name of reports) {
  const report: TestReport = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const failedBesideTests = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((each) => each.status === 'failed'),
  );
  passed += report.numPassedTests;
  failed += Math.max(report.numFailedTests + failedBesideTests.length, report.success ? 0 : 1);
  skipped += report.numPendingTests + report.numTodoTests;
}
process.stdout.write(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
if (failed > 0 || passed === 0) process.exitCode = 1;
