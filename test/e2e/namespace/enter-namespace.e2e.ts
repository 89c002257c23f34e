import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { until } from '../platform/until.ts';
import { enterNamespace, namespaceVariable } from './enter-namespace.ts';
import { makeRunFolder, owner, removeAbandonedRunFolders } from './run-folder.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'enter-namespace-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A program that enters a namespace and writes there, second by second, that it lives. */
const startOuter = () => {
  const beat = `setInterval(() => require('node:fs').writeFileSync(${JSON.stringify(join(folder, 'beat'))}, String(Date.now())), 50)`;
  const outer = [
    `import { enterNamespace } from ${JSON.stringify(join(import.meta.dirname, 'enter-namespace.ts'))};`,
    `enterNamespace(${JSON.stringify(folder)}, [process.execPath, '-e', ${JSON.stringify(beat)}], process.env);`,
  ].join('\n');
  return spawn(process.execPath, ['--input-type=module-typescript', '-e', outer], { stdio: 'ignore' });
};

test('whoever kills the program outside ends everything inside', async () => {
  const outer = startOuter();
  const beat = join(folder, 'beat');
  await until(10_000, async () => (existsSync(beat) ? undefined : 'the program inside has not started'));
  outer.kill('SIGKILL');
  await until(10_000, async () =>
    Date.now() - statSync(beat).mtimeMs > 1_000 ? undefined : 'the program inside still runs',
  );
  const last = readFileSync(beat, 'utf8');
  await new Promise((settle) => setTimeout(settle, 500));
  expect(readFileSync(beat, 'utf8')).toBe(last);
});

test('two runs can use the same address and port at the same time', async () => {
  const listen = `require('node:http').createServer().listen(443, '127.0.0.1', () => setTimeout(() => process.exit(), 1500))`;
  const runs = ['one', 'two'].map((name) => {
    const own = join(folder, name);
    mkdirSync(own);
    return enterNamespace(own, [process.execPath, '-e', listen], process.env);
  });
  const codes = await Promise.all(runs.map((run) => new Promise((settle) => run.on('close', settle))));
  expect(codes).toEqual([0, 0]);
});

describe.runIf(process.env[namespaceVariable] === '1')('inside a namespace', () => {
  test('nothing outside can be reached', async () => {
    const failure = await new Promise<string | undefined>((settle) => {
      const sent = request({ host: '192.0.2.1', port: 80, timeout: 2_000 }, () => settle(undefined));
      sent.on('error', (error: NodeJS.ErrnoException) => settle(error.code));
      sent.end();
    });
    expect(failure).toBe('ENETUNREACH');
  });
});

describe('folders of runs', () => {
  test('one whose run was killed is removed by the next; one whose run lives, or lives elsewhere, stays', async () => {
    const gone = spawn('true');
    await new Promise((settle) => gone.on('close', settle));
    const killed = owner(gone.pid ?? 0);
    const elsewhere = killed.replace(/\d+/, '1');
    const folders = [owner(process.pid), elsewhere, killed].map((owned) => {
      const made = makeRunFolder();
      writeFileSync(join(made, 'owner'), owned);
      return made;
    });
    removeAbandonedRunFolders();
    expect(folders.map((made) => existsSync(made))).toEqual([true, true, false]);
    for (const made of folders) rmSync(made, { recursive: true, force: true });
  });

  test('the one of this run outlives that', () => {
    removeAbandonedRunFolders();
    const own = process.env.VAULTWRIGHT_E2E_RUN;
    expect(own === undefined || existsSync(own)).toBe(true);
  });
});
