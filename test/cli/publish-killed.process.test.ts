import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { outputAndCheckout } from './output-and-checkout.ts';

const size = 400;
const { at, put, git, commit, read, publish } = outputAndCheckout();
beforeEach(() => {
  for (let each = 0; each < size; each++) put(`dist/lab/services/${each}/a.k8s.yaml`, 'round: 0\n');
});

const record = () => JSON.parse(read('.vaultwright-published.json'));

/**
 * Runs the command in a process of its own and kills it as soon as it says in the record that it is at work.
 */
async function killAtWork(): Promise<boolean> {
  const cli = join(import.meta.dirname, '../../src/cli/main.ts');
  const child = spawn(process.execPath, [cli, 'publish', '--repo', 'gitops'], { cwd: at(), stdio: 'ignore' });
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
  expect((await publish()).status).toBe(0);
  commit();
  let killed = 0;
  for (let round = 1; round <= 3; round++) {
    for (let each = round; each < size; each++) put(`dist/lab/services/${each}/a.k8s.yaml`, `round: ${round}\n`);
    rmSync(at(`dist/lab/services/${round - 1}`), { recursive: true });
    if (await killAtWork()) killed++;
    // It was faster than the signal: the next one refuses what nobody committed.
    else commit();
  }
  expect(killed).toBeGreaterThan(0);
  expect(await publish()).toMatchObject({ status: 0, err: '' });
  expect(record()).not.toHaveProperty('unfinished');
  expect((await publish('--check')).status).toBe(0);
  expect(
    git('status', '--porcelain', '--untracked-files=all')
      .split('\n')
      .filter((line) => line.startsWith('??')),
  ).toEqual([]);
});
