import { execFile } from 'node:child_process';
import type { Command } from 'commander';
import type { CeremonyRun } from '../../lifecycle/commands/ceremony/ceremony-run.ts';
import { serverStatus } from '../../lifecycle/commands/ceremony/server-observation.ts';
import { bareEnvironment } from '../../model/child-environment.ts';
import type { Invocation } from '../invocation.ts';
import { usage } from './recipients.ts';

export interface BaoOptions {
  readonly bao?: string;
}

/** Adds the option that names OpenBao's own client. */
export const defineBao = (command: Command): Command =>
  command.option('--bao <file>', 'OpenBao’s client of the server’s release; needed for OpenBao’s own endpoints');

/**
 * Returns whether OpenBao's client is at hand, which must be of the server's release: it can then look at the
 * same attempt, and cancel it.
 * @throws VW2000 where what is named is none
 */
export async function hasBao(run: CeremonyRun, { bao }: BaoOptions, { environment }: Invocation): Promise<boolean> {
  if (bao === undefined) return false;
  const { version } = await serverStatus(run);
  const printed = await new Promise<string>((settle) =>
    execFile(bao, ['version'], { env: bareEnvironment(environment), timeout: 10_000 }, (error, stdout) =>
      settle(error ? '' : stdout),
    ),
  );
  const release = /^OpenBao v(\d+\.\d+)\./.exec(printed)?.[1];
  if (release !== undefined && version.replace(/^v/, '').startsWith(`${release}.`)) return true;
  throw usage(
    `--bao names ${bao}, which is no OpenBao of the server’s release ${version}`,
    'It must be able to look at the attempt of this program, and to cancel it.',
  );
}
