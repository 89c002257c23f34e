import { spawnSync } from 'node:child_process';
import { chmodSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;
const scripts = globSync('scripts/**/*.sh', { cwd: root }).sort();
/** Those that a person starts; the others are read by them. */
const started = scripts.filter((file) => readFileSync(join(root, file), 'utf8').startsWith('#!'));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-shell-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Stands in for the command: says how it was called, and ends as it is told. */
function recorder(status: number): string {
  const file = join(folder, 'vaultwright');
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$@"\nexit ${status}\n`);
  chmodSync(file, 0o755);
  return file;
}

function run(script: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(join(root, script), args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ENVIRONMENT: undefined, ...environment },
  });
  return { status, stdout, stderr };
}

describe('scripts', () => {
  test.skipIf(!hasShellcheck)('are clean for shellcheck', () => {
    const { status, stdout } = spawnSync('shellcheck', ['-x', '.ci/run', ...scripts], { cwd: root, encoding: 'utf8' });
    expect(stdout).toBe('');
    expect(status).toBe(0);
    expect(scripts.length).toBeGreaterThan(3);
  });

  test.each(started)('%s may be executed, and documents its exit statuses', (script) => {
    expect(statSync(join(root, script)).mode & 0o111).toBe(0o111);
    const { status, stdout } = run(script, ['--help']);
    expect(status).toBe(0);
    const documented = [...(stdout.split('Exit status:')[1] ?? '').matchAll(/^ {2}(\d) {2}\S/gm)].map(
      ([, code]) => code,
    );
    expect(documented).toEqual(['0', '1', '2', '3', '4']);
    expect(stdout).toMatch(/^Usage: /m);
    expect(stdout).not.toContain('set -euo');
  });
});

describe('bootstrap-db-migrations-secret.sh', () => {
  const script = 'scripts/infra/bootstrap-db-migrations-secret.sh';

  test.each([
    [[], {}, ['doctor', '--environment', 'local', '--component', 'db-migrations']],
    [[], { ENVIRONMENT: 'dev' }, ['doctor', '--environment', 'dev', '--component', 'db-migrations']],
    [
      ['-e', 'staging', '--component', 'ledger', '--json', '--context', 'a b'],
      {},
      ['doctor', '--environment', 'staging', '--component', 'ledger', '--json', '--context', 'a b'],
    ],
  ])('with %j and %j asks the doctor', (args, environment, asked) => {
    const { status, stdout } = run(script, args, { VAULTWRIGHT: recorder(0), ...environment });
    expect(stdout.trimEnd().split('\n')).toEqual(asked);
    expect(status).toBe(0);
  });

  test.each([1, 2, 3, 4])('ends with status %i as the doctor does', (status) => {
    expect(run(script, [], { VAULTWRIGHT: recorder(status) }).status).toBe(status);
  });

  test('refuses an option without its value', () => {
    const { status, stderr } = run(script, ['-e'], { VAULTWRIGHT: recorder(0) });
    expect([status, stderr]).toEqual([2, 'bootstrap-db-migrations-secret.sh: -e needs a name\nSee --help.\n']);
  });
});

describe('validate-hardened-charts.sh', () => {
  const script = 'scripts/validate-hardened-charts.sh';

  test.each([
    [[], 'name a folder with charts'],
    [['--dist'], '--dist needs a value'],
    [['--nothing', '.'], 'there is no option --nothing'],
    [['missing'], 'missing is no folder'],
    [['.'], 'dist holds no rendered environment'],
    [['--dist', '.', '-e', 'live', '.'], 'environment live is not rendered in .'],
    [['--config', 'none.yaml', '.'], 'none.yaml is no file'],
  ])('refuses %j', (args, message) => {
    const { status, stderr } = run(script, args);
    expect(stderr).toContain(message);
    expect(status).toBe(2);
  });

  test('says that it did nothing where Helm is missing', () => {
    mkdirSync(join(folder, 'lab'));
    writeFileSync(join(folder, 'lab', 'environment.json'), '{}');
    const { status, stderr } = run(script, ['--dist', folder, '.'], { HELM: 'no-such-helm' });
    expect([status, stderr]).toEqual([4, 'SKIPPED: no-such-helm is not installed, so no chart was validated.\n']);
  });
});
