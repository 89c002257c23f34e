import type { Command } from 'commander';
import { resolveConfiguration } from '../guardrails/engine/configuration.ts';
import { findDrift } from '../lifecycle/commands/drift/drift.ts';
import { commandErrorOf } from '../lifecycle/problems/command-problem.ts';
import { formatDiagnostic } from '../model/diagnostics/diagnostic.ts';
import { type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import { printableJson } from '../model/diagnostics/printable.ts';
import { type ConfigurationOptions, defineConfigurationOptions, loadGuardrails } from './configuration-options.ts';
import {
  defineServerOptions,
  openWorkstation,
  readEnvironment,
  type ServerOptions,
  serverHelp,
} from './environment-options.ts';
import type { Invocation } from './invocation.ts';
import { planTable } from './plan-table.ts';

const help = `
Compares Vault and the External Secrets Operator with what is rendered: engines, auth method, roles, policies; every key: missing, not declared,
placeholder, denylisted, deleted, written by others, stale; every ExternalSecret, PushSecret and store: missing, changed, not Ready, not rendered.
It only reads, and prints no value; last it lists what would put Vault right, as \`bootstrap --dry-run\` does. The upstream store is not asked: see \`fixtures diff\`. The denylist is that of the configuration of \`check\`.
${serverHelp}
Logs in with VAULT_TOKEN; else, in an ephemeral environment, by way of the root token that its bootstrap keeps, with a token that ends with the
command; else with ~/.vault-token. docs/lifecycle.md lists the rights.

Examples:
  vaultwright drift -e local
  vaultwright drift -e production --vault-address https://127.0.0.1:8200 --json
Exit status: 0 no drift, 1 drift, 2 wrong usage or configuration, 4 a server does not answer or serve yet.`;

interface DriftOptions extends ServerOptions, ConfigurationOptions {
  readonly json?: boolean;
}

/** Defines `vaultwright drift`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  defineConfigurationOptions(defineServerOptions(command))
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (options: DriftOptions) => finish(await drift(options, invocation)));
}

const patience = 180_000;

async function drift(options: DriftOptions, invocation: Invocation): Promise<ExitStatus> {
  const rendered = readEnvironment(options, invocation);
  const { denylist } = resolveConfiguration(loadGuardrails(options, invocation.workingDirectory));
  await using workstation = await openWorkstation(rendered, options, invocation, patience);
  await workstation.logIn();
  const { vault, kubernetes, deadline } = workstation;
  const givenSeed = invocation.environment.VAULTWRIGHT_SEED;
  const search = { rendered, vault, kubernetes, deadline, givenSeed, denylist };
  const { findings, plan, checked } = await findDrift(search);
  if (options.json) {
    const report = { kind: 'DriftReport', environment: rendered.name, checked, findings, plan };
    invocation.out(`${printableJson(report, 2)}\n`);
  } else {
    for (const finding of findings) invocation.out(`${formatDiagnostic(finding)}\n\n`);
    invocation.out(planTable(plan));
    const counts = Object.entries(checked).map(([what, number]) => `${number} ${what}`);
    invocation.err(`${rendered.name}: ${findings.length} findings in ${counts.join(', ')}\n`);
  }
  return findings.length === 0 ? exitStatus.clean : commandErrorOf(findings).exitStatus;
}
