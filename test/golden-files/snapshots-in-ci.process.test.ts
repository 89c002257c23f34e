import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const repository = join(import.meta.dirname, '..', '..');
const vitest = join(repository, 'node_modules/vitest/vitest.mjs');

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'snapshots-in-ci-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const outdated = "test('a', () => expect(1).toMatchInlineSnapshot(`2`));\n";

function runVitest(ci: string | undefined, ...args: string[]) {
  const file = join(folder, 'test', 'outdated.test.ts');
  mkdirSync(dirname(file));
  writeFileSync(file, outdated);
  const { CI: _ci, VITEST: _vitest, ...environment } = process.env;
  const config = join(repository, 'vitest.config.ts');
  const { status, stderr } = spawnSync(
    process.execPath,
    [vitest, 'run', '--config', config, '--root', folder, '--globals', ...args],
    { cwd: repository, env: { ...environment, ...(ci === undefined ? {} : { CI: ci }) }, encoding: 'utf8' },
  );
  return { status, stderr, text: readFileSync(file, 'utf8') };
}

describe('an outdated snapshot', () => {
  it('is not written in CI by a run that asks for it', () => {
    const { status, stderr, text } = runVitest('true', '-u');
    expect(stderr).toContain('never written in CI');
    expect([status, text]).toEqual([1, outdated]);
  });

  it('fails in CI and stays as it is', () => {
    const { status, text } = runVitest('true');
    expect([status, text]).toEqual([1, outdated]);
  });

  it('is written on request elsewhere', () => {
    const { status, text } = runVitest(undefined, '--update');
    expect([status, text]).toEqual([0, outdated.replace('`2`', '`1`')]);
  });
});
