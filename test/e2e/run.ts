import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { VaultwrightError } from '../../src/model/diagnostics/errors.ts';
import { type FileRun, mergeReports, readReport } from './files/file-report.ts';
import { lanesOf, runFiles } from './files/file-schedule.ts';
import { Supply } from './files/supply.ts';
import { readTestFile, type TestFile } from './files/test-file.ts';
import { prepareSurroundings, runAlone, say } from './run-in-namespace.ts';
import { basePrograms, requiredPrograms } from './tools/programs.ts';

/**
 * `npm run test:e2e [-- vitest arguments]`: fetches what is missing, and runs each end-to-end file in a
 * namespace of its own, side by side where the machine has room.
 *
 * The files that prove the bench itself come first; where one of them fails, no other runs, since it would
 * fail for that.
 */
const root = join(import.meta.dirname, '..', '..');
const args = process.argv.slice(2);
const vitest = (verb: string): string[] => [
  process.execPath,
  join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  ...[verb, '--config', join(import.meta.dirname, 'vitest.config.ts')],
  ...args,
];
/** Where one report of all files is wanted. */
const wantedReport = process.env.VITEST_JSON_REPORT;
const reports = mkdtempSync(join(tmpdir(), 'vaultwright-e2e-reports-'));
process.on('exit', () => rmSync(reports, { recursive: true, force: true }));
const runs: FileRun[] = [];
let isInterrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    isInterrupted = true;
    // Time for files that run to end and be reported, but not for a build.
    setTimeout(() => process.exit(128 + constants.signals[signal]), 10_000).unref();
  });

const started = performance.now();
const files = chosenFiles();
try {
  if (files.length === 0) say('no test file matches');
  else await runAll();
} catch (error) {
  if (!(error instanceof VaultwrightError)) throw error;
  console.error(error.message);
  runs.push({ path: 'test/e2e', status: error.exitStatus, seconds: 0, report: undefined });
}
const notRun = files.filter(({ path }) => !runs.some((each) => each.path === path)).map(({ path }) => path);
if (notRun.length > 0) say(`not run: ${notRun.join(', ')}`);
if (runs.length > 1) sayDurations();
if (wantedReport) writeFileSync(wantedReport, JSON.stringify(mergeReports(runs, notRun.length)));
const worst = Math.max(...runs.map(({ status }) => status));
process.exitCode = runs.length === 0 || (worst === 0 && notRun.length > 0) ? 1 : worst;

/** The files that the arguments choose, as Vitest understands them. */
function chosenFiles(): TestFile[] {
  const [program = '', ...list] = [...vitest('list'), '--filesOnly', '--json'];
  const { status, stdout } = spawnSync(program, list, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  if (status !== 0) throw new Error(`Vitest does not list the files of ${args.join(' ')}`);
  return (JSON.parse(stdout) as { file: string }[]).map(({ file }) => readTestFile(root, file));
}

async function runAll(): Promise<void> {
  const surroundings = await prepareSurroundings({ needs: [] });
  const supply = await Supply.open(requiredPrograms, { environment: process.env, say });
  const lanes = files.length === 1 ? 1 : lanesOf(process.env, surroundings.isPrivate);

  const run = async (file: TestFile): Promise<void> => {
    if (isInterrupted) return;
    const report = join(reports, `${file.path.replaceAll('/', '_')}.json`);
    const output: string[] = [];
    const begun = performance.now();
    say(`${file.path}: started`);
    const status = await runAlone(vitest('run'), surroundings, {
      environment: {
        ...supply.variables(file.needs),
        VAULTWRIGHT_E2E_FILE: file.path,
        ...(wantedReport && { VITEST_JSON_REPORT: report }),
      },
      // Side by side, each prints at its end, so that no line stands between those of another.
      ...(lanes > 1 && { print: (text: string) => output.push(text) }),
    });
    const seconds = (performance.now() - begun) / 1000;
    process.stdout.write(output.join(''));
    runs.push({ path: file.path, status, seconds, report: readReport(report) });
    const outcome = status === 0 ? 'ok' : 'FAILED';
    say(`${file.path}: ${outcome} (${seconds.toFixed(0)} s), ${runs.length} of ${files.length}`);
  };

  const isFirst = ({ provesBench, needs }: TestFile): boolean => provesBench && needs.length === basePrograms.length;
  await runFiles(files.filter(isFirst), { lanes, supply, run });
  if (runs.some(({ status }) => status !== 0)) return say('the bench itself fails, and so would all that stands on it');
  await runFiles(
    files.filter((file) => !isFirst(file)),
    { lanes, supply, run },
  );
}

function sayDurations(): void {
  for (const { path, status, seconds } of runs.toSorted((a, b) => b.seconds - a.seconds))
    say(`${seconds.toFixed(0).padStart(5)} s  ${status === 0 ? 'ok    ' : 'FAILED'}  ${path}`);
  const sum = runs.reduce((seconds, run) => seconds + run.seconds, 0);
  const total = (performance.now() - started) / 1000;
  say(`${total.toFixed(0)} s in all, ${sum.toFixed(0)} s one after the other`);
}
