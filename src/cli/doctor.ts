import { type Command, Option } from 'commander';
import { examine, findingsOf } from '../lifecycle/commands/doctor/doctor.ts';
import { KubectlProxy } from '../lifecycle/commands/servers/kubectl-proxy.ts';
import { reachVault } from '../lifecycle/commands/servers/reach-vault.ts';
import { waitsOf } from '../lifecycle/inspect/waits.ts';
import { commandErrorOf } from '../lifecycle/problems/command-problem.ts';
import { Deadline } from '../lifecycle/run/deadline.ts';
import { formatDiagnostic } from '../model/diagnostics/diagnostic.ts';
import { type ExitStatus, exitStatus, VaultwrightError } from '../model/diagnostics/errors.ts';
import { printableJson } from '../model/diagnostics/printable.ts';
import { defineServerOptions, readEnvironment, type ServerOptions, serverHelp } from './environment-options.ts';
import type { Invocation } from './invocation.ts';

const help = `
Runs the checks of the rendered smokes from here: each ExternalSecret is Ready and fresh; each Secret has exactly its keys, and no value that is
empty, a placeholder or the text of a template; digests are those that producers published; Deployments are available; stores are Ready; Vault
serves. Secrets that no smoke inspects are looked at last. It only reads, and prints no value: every finding names Secret, key, Vault key and remedy.
${serverHelp}
Vault is asked without a login. Where its rendered name leads nowhere from here and no --vault-address is given, it is not asked.
It looks once, unless it is told to wait: EXTERNALSECRET_WAIT_ATTEMPTS and EXTERNALSECRET_WAIT_SLEEP stand for the two flags.

Examples:
  vaultwright doctor -e local
  vaultwright doctor -e production --smoke platform-secrets-smoke --json
  vaultwright doctor -e local --component db-migrations
  vaultwright doctor -e dev --wait-attempts 60
Exit status: 0 nothing is wrong, 1 findings, 2 wrong usage or configuration, 4 a server does not answer yet.`;

interface DoctorOptions extends ServerOptions {
  readonly smoke?: string;
  readonly component?: string;
  readonly waitAttempts?: string;
  readonly waitSleep?: string;
  readonly json?: boolean;
}

/** Defines `vaultwright doctor`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  defineServerOptions(command)
    .option('--smoke <name>', 'run the checks of one smoke (default: of all, and of what none inspects)')
    .addOption(
      new Option('--component <name>', 'look at the Secrets that one component reads, instead').conflicts('smoke'),
    )
    .option('--wait-attempts <number>', 'how often to look at what fails (default: 1)')
    .option('--wait-sleep <seconds>', 'seconds between two looks (default: 5)')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action(async (options: DoctorOptions) => finish(await doctor(options, invocation)));
}

/** What a look may take beyond the waits, in milliseconds. */
const patience = 180_000;

async function doctor(options: DoctorOptions, invocation: Invocation): Promise<ExitStatus> {
  const { waitAttempts, waitSleep, kubeconfig, context, smoke, component } = options;
  const flags = [
    ...(waitAttempts === undefined ? [] : [`--wait-attempts=${waitAttempts}`]),
    ...(waitSleep === undefined ? [] : [`--wait-sleep=${waitSleep}`]),
  ];
  const waits = waitsOf(flags, invocation.environment, { attempts: 1, sleep: 5 });
  const rendered = readEnvironment(options, invocation);
  const { environment } = invocation;
  const deadline = new Deadline(waits.attempts * waits.sleep * 1000 + patience, invocation.stopSignal());
  const vault = await reachIfPossible(options, invocation, rendered.document.vault);
  try {
    const say = (text: string): void => invocation.err(text);
    await using proxy = await KubectlProxy.start({ kubeconfig, context, environment, say }, deadline);
    const reports = await examine({ rendered, kubernetes: proxy.client, vault, deadline, waits, smoke, component });
    const findings = findingsOf(reports);
    if (options.json)
      invocation.out(
        `${printableJson({ kind: 'DoctorReport', environment: rendered.name, isVaultAsked: vault !== undefined, reports }, 2)}\n`,
      );
    else for (const finding of findings) invocation.out(`${formatDiagnostic(finding)}\n\n`);
    for (const { smoke: name, findings: own, inspected } of reports)
      invocation.err(`${name}: ${own.length} findings in ${inspected.secrets} Secrets with ${inspected.keys} keys\n`);
    return findings.length === 0 ? exitStatus.clean : commandErrorOf(findings).exitStatus;
  } finally {
    vault?.close();
  }
}

/** Who gives an address means it; a rendered one is a name of the cluster. */
async function reachIfPossible(
  { vaultAddress: given }: DoctorOptions,
  { environment, err }: Invocation,
  { address, ca }: { readonly address: string; readonly ca?: string | undefined },
) {
  try {
    return await reachVault({ rendered: address, ca, given, environment });
  } catch (error) {
    if (given !== undefined || !(error instanceof VaultwrightError)) throw error;
    err(`Vault is not asked whether it serves: ${error.diagnostics[0]?.what}; --vault-address names another way\n`);
    return undefined;
  }
}
