import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { CeremonyRun } from '../../lifecycle/commands/ceremony/ceremony-run.ts';
import { readGiven } from '../../lifecycle/commands/ceremony/ceremony-run.ts';
import { type Custody, type Recipient, recipientOf } from '../../lifecycle/commands/ceremony/ceremony-state.ts';
import { ConfigurationError } from '../../model/diagnostics/errors.ts';
import type { Invocation } from '../invocation.ts';
import { named, people } from './ceremony-options.ts';

/** Options that name people and their keys. */
export interface PeopleOptions {
  /** Key file by custodian. */
  readonly custodian?: ReadonlyMap<string, string>;
  readonly threshold?: number;
  readonly channel?: ReadonlyMap<string, string>;
}

/** Adds the options that name custodians. */
export const definePeople = (command: Command): Command =>
  command
    .option('--custodian <name=key>', 'custodian, and the file of the public key; several times', named)
    .option('--threshold <number>', 'custodians who are needed together, 2 at least', people)
    .option('--channel <name=text>', 'how the encrypted file reaches somebody, for the transcript', named);

/**
 * Reads the custodians and their keys.
 * @throws VW2000 where a number does not fit, VW5231 where a key cannot be used
 */
export async function custodyOf(run: CeremonyRun, options: PeopleOptions, invocation: Invocation): Promise<Custody> {
  const { custodian = new Map<string, string>(), threshold = 0 } = options;
  if (custodian.size === 0)
    throw usage(
      '--custodian is missing',
      'Without the PGP key of each custodian Vault would show the shares in clear.',
    );
  if (threshold < 2 || threshold > custodian.size)
    throw usage(
      `--threshold must be between 2 and the number of custodians, which is ${custodian.size}`,
      'One person alone could recover everything, or nobody ever could.',
    );
  const custodians: Recipient[] = [];
  for (const [name, file] of custodian) custodians.push(await recipient(run, name, file, options, invocation));
  const same = custodians.find(({ fingerprint }, index) =>
    custodians.slice(0, index).some((other) => other.fingerprint === fingerprint),
  );
  if (same)
    throw usage(`The key of ${same.name} is given for another custodian, too`, 'One person would hold two shares.');
  return { custodians, threshold };
}

/** Reads somebody’s key from what an option says: `NAME=FILE`. */
export async function recipient(
  run: CeremonyRun,
  name: string,
  file: string,
  { channel }: Pick<PeopleOptions, 'channel'>,
  { workingDirectory }: Invocation,
): Promise<Recipient> {
  const key = await run.gpg.readKey(readGiven(resolve(workingDirectory, file)), file);
  run.say(`${name}: ${key.fingerprint}${key.userIds.map((id) => `  ${id}`).join('')}\n`);
  return recipientOf(name, key, channel?.get(name) ?? 'a way that is not on record');
}

/** The one person whom an option names. */
export async function onlyOne(
  run: CeremonyRun,
  option: string,
  given: ReadonlyMap<string, string> | undefined,
  options: Pick<PeopleOptions, 'channel'>,
  invocation: Invocation,
): Promise<Recipient> {
  const [[name, file] = [], second] = [...(given ?? [])];
  if (name === undefined || file === undefined || second)
    throw usage(`${option} must be given once`, 'What is encrypted for nobody is shown to everybody.');
  return recipient(run, name, file, options, invocation);
}

/** A call that makes no sense. */
export const usage = (what: string, why: string): ConfigurationError =>
  new ConfigurationError([
    {
      code: 'VW2000',
      severity: 'error',
      what,
      why,
      fix: 'See `vaultwright ceremony <step> --help`, and docs/ceremony.md.',
      place: {},
    },
  ]);
