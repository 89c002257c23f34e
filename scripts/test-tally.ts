import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What vitest's JSON reporter says of a run, as far as it is counted. */
interface TestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

/**
 * Prints `N passed, M failed` over all vitest reports in a folder, and fails where something failed or nothing ran.
 *
 * A file that could not even be loaded has no tests to count, so it counts as one failure itself.
 */
const [folder = ''] = process.argv.slice(2);
const reports = existsSync(folder) ? globSync('*.json', { cwd: folder }) : [];
let passed = 0;
let failed = 0;
for (const name of reports) {
  const report: TestReport = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  passed += report.numPassedTests;
  failed += report.numFailedTests + unloaded.length;
}
process.stdout.write(`${passed} passed, ${failed} failed\n`);
if (failed > 0 || passed === 0) process.exitCode = 1;
