import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { type CommandRun, ended } from './workstation-runner.ts';

const main = join(import.meta.dirname, '..', '..', '..', 'src', 'cli', 'main.ts');

/** Runs a command in a process of its own, with an environment that holds nothing but what is given. */
export function commandIn(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CommandRun> {
  const env = { PATH: process.env.PATH, HOME: folder, ...environment };
  return ended(spawn(process.execPath, [main, ...args], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] }));
}
