import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { folderWith, runCli } from './run-cli.ts';

const size = 400;
let folder: string;
beforeEach(() => {
  folder = folderWith({ 'dist/lab/environment.json': '{}' });
  for (let each = 0; each < size; each++) put(`dist/lab/services/${each}/a.k8s.yaml`, 'round: 0\n');
  mkdirSync(join(folder, 'gitops'));
  git('init', '-q', '-b', 'main');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(file: string, text: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}
const git = (...args: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], {
    cwd: join(folder, 'gitops'),
    encoding: 'utf8',
  });
const commit = (): void => {
  git('add', '-A');
  git('commit', '-q', '--allow-empty', '-m', 'Now');
};
const record = () => JSON.parse(readFileSync(join(folder, 'gitops/.vaultwright-published.json'), 'utf8'));

/**
 * Runs the command in a process of its own and kills it as soon as it says in the record that it is at work.
 */
async function killAtWork(): Promise<boolean> {
  const cli = join(import.meta.dirname, '../../src/cli/main.ts');
  const child = spawn(process.execPath, [cli, 'publish', '--repo', 'gitops'], { cwd: folder, stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  while (child.exitCode === null) {
    try {
      if (record().unfinished === true) child.kill('SIGKILL');
    } catch {
      // Not there yet.
    }
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1))]);
    if (child.signalCode !== null) break;
  }
  await ended;
  // Refused, it would have ended by itself.
  expect({ killed: child.signalCode !== null || child.exitCode === 0 }).toEqual({ killed: true });
  return record().unfinished === true;
}

test('what a killed run leaves is completed by the next one, which takes none of it for another’s', async () => {
  expect((await runCli(['publish', '--repo', 'gitops'], folder)).status).toBe(0);
  commit();
  let killed = 0;
  for (let round = 1; round <= 3; round++) {
    for (let each = round; each < size; each++) put(`dist/lab/services/${each}/a.k8s.yaml`, `round: ${round}\n`);
    rmSync(join(folder, `dist/lab/services/${round - 1}`), { recursive: true });
    if (await killAtWork()) killed++;
    // It was faster than the signal: the next one refuses what nobody committed.
    else commit();
  }
  expect(killed).toBeGreaterThan(0);
  expect(await runCli(['publish', '--repo', 'gitops'], folder)).toMatchObject({ status: 0, err: '' });
  expect(record()).not.toHaveProperty('unfinished');
  expect((await runCli(['publish', '--repo', 'gitops', '--check'], folder)).status).toBe(0);
  expect(
    git('status', '--porcelain', '--untracked-files=all')
      .split('\n')
      .filter((line) => line.startsWith('??')),
  ).toEqual([]);
});
