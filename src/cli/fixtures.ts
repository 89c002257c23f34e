import type { Command } from 'commander';
import { fixtureStates } from '../lifecycle/commands/fixtures/fixture-state.ts';
import type { ExitStatus } from '../model/diagnostics/errors.ts';
import {
  defineEnvironmentOptions,
  defineServerOptions,
  type EnvironmentOptions,
  type ServerOptions,
  serverHelp,
} from './environment-options.ts';
import { diff } from './fixtures/diff.ts';
import { list } from './fixtures/list.ts';
import { value } from './fixtures/value.ts';
import type { Invocation } from './invocation.ts';

const help = `
Examples:
  vaultwright fixtures list -e local                        every Vault key, its authority, writer and recipe
  vaultwright fixtures diff -e local                        what in Vault is not as declared
  vaultwright fixtures value -e local ledger-db-password | pbcopy`;

const listHelp = `
Works offline, and for regulated environments as well.`;

const diffHelp = `
Compares every key of the fixture map with Vault by the rule by which bootstrap writes. It only reads, and prints no value.

States:
${Object.entries(fixtureStates)
  .map(([state, { meaning, differs }]) => `  ${state.padEnd(18)}${meaning}${differs ? '' : ' (no difference)'}\n`)
  .join('')}${serverHelp}
Logs in with VAULT_TOKEN; else, in an ephemeral environment, by way of the root token that its bootstrap keeps, with a token that ends with the
command; else with ~/.vault-token.
Exit status: 0 no difference, 1 differences, 2 wrong usage or configuration, 4 a server does not answer or serve yet.`;

const valueHelp = `
Prints exactly the value that stands in Vault, without a line break where a program reads it. For a person who must have it.
${serverHelp}
Logs in with VAULT_TOKEN; else, in an ephemeral environment, by way of the root token that its bootstrap keeps; else with ~/.vault-token.`;

/** Defines `vaultwright fixtures list|diff|value`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  command.addHelpText('after', help);
  const subcommand = (name: string, summary: string): Command =>
    command.command(name).summary(summary).description(summary).helpOption('-h, --help', 'print this help');

  defineEnvironmentOptions(subcommand('list', 'list the Vault keys of an environment'))
    .option('--json', 'print JSON')
    .addHelpText('after', listHelp)
    .action((options: EnvironmentOptions & { json?: boolean }) => finish(list(options, invocation)));

  defineServerOptions(subcommand('diff', 'compare the Vault keys of an environment with what stands in Vault'))
    .option('--no-upstream', 'do not ask the upstream store; external keys are then not compared')
    .option('--all', 'print the keys without a difference, too')
    .option('--json', 'print JSON')
    .addHelpText('after', diffHelp)
    .action(async (options: ServerOptions & { upstream: boolean; all?: boolean; json?: boolean }) =>
      finish(await diff(options, invocation)),
    );

  defineServerOptions(subcommand('value', 'print the value of one Vault key'))
    .argument('<key>', 'key as `fixtures list` shows it: its path, and behind # its property')
    .option('--reveal', 'print it even if the output is a terminal')
    .addHelpText('after', valueHelp)
    .action(async (path: string, options: ServerOptions & { reveal?: boolean }) =>
      finish(await value(path, options, invocation)),
    );
}
