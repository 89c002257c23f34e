import type { Command } from 'commander';
import { openUpstream } from '../lifecycle/clients/upstream/open-upstream.ts';
import { runBootstrap } from '../lifecycle/programs/bootstrap/run-bootstrap.ts';
import type { Step } from '../lifecycle/run/journal.ts';
import type { ExitStatus } from '../model/diagnostics/errors.ts';
import { printable, printableJson } from '../model/diagnostics/printable.ts';
import {
  defineServerOptions,
  openServers,
  readEnvironment,
  type ServerOptions,
  serverHelp,
} from './environment-options.ts';
import type { Invocation } from './invocation.ts';
import { planTable } from './plan-table.ts';
import { runnerName } from './runner-name.ts';

interface BootstrapCommandOptions extends ServerOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

const help = `
Does what the CronJob of the environment does, from here: waits for Vault, initialises and unseals it, keeps its credentials, configures it, copies
upstream values and seeds what is absent. It never overwrites what it did not write, and a second run changes nothing. A run of the CronJob
at the same time is safe. Only for ephemeral environments.

VAULTWRIGHT_SEED gives the seed of generated values; else it is the one that the environment keeps.
${serverHelp}

Examples:
  vaultwright bootstrap -e local --dry-run                  print what would be done
  vaultwright bootstrap -e local --vault-address http://127.0.0.1:8200
Exit status: 0 done, 1 a person must act, 2 wrong usage or configuration, 4 a server does not answer or serve yet: run it again.`;

/** Defines `vaultwright bootstrap`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  defineServerOptions(command)
    .option('--dry-run', 'print what would be done and change nothing')
    .option('--json', 'print one JSON line for each step, and a summary')
    .addHelpText('after', help)
    .action(async (options: BootstrapCommandOptions) => finish(await bootstrap(options, invocation)));
}

/** Time for opening the way to the servers; the run itself has the deadline of its settings. */
const patience = 120_000;

async function bootstrap(options: BootstrapCommandOptions, invocation: Invocation): Promise<ExitStatus> {
  const { environment } = invocation;
  const rendered = readEnvironment(options, invocation);
  const documents = rendered.bootstrapDocuments;
  await using servers = await openServers(rendered, options, invocation, patience);
  const line = (value: object): void =>
    invocation.out(`${printableJson({ time: new Date().toISOString(), ...value })}\n`);
  const { summary, error } = await runBootstrap({
    ...documents,
    vault: servers.vault,
    kubernetes: servers.kubernetes,
    openUpstream: (readSecret) => openUpstream(documents.settings.upstream, { environment, readSecret }),
    runner: runnerName(),
    seed: environment.VAULTWRIGHT_SEED,
    isDryRun: options.dryRun === true,
    onStep: options.json ? line : (step) => invocation.err(shownStep(step)),
    signal: servers.deadline.signal,
  });
  if (options.json) line(summary);
  else {
    if (summary.plan) invocation.out(planTable(summary.plan));
    const { done, planned, unchanged, kept, failed } = summary.steps;
    const counts = `${done} done, ${planned} planned, ${unchanged} unchanged, ${kept} kept, ${failed} failed`;
    invocation.err(
      `${summary.environment}: ${summary.status} (${counts}) in ${(summary.milliseconds / 1000).toFixed(1)} s\n`,
    );
  }
  if (error) throw error;
  return summary.exitStatus;
}

function shownStep({ phase, action, target, outcome, reason }: Step): string {
  const what = target === undefined ? action : `${action} ${target}`;
  return `${printable(`${phase.padEnd(13)}${what}: ${outcome}${reason === undefined ? '' : ` (${reason})`}`)}\n`;
}
