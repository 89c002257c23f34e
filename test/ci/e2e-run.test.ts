import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeReports } from '../e2e/files/file-report.ts';
import { lanesOf, runFiles } from '../e2e/files/file-schedule.ts';
import type { Supply } from '../e2e/files/supply.ts';
import { readTestFile, type TestFile } from '../e2e/files/test-file.ts';
import { basePrograms } from '../e2e/tools/programs.ts';

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
    ['lifecycle/a.e2e.ts', '// e2e: 12 minutes, alone', { minutes: 12, alone: true, needs: [...basePrograms] }],
    ['platform/a.e2e.ts', '// e2e: needs external-secrets', { needs: [...basePrograms, 'external-secrets'] }],
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

describe('a line of an end-to-end file that says something else', () => {
  it.each(['12 hours', 'needs nothing-known', 'alone, please', ''])('is refused: %j', (text) => {
    const folder = mkdtempSync(join(tmpdir(), 'e2e-run-'));
    const file = join(folder, 'a.e2e.ts');
    writeFileSync(file, `// e2e: ${text}\n`);
    expect(() => readTestFile(folder, file)).toThrow(/a\.e2e\.ts says "/);
    rmSync(folder, { recursive: true });
  });
});

describe('the schedule of end-to-end files', () => {
  const file = (path: string, minutes: number, more: Partial<TestFile> = {}): TestFile => ({
    path,
    provesBench: false,
    alone: false,
    minutes,
    needs: ['vault'],
    ...more,
  });
  const files = [file('b', 1), file('time', 3, { alone: true }), file('long', 9), file('a', 1)];
  const allThere = { has: () => true, until: async () => {} };

  /**
   * Runs files, each as long as its minutes in hundredths of a second, and gives how many ran beside each.
   */
  async function observe(lanes: number) {
    const order: string[] = [];
    const beside = new Map<string, number>();
    const now = new Set<string>();
    const run = async ({ path, minutes }: TestFile): Promise<void> => {
      order.push(path);
      now.add(path);
      for (const each of now) beside.set(each, Math.max(beside.get(each) ?? 0, now.size));
      await sleep(minutes * 10);
      now.delete(path);
    };
    await runFiles(files, { lanes, supply: allThere, run });
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

  it('ends with what a run throws, once the other lanes have ended', async () => {
    const ended: string[] = [];
    const run = async ({ path }: TestFile): Promise<void> => {
      if (path === 'a') throw new Error('no a');
      await sleep(20);
      ended.push(path);
    };
    await expect(runFiles(files, { lanes: 2, supply: allThere, run })).rejects.toThrow('no a');
    expect(ended).toEqual(['long', 'b']);
  });

  it('runs what it can while programs are fetched', async () => {
    const order: string[] = [];
    const there = new Set(['vault']);
    const needing = [file('late', 9, { needs: ['etcd'] }), file('now', 1), file('last', 1, { needs: ['kubectl'] })];
    const run = async ({ path }: TestFile): Promise<void> => void order.push(path);
    const arrival = sleep(20).then(() => there.add('etcd').add('kubectl'));
    const has: Supply['has'] = (needs) => needs.every((need) => there.has(need));
    await runFiles(needing, { lanes: 1, supply: { has, until: async () => void (await arrival) }, run });
    expect(order).toEqual(['now', 'late', 'last']);
  });

  it('ends with why a program cannot be had, having run what needs others', async () => {
    const order: string[] = [];
    const run = async ({ path }: TestFile): Promise<void> => void order.push(path);
    const supply: Pick<Supply, 'has' | 'until'> = {
      has: (needs) => !needs.includes('etcd'),
      until: async () => {
        throw new Error('no etcd');
      },
    };
    const needing = [file('never', 9, { needs: ['etcd'] }), file('now', 1), file('time', 1, { alone: true })];
    await expect(runFiles(needing, { lanes: 2, supply, run })).rejects.toThrow('no etcd');
    expect(order).toEqual(['now']);
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
