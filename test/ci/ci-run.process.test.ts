import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '..', '..');
const servers = 'node test/e2e/tools/build.mjs';

/** The programs of the distribution, as the script lists them. */
const listed = [
  ...(readFileSync(join(repository, '.ci/run'), 'utf8').match(/^programs=\(([^)]*)\)/m)?.[1] ?? '').matchAll(
    /(\S+):\S+/g,
  ),
].map(([, command = '']) => command);

let clone: string;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'ci-run-'));
  cpSync(join(repository, '.ci'), join(clone, '.ci'), { recursive: true });
  mkdirSync(join(clone, 'bin'));
});

afterEach(() => rmSync(clone, { recursive: true }));

interface Counts {
  readonly passed: number;
  readonly failed?: number;
  readonly skipped?: number;
  readonly todo?: number;
  /** Files that failed, each with the statuses of its tests. */
  readonly failedFiles?: Readonly<Record<string, readonly string[]>>;
  readonly success?: boolean;
}

/** What Vitest would report. */
function report({ passed, failed = 0, skipped = 0, todo = 0, failedFiles = {}, success }: Counts): string {
  const testResults = Object.entries(failedFiles).map(([name, statuses]) => ({
    name,
    status: 'failed',
    assertionResults: statuses.map((status) => ({ status })),
  }));
  return JSON.stringify({
    success: success ?? (failed === 0 && testResults.length === 0),
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: todo,
    testResults,
  });
}

interface Machine {
  /** Commands of the machine that are not there. */
  readonly without?: readonly string[];
}

/**
 * Runs `.ci/run` with programs that only record what they are asked.
 *
 * @param failing the commands that fail
 * @param reports what vitest reports, by the last part of the command that runs it
 */
function run(failing: readonly string[], reports: Readonly<Record<string, string>>, { without = [] }: Machine = {}) {
  for (const [name, text] of Object.entries(reports)) writeFileSync(join(clone, name), text);
  const tally = `${process.execPath} ${join(repository, 'scripts/test-tally.ts')}`;
  const bin = join(clone, 'bin');
  const fake = `#!/bin/bash
command="$(basename "$0") $*"
if [[ $command == 'npx node scripts/test-tally.ts '* ]]; then exec ${tally} "$3"; fi
echo "$command" >>commands
reported="\${command##*[ :]}.json"
if [[ -n \${VITEST_JSON_REPORT:-} && -f $reported ]]; then cp "$reported" "$VITEST_JSON_REPORT"; fi
if [[ $command == '${servers}' ]]; then echo 'the last words of the build'; fi
case $command in ${failing.map((each) => `'${each}') exit 1;; `).join('')} esac
`;
  const recorded = ['npm', 'npx', 'git', 'node', 'apt-get'];
  for (const program of [...recorded, ...listed].filter((name) => !without.includes(name))) {
    writeFileSync(join(bin, program), fake);
    chmodSync(join(bin, program), 0o755);
  }
  for (const tool of ['bash', 'basename', 'cp', 'dirname', 'mkdir', 'rm', 'tail']) {
    const place = spawnSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).stdout.trim();
    symlinkSync(place, join(bin, tool));
  }
  // Nothing but the programs of this machine is found.
  const env = { ...process.env, PATH: bin };
  const { status, stdout } = spawnSync('/bin/bash', ['.ci/run'], { cwd: clone, env, encoding: 'utf8' });
  const all = readFileSync(join(clone, 'commands'), 'utf8').trim().split('\n');
  // The servers are fetched beside the other steps, at some moment.
  const commands = all.filter((command) => command !== servers);
  rmSync(bin, { recursive: true });
  mkdirSync(bin);
  rmSync(join(clone, 'commands'));
  return { status, all, commands, lastLine: stdout.trimEnd().split('\n').at(-1), stdout };
}

const allPassed = { 'test.json': report({ passed: 40 }), 'release.json': report({ passed: 2 }) };

