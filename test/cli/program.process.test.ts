import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { allRules } from '../../src/guardrails/engine/registry.ts';
import { folderWith, runCli } from './run-cli.ts';

const folder = folderWith({});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const root = join(import.meta.dirname, '../..');

describe('vaultwright', () => {
  test('prints its version and its help, and asks for a command', async () => {
    expect(await runCli(['--version'], folder)).toMatchObject({
      status: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    const help = await runCli(['--help'], folder);
    expect(help).toMatchObject({ status: 0, err: '' });
    for (const command of ['check', 'explain', 'completion']) expect(help.out).toContain(`\n  ${command} `);
    expect((await runCli([], folder)).status).toBe(2);
    const direct = await runCli(['check', '--help'], folder);
    expect(await runCli(['help', 'check'], folder)).toEqual(direct);
    expect(direct.out).toContain('--write-baseline');
  });

  test('runs from the sources in a process of its own', () => {
    writeFileSync(join(folder, 'a.yaml'), 'a: b\n');
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), 'check', '-q'], {
      cwd: folder,
    });
    expect({ status, out: stdout.toString(), err: stderr.toString() }).toEqual({ status: 0, out: '', err: '' });
  });

  test('says nothing of what it was reading when it fails itself, unless asked', async () => {
    const input = () => Promise.reject(new TypeError('hunter2-literal'));
    const { status, err } = await runCli(['check', '-'], folder, { input });
    expect(status).toBe(3);
    expect(err).toMatch(/^error VW2099: vaultwright failed with TypeError\n[\s\S]*\n +at /);
    expect(err).not.toContain('hunter2');
    const debugging = await runCli(['check', '-'], folder, { input, environment: { VAULTWRIGHT_DEBUG: '1' } });
    expect(debugging.err).toContain('hunter2');
  });
});

describe('vaultwright explain', () => {
  test('explains each rule by id and by code, with an example of both kinds', async () => {
    for (const { id, code, why } of allRules) {
      const byId = await runCli(['explain', id], folder);
      expect(byId.status).toBe(0);
      for (const part of [code, why, 'Wrong: ', 'Right: ']) expect(byId.out).toContain(part);
      expect(await runCli(['explain', code.toLowerCase()], folder)).toEqual(byId);
    }
  });

  test('lists every rule', async () => {
    const { out } = await runCli(['explain'], folder);
    expect(out.trimEnd().split('\n')).toHaveLength(allRules.length);
  });
});

describe('vaultwright completion', () => {
  const shells = { bash: ['bash', '-n'], zsh: ['zsh', '-n'], fish: ['fish', '--no-execute'] } as const;

  test.each(Object.entries(shells))('prints a script that %s takes', async (shell, [program, ...args]) => {
    const { status, out } = await runCli(['completion', shell], folder);
    expect(status).toBe(0);
    for (const word of ['--write-baseline', 'no-inline-secret', 'sarif'])
      expect(out).toContain(shell === 'fish' ? word.replace('--', '-l ') : word);
    const isInstalled = ['/bin', '/usr/bin', '/usr/local/bin'].some((directory) =>
      existsSync(join(directory, program)),
    );
    if (isInstalled) execFileSync(program, args, { input: out });
  });
});
