import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeReports } from '../e2e/files/file-report.ts';
import { FileSchedule, lanesOf } from '../e2e/files/file-schedule.ts';
import { readTestFile, type TestFile } from '../e2e/files/test-file.ts';

describe('what an end-to-end file says about its run', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'e2e-run-'));
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  it.each([
    ['lifecycle/a.e2e.ts', 'test();', { provesBench: false, alone: false, minutes: 1 }],
    ['lifecycle/a.e2e.ts', "import 'x';\n// e2e: 4 minutes\ntest();", { minutes: 4, alone: false }],
    ['lifecycle/a.e2e.ts', '// e2e: alone', { minutes: 1, alone: true }],
    ['lifecycle/a.e2e.ts', '// e2e: 12 minutes, alone, since it measures time', { minutes: 12, alone: true }],
    ['lifecycle/a.e2e.ts', 'const text = "// e2e: alone";', { alone: false }],
    ['servers/a.e2e.ts', '', { provesBench: true }],
    ['pods/a.e2e.ts', '', { provesBench: false }],
  ])('%s, %j', (path, text, expected) => {
    const file = join(folder, 'test/e2e', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    expect(readTestFile(folder, file)).toMatchObject({ path: `test/e2e/${path}`, ...expected });
  });
});

describe('the schedule of end-to-end files', () => {
  const file = (path: string, minutes: number, alone = false): TestFile => ({
    path,
    provesBench: false,
    alone,
    minutes,
  });
  const files = [file('b', 1), file('time', 3, true), file('long', 9), file('a', 1)];

  /** Runs files, each as long as its minutes in hundredths of a second, and gives how many ran beside each. */
  async function observe(lanes: number) {
    const order: string[] = [];
    const beside = new Map<string, number>();
    const now = new Set<string>();
    await new FileSchedule(files, lanes).runAll(async ({ path, minutes }) => {
      order.push(path);
      now.add(path);
      for (const each of now) beside.set(each, Math.max(beside.get(each) ?? 0, now.size));
      await sleep(minutes * 10);
      now.delete(path);
    });
    return { order, beside: Object.fromEntries(beside) };
  }

  it('starts the long ones first, fills the lanes, and keeps what measures time alone', async () => {
    expect(await observe(2)).toEqual({
      order: ['long', 'a', 'b', 'time'],
      beside: { long: 2, a: 2, b: 2, time: 1 },
    });
  });

  it('runs one after the other with one lane', async () => {
    expect(await observe(1)).toEqual({
      order: ['long', 'a', 'b', 'time'],
      beside: { long: 1, a: 1, b: 1, time: 1 },
    });
  });

  it('ends with what a run throws', async () => {
    const failing = new FileSchedule(files, 2).runAll(async ({ path }) => {
      if (path === 'b') throw new Error('no b');
    });
    await expect(failing).rejects.toThrow('no b');
  });

  it('has one lane where runs share the ports of the machine, and as many as the variable says', () => {
    expect(lanesOf({}, false)).toBe(1);
    expect(lanesOf({ VAULTWRIGHT_E2E_LANES: '3' }, true)).toBe(3);
    expect(lanesOf({ VAULTWRIGHT_E2E_LANES: 'many' }, false)).toBe(1);
  });
});

describe('the report of all end-to-end files', () => {
  const good = {
    success: true,
    numPassedTests: 3,
    numFailedTests: 0,
    numPendingTests: 1,
    numTodoTests: 0,
    testResults: [{ name: 'good', status: 'passed', assertionResults: [] }],
  };

  it('adds the reports up', () => {
    const run = { path: 'good', status: 0, seconds: 1, report: good };
    expect(mergeReports([run, run], 0)).toEqual({
      ...good,
      numPassedTests: 6,
      numPendingTests: 2,
      testResults: [...good.testResults, ...good.testResults],
    });
  });

  it('counts a process without report as a file that failed, and files that did not run as skipped', () => {
    const merged = mergeReports(
      [
        { path: 'good', status: 0, seconds: 1, report: good },
        { path: 'dead', status: 137, seconds: 1, report: undefined },
      ],
      5,
    );
    expect(merged).toMatchObject({ success: false, numPassedTests: 3, numFailedTests: 0, numPendingTests: 6 });
    expect(merged.testResults).toContainEqual(
      expect.objectContaining({ name: 'dead', status: 'failed', assertionResults: [] }),
    );
  });
});
