import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VaultwrightError } from '../../src/model/diagnostics/errors.ts';
import { type FileRun, mergeReports, readReport } from './files/file-report.ts';
import { FileSchedule, lanesOf } from './files/file-schedule.ts';
import { readTestFile, type TestFile } from './files/test-file.ts';
import { prepareSurroundings, runAlone, type Surroundings } from './run-in-namespace.ts';
import { requiredPrograms } from './tools/programs.ts';

/**
 * `npm run test:e2e [-- vitest arguments]`: fetches what is missing, then runs each end-to-end file in a namespace of its own,
 * side by side where the machine has room.
 *
 * The files that prove the bench itself come first; where one of them fails, no other runs, since it would fail for that.
 */
const root = join(import.meta.dirname, '..', '..');
const args = process.argv.slice(2);
const vitest = (verb: string): string[] => [
  process.execPath,
  join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  ...[verb, '--config', join(import.meta.dirname, 'vitest.config.ts')],
  ...args,
];
const say = (line: string): void => console.error(`e2e: ${line}`);
const reports = mkdtempSync(join(tmpdir(), 'vaultwright-e2e-reports-'));
const runs: FileRun[] = [];
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    isInterrupted = true;
  });

try {
  const files = chosenFiles();
  if (files.length === 0) say('no test file matches');
  process.exitCode = files.length > 0 && (await runAll(files)) ? 0 : 1;
} catch (error) {
  if (!(error instanceof VaultwrightError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitStatus;
  runs.push({ path: 'test/e2e', status: error.exitStatus, seconds: 0, report: undefined });
  report(0);
} finally {
  rmSync(reports, { recursive: true, force: true });
}

/** The files that the arguments choose, as Vitest understands them. */
function chosenFiles(): TestFile[] {
  const [program = '', ...list] = [...vitest('list'), '--filesOnly', '--json'];
  const { status, stdout } = spawnSync(program, list, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`Vitest does not list the files of ${args.join(' ')}`);
  return (JSON.parse(stdout) as { file: string }[]).map(({ file }) => readTestFile(root, file));
}

/** @returns whether all files passed */
async function runAll(files: readonly TestFile[]): Promise<boolean> {
  const surroundings = await prepareSurroundings({ needs: requiredPrograms });
  const lanes = files.length === 1 ? 1 : lanesOf(process.env, surroundings.isPrivate);
  const started = performance.now();
  const first = files.filter(({ provesBench }) => provesBench);
  const others = files.filter(({ provesBench }) => !provesBench);
  const run = (file: TestFile): Promise<void> => runFile(file, surroundings, lanes, files.length);
  await new FileSchedule(first, lanes).runAll(run);
  const isProven = runs.every(({ status }) => status === 0);
  if (isProven) await new FileSchedule(others, lanes).runAll(run);
  const notRun = files.filter(({ path }) => !runs.some((each) => each.path === path));
  if (notRun.length > 0)
    say(
      `not run, since ${isProven ? 'the run was ended' : 'the bench itself fails'}: ${notRun.map(({ path }) => path).join(', ')}`,
    );
  if (files.length > 1) sayDurations((performance.now() - started) / 1000);
  report(notRun.length);
  return notRun.length === 0 && runs.every(({ status }) => status === 0);
}

/** Writes the report of all files to where one is wanted. */
function report(notRun: number): void {
  const wanted = process.env.VITEST_JSON_REPORT;
  if (wanted) writeFileSync(wanted, JSON.stringify(mergeReports(runs, notRun)));
}

async function runFile(file: TestFile, surroundings: Surroundings, lanes: number, of: number): Promise<void> {
  if (isInterrupted) return;
  const ownReport = join(reports, `${file.path.replaceAll('/', '_')}.json`);
  const started = performance.now();
  const output: string[] = [];
  if (of > 1) say(`${file.path}: started`);
  const status = await runAlone(vitest('run'), surroundings, {
    environment: { VAULTWRIGHT_E2E_FILE: file.path, VITEST_JSON_REPORT: ownReport },
    // Side by side, each prints at its end, so that no line stands between those of another.
    ...(lanes > 1 && { print: (text: string) => output.push(text) }),
  });
  const seconds = (performance.now() - started) / 1000;
  process.stdout.write(output.join(''));
  runs.push({ path: file.path, status, seconds, report: readReport(ownReport) });
  if (of > 1) say(`${file.path}: ${status === 0 ? 'ok' : 'FAILED'} (${seconds.toFixed(0)} s), ${runs.length} of ${of}`);
}

function sayDurations(total: number): void {
  const sum = runs.reduce((seconds, run) => seconds + run.seconds, 0);
  for (const { path, status, seconds } of runs.toSorted((a, b) => b.seconds - a.seconds))
    say(`${seconds.toFixed(0).padStart(5)} s  ${status === 0 ? 'ok    ' : 'FAILED'}  ${path}`);
  say(`${total.toFixed(0)} s in all, ${sum.toFixed(0)} s one after the other`);
}
