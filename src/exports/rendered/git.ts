import { spawnSync } from 'node:child_process';
import { guardedGit, withoutVaultCredentials } from '../../model/child-environment.ts';
import { renderedProblem } from './rendered-problems.ts';

interface Answer {
  readonly status: number | null;
  readonly out: Buffer;
}

/** Asks git, and returns its exit status and output; `status` is `null` where there is no git. */
export function askGit(args: readonly string[], folder: string, input?: string): Answer {
  const { status, stdout, error } = spawnSync('git', [...guardedGit, ...args], {
    cwd: folder,
    env: withoutVaultCredentials(process.env),
    stdio: ['pipe', 'pipe', 'ignore'],
    maxBuffer: 2 ** 30,
    ...(input !== undefined && { input }),
  });
  return { status: error ? null : status, out: stdout ?? Buffer.alloc(0) };
}

/** Returns what git answers. @throws VW4035 where it does not */
export function git(args: readonly string[], folder: string, input?: string): Buffer {
  const { status, out } = askGit(args, folder, input);
  if (status !== 0) throw renderedProblem('VW4035', `git does not answer to ${args[0]} in ${folder}`);
  return out;
}
