import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '..', '..');

let clone: string;

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'ci-run-'));
  cpSync(join(repository, '.ci'), join(clone, '.ci'), { recursive: true });
  mkdirSync(join(clone, 'bin'));
});

afterEach(() => rmSync(clone, { recursive: true }));

const report = (numPassedTests: number, numFailedTests: number, ...unloaded: string[]): string =>
  JSON.stringify({
    numPassedTests,
    numFailedTests,
    testResults: unloaded.map((name) => ({ name, status: 'failed', assertionResults: [] })),
  });

/**
 * Runs `.ci/run` with programs that only record what they are asked.
 *
 * @param failing the command that fails
 * @param reports what vitest reports, by the last part of the command that runs it
 */
function run(failing: string, reports: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(reports)) writeFileSync(join(clone, name), text);
  const tally = `${process.execPath} ${join(repository, 'scripts/test-tally.ts')}`;
  const fake = `#!/usr/bin/env bash
command="$(basename "$0") $*"
if [[ $command == 'npx node scripts/test-tally.ts '* ]]; then exec ${tally} "$3"; fi
echo "$command" >>commands
reported="\${command##*[ :]}.json"
if [[ -n \${VITEST_JSON_REPORT:-} && -f $reported ]]; then cp "$reported" "$VITEST_JSON_REPORT"; fi
[[ $command != '${failing}' ]]
`;
  for (const program of ['npm', 'npx', 'git']) {
    writeFileSync(join(clone, 'bin', program), fake);
    chmodSync(join(clone, 'bin', program), 0o755);
  }
  const env = { ...process.env, PATH: `${join(clone, 'bin')}${delimiter}${process.env.PATH}` };
  const { status, stdout } = spawnSync('bash', ['.ci/run'], { cwd: clone, env, encoding: 'utf8' });
  const commands = readFileSync(join(clone, 'commands'), 'utf8').trim().split('\n');
  return { status, commands, lastLine: stdout.trimEnd().split('\n').at(-1), stdout };
}

const allPassed = { 'test.json': report(40, 0), 'package.json': report(2, 0) };

describe('.ci/run', () => {
  it("starts with the README's commands and counts the tests of all runs", () => {
    const { status, commands, lastLine } = run('', allPassed);
    expect(commands.slice(0, 3)).toEqual(['npm ci', 'npx cdk8s synth', 'npm test']);
    expect([lastLine, status]).toEqual(['42 passed, 0 failed', 0]);
  });

  it('fails when any step does, having run them all', () => {
    const { commands } = run('', allPassed);
    for (const command of commands.filter((name) => name !== 'npm ci')) {
      rmSync(join(clone, 'commands'));
      const failed = run(command, allPassed);
      expect(failed.commands).toEqual(commands);
      expect(failed.stdout).toContain(`failed: ${command}`);
      expect([failed.lastLine, failed.status]).toEqual(['42 passed, 0 failed', 1]);
    }
  });

  it('stops where nothing could be installed', () => {
    const { status, commands, lastLine } = run('npm ci', allPassed);
    expect([commands, lastLine, status]).toEqual([['npm ci'], '0 passed, 0 failed', 1]);
  });

  it.each([
    ['a failed test', { 'test.json': report(40, 1), 'package.json': report(2, 0) }, '42 passed, 1 failed'],
    ['a test file that cannot be loaded', { 'test.json': report(40, 0, 'a.test.ts') }, '40 passed, 1 failed'],
    ['no report at all', {}, '0 passed, 0 failed'],
  ])('fails on %s', (_name, reports, expected) => {
    const { status, lastLine } = run('', reports);
    expect([lastLine, status]).toEqual([expected, 1]);
  });
});
