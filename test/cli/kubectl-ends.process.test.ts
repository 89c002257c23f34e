import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { writeSmallDist } from '../lifecycle/commands/rendered/small-dist.ts';
import { folderWith } from './run-cli.ts';

test('kubectl ends even where the command is killed', async () => {
  const folder = folderWith({});
  writeSmallDist(folder);
  const program = folderWith({ kubectl: '#!/bin/sh\necho "$$ $2" > "$SEEN"\nexec sleep 1000\n' });
  chmodSync(join(program, 'kubectl'), 0o755);
  const seen = join(program, 'seen');
  const main = join(import.meta.dirname, '../../src/cli/main.ts');
  const child = spawn(process.execPath, [main, 'drift', '-e', 'demo', '--vault-address', 'http://127.0.0.1:9'], {
    cwd: folder,
    env: { PATH: `${program}:/usr/bin:/bin`, SEEN: seen },
    stdio: 'ignore',
  });
  while (!existsSync(seen) || !readFileSync(seen, 'utf8').includes('/api')) await sleep(20);
  const [, pid, socketFolder] = /^(\d+) --unix-socket=(\S+)\/api/.exec(readFileSync(seen, 'utf8')) ?? [];
  expect(existsSync(socketFolder ?? '')).toBe(true);
  child.kill('SIGKILL');
  await vi.waitFor(() => {
    expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
    expect(existsSync(socketFolder ?? '')).toBe(false);
  });
  for (const each of [folder, program]) rmSync(each, { recursive: true });
});