describe('.ci/run', () => {
  it("starts with the README's commands and counts the tests of all runs", () => {
    const { status, commands, lastLine } = run([], allPassed);
    expect(commands.slice(0, 3)).toEqual(['npm ci', 'npx cdk8s synth', 'npm test']);
    expect([lastLine, status]).toEqual(['42 passed, 0 failed', 0]);
  });

  it('fails when any step does, having run them all', () => {
    const { commands } = run([], allPassed);
    const steps = commands.filter((name) => name !== 'npm ci');
    for (const half of [0, 1]) {
      const failing = steps.filter((_, index) => index % 2 === half);
      const failed = run(failing, allPassed);
      expect(failed.commands).toEqual(commands);
      expect(failed.stdout.match(/(?<=^failed: ).*$/gm)).toEqual(failing);
      expect([failed.lastLine, failed.status]).toEqual(['42 passed, 0 failed', 1]);
    }
  });

  it('stops where nothing could be installed', () => {
    const { status, all, lastLine } = run(['npm ci'], allPassed);
    expect([all, lastLine, status]).toEqual([['npm ci'], '0 passed, 0 failed', 1]);
  });

  it('fetches the servers beside the first steps, and shows how that ended only where it failed', () => {
    const good = run([], allPassed);
    expect(good.all).toContain(servers);
    const bad = run([servers], allPassed);
    expect(bad.commands).toEqual(good.commands);
    expect(bad.stdout).toMatch(/the last words of the build\n== FAILED: servers_built/);
    expect([bad.lastLine, bad.status]).toEqual(['42 passed, 0 failed', 1]);
  });

  it('installs the programs of the distribution that are missing, or says aloud that they are', () => {
    const isRoot = process.getuid?.() === 0;
    const lacking = run([], allPassed, { without: ['ip'] });
    const installed = lacking.all.filter((command) => command.startsWith('apt-get install'));
    expect(installed).toEqual(isRoot ? [expect.stringMatching(/ iproute2$/)] : []);
    expect(listed).toContain('ip');
    expect(lacking.stdout).toContain('MISSING, and with them the tests that run them: ip\n');
    const unable = run([], allPassed, { without: ['ps', 'ip', 'apt-get'] });
    expect(unable.all.filter((command) => command.startsWith('apt-get'))).toEqual([]);
    expect(unable.stdout).toContain('MISSING, and with them the tests that run them: ip ps\n');
    const complete = run([], allPassed);
    expect(complete.all.filter((command) => command.startsWith('apt-get'))).toEqual([]);
    expect(complete.stdout).not.toContain('MISSING');
  });

  it.each([
    ['a failed test', { passed: 40, failed: 1, failedFiles: { 'a.test.ts': ['failed'] } }, '42 passed, 1 failed'],
    ['a test file that cannot be loaded', { passed: 40, failedFiles: { 'a.test.ts': [] } }, '42 passed, 1 failed'],
    [
      'a test file whose preparation throws',
      { passed: 40, skipped: 2, failedFiles: { 'a.test.ts': ['skipped', 'skipped'] } },
      '42 passed, 1 failed, 2 skipped',
    ],
    ['an error beside all tests', { passed: 40, success: false }, '42 passed, 1 failed'],
  ])('fails on %s', (_name, counts: Counts, expected) => {
    const { status, lastLine } = run([], { ...allPassed, 'test.json': report(counts) });
    expect([lastLine, status]).toEqual([expected, 1]);
  });

  it('fails on no report at all', () => {
    const { status, lastLine } = run([], {});
    expect([lastLine, status]).toEqual(['0 passed, 0 failed', 1]);
  });

  it('counts what was skipped', () => {
    const { status, lastLine } = run([], { ...allPassed, 'test.json': report({ passed: 40, skipped: 3, todo: 1 }) });
    expect([lastLine, status]).toEqual(['42 passed, 0 failed, 4 skipped', 0]);
  });
});
