import { existsSync, readFileSync } from 'node:fs';

const counts = ['numPassedTests', 'numFailedTests', 'numPendingTests', 'numTodoTests'] as const;

/** What is read of the report of Vitest's JSON reporter. */
export interface TestReport extends Readonly<Record<(typeof counts)[number], number>> {
  readonly success: boolean;
  readonly testResults: readonly unknown[];
}

/** How a file ended. */
export interface FileRun {
  readonly path: string;
  /** Exit status of its process. */
  readonly status: number;
  readonly seconds: number;
  /** Absent where its process died before it could report. */
  readonly report: TestReport | undefined;
}

/** Reads the report of a file. @returns `undefined` where its process left none that can be read */
export function readReport(file: string): TestReport | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as TestReport;
  } catch {
    return undefined;
  }
}

/**
 * Makes one report out of those of all files. A process that ended without a report is one file that failed.
 * @param notRun number of files that did not run; each counts as one test that was skipped
 */
export function mergeReports(runs: readonly FileRun[], notRun: number): TestReport {
  const reports = runs.map(({ path, status, report }) => report ?? deadReport(path, status));
  const sums = Object.fromEntries(
    counts.map((count) => [count, reports.reduce((sum, report) => sum + report[count], 0)]),
  ) as Record<(typeof counts)[number], number>;
  return {
    ...sums,
    numPendingTests: sums.numPendingTests + notRun,
    success: runs.every(({ status }) => status === 0),
    testResults: reports.flatMap(({ testResults }) => testResults),
  };
}

function deadReport(name: string, status: number): TestReport {
  const message = `ended with status ${status} and without a report`;
  return {
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    success: false,
    testResults: [{ name, status: 'failed', message, assertionResults: [] }],
  };
}
