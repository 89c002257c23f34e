import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CeremonyFolder } from '../../lifecycle/commands/ceremony/ceremony-folder.ts';
import type { CeremonyRun, SecretWay } from '../../lifecycle/commands/ceremony/ceremony-run.ts';
import { Gpg } from '../../lifecycle/commands/ceremony/gpg.ts';
import type { RenderedEnvironment } from '../../lifecycle/commands/rendered/rendered-environment.ts';
import { reachVault } from '../../lifecycle/commands/servers/reach-vault.ts';
import { commandError } from '../../lifecycle/problems/command-problem.ts';
import { Deadline } from '../../lifecycle/run/deadline.ts';
import { printable } from '../../model/diagnostics/printable.ts';
import { defineEnvironmentOptions, type EnvironmentOptions, readEnvironment } from '../environment-options.ts';
import type { Invocation } from '../invocation.ts';

/** Options of every step that talks to Vault. */
export interface StepOptions extends EnvironmentOptions {
  readonly vaultAddress?: string;
  readonly folder?: string;
  readonly officer?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

/** Milliseconds after which a step gives up; people read fingerprints and passphrases meanwhile. */
const patience = 1_800_000;

/** Adds the options of every step. */
export const defineStepOptions = (command: Command): Command =>
  defineEnvironmentOptions(command)
    .option('--vault-address <url>', 'address under which Vault is reached from here (default: the rendered one)')
    .option('--folder <folder>', 'folder of the ceremony (default: ceremony-<environment>)')
    .option('--officer <name>', 'who runs the step, for the transcript (default: the user of this machine)');

/** Adds the options of a step that changes something. */
export const defineChangeOptions = (command: Command): Command =>
  defineStepOptions(command)
    .option('--dry-run', 'say what would be done and do nothing')
    .option('--yes', 'confirm what cannot be undone; for where nobody can be asked');

/** The folder of a ceremony, absolute. */
export const folderOf = (options: Pick<StepOptions, 'folder' | 'environment'>, invocation: Invocation): string =>
  resolve(invocation.workingDirectory, options.folder ?? `ceremony-${options.environment}`);

/** Reads an environment whose Vault is initialised by a ceremony. @throws VW5253 */
export function ceremonyEnvironment(options: EnvironmentOptions, invocation: Invocation): RenderedEnvironment {
  const rendered = readEnvironment(options, invocation);
  const { operatedBy } = rendered.document.vault;
  if (operatedBy !== 'ceremony')
    throw commandError('VW5253', `The Vault of "${rendered.name}" is operated by ${operatedBy}`);
  return rendered;
}

/** Runs one step. */
export async function inCeremony<T>(
  options: StepOptions,
  invocation: Invocation,
  step: (run: CeremonyRun, rendered: RenderedEnvironment) => Promise<T>,
): Promise<T> {
  const rendered = ceremonyEnvironment(options, invocation);
  const { environment } = invocation;
  const { address, ca, namespace } = rendered.document.vault;
  const reach = { rendered: address, ca, given: options.vaultAddress, environment };
  // What a ceremony does is mostly about the server, in any namespace of the environment.
  const vault = await reachVault(reach);
  const own = namespace === undefined ? vault : await reachVault({ ...reach, namespace });
  const say = (text: string): void => invocation.err(text.split('\n').map(printable).join('\n'));
  const ask = await invocation.terminal?.();
  const place = {
    path: folderOf(options, invocation),
    environment: rendered.name,
    officer: options.officer ?? environment.USER ?? environment.LOGNAME ?? 'unknown',
  };
  const isDryRun = options.dryRun === true;
  const deadline = new Deadline(patience, invocation.stopSignal());
  try {
    // A dry run leaves nothing, not even a folder.
    const opened = isDryRun ? undefined : CeremonyFolder.open(place);
    using _ = opened ?? { [Symbol.dispose]: () => undefined };
    return await step(
      {
        vault,
        environmentVault: { vault: own, deadline },
        deadline,
        document: rendered.document,
        folder: opened ?? CeremonyFolder.look(place),
        gpg: new Gpg({ environment, say }),
        isDryRun,
        say,
        ask: ask && ((question) => ask(question, false)),
        confirm: async (question) => options.yes === true || (await ask?.(`${question} [yes] `, true)) === 'yes',
        descriptor: (fd) => createReadStream('', { fd, autoClose: false }),
      },
      rendered,
    );
  } finally {
    vault.close();
    own.close();
  }
}

/** Adds the options by which a secret is given. @param name of the secret, in options */
export const defineSecret = (command: Command, name: string, what: string, kept: string): Command =>
  command
    .addOption(
      new Option(`--${name}-pgp <file>`, `file with ${what}, which gpg decrypts (default: ${kept} of the folder)`),
    )
    .addOption(
      new Option(`--${name}-fd <number>`, `descriptor with ${what}; 0 is standard input`).argParser(descriptor),
    );

/** Reads the options that {@link defineSecret} added. */
export const secretOf = (options: object, name: string, { workingDirectory }: Invocation) => {
  const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const { [`${camel}Pgp`]: file, [`${camel}Fd`]: fd } = options as Readonly<Record<string, unknown>>;
  const way: SecretWay = {
    pgpFile: typeof file === 'string' ? resolve(workingDirectory, file) : undefined,
    fd: typeof fd === 'number' ? fd : undefined,
  };
  return way;
};

function descriptor(text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError('It must be the number of a descriptor.');
  return Number(text);
}

/** Reads a number of people. */
export function people(text: string): number {
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

/** Reads `NAME=TEXT`, several times. */
export function named(text: string, before: ReadonlyMap<string, string> | undefined): ReadonlyMap<string, string> {
  const [, name = '', value = ''] = /^([a-z0-9][a-z0-9._-]{0,62})=(.+)$/.exec(text) ?? [];
  if (value === '') throw new InvalidArgumentError('It must be NAME=TEXT, the name in small letters and digits.');
  if (before?.has(name)) throw new InvalidArgumentError(`The name "${name}" is given twice.`);
  return new Map([...(before ?? []), [name, value]]);
}
