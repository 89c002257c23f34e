import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { ceremonyEvidence } from '../lifecycle/commands/evidence/ceremony-evidence.ts';
import { collectEvidence } from '../lifecycle/commands/evidence/collect-evidence.ts';
import type { RenderedEnvironment } from '../lifecycle/commands/rendered/rendered-environment.ts';
import { reachVault } from '../lifecycle/commands/servers/reach-vault.ts';
import { VaultLogin } from '../lifecycle/commands/servers/vault-login.ts';
import { commandErrorOf } from '../lifecycle/problems/command-problem.ts';
import type { VaultAccess } from '../lifecycle/reconcile/resource.ts';
import { Deadline } from '../lifecycle/run/deadline.ts';
import { sortDiagnostics } from '../model/diagnostics/diagnostic.ts';
import { type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import { printableJson } from '../model/diagnostics/printable.ts';
import {
  defineServerOptions,
  openServers,
  readEnvironment,
  type ServerOptions,
  serverHelp,
} from './environment-options.ts';
import type { EvidenceReport } from './evidence/evidence-report.ts';
import { evidenceMarkdown } from './evidence/markdown.ts';
import type { Invocation } from './invocation.ts';

const help = `
For whoever must show it: who can read each Vault key, by the policies, roles and bindings as they are in Vault; when each was last changed and
how old it is, beside the maximum age that is declared; who approved. It reads only, and no value: ages come from metadata.
A policy that was widened by hand, or a role that nobody declared, shows as a reader that is not declared, which is a finding.
${serverHelp}
Logs in with VAULT_TOKEN; else, in an ephemeral environment, by way of the root token that its bootstrap keeps; else with ~/.vault-token. kubectl is
needed for the second alone. docs/evidence.md lists the rights.

Examples:
  vaultwright evidence -e production --format markdown > evidence.md
  vaultwright evidence -e production --ceremony ceremony-production | jq '.findings'
Exit status: 0 no findings, 1 findings, 2 wrong usage or configuration, 4 a server does not answer or serve yet.`;

interface EvidenceOptions extends ServerOptions {
  readonly format: 'json' | 'markdown';
  readonly ceremony?: string;
}

/** Defines `vaultwright evidence`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  defineServerOptions(command)
    .addOption(new Option('-f, --format <format>', 'format').choices(['json', 'markdown']).default('json'))
    .option('--ceremony <folder>', 'folder of the ceremony, for its transcript (default: ceremony-<environment>)')
    .addHelpText('after', help)
    .action(async (options: EvidenceOptions) => finish(await evidence(options, invocation)));
}

const patience = 180_000;

async function evidence(options: EvidenceOptions, invocation: Invocation): Promise<ExitStatus> {
  const rendered = readEnvironment(options, invocation);
  const { document } = rendered;
  const now = Date.now();
  const folder = resolve(invocation.workingDirectory, options.ceremony ?? `ceremony-${rendered.name}`);
  const held = ceremonyEvidence(folder);
  const collected = await loggedIn(rendered, options, invocation, (access) => collectEvidence(access, document, now));
  const findings = sortDiagnostics([...collected.findings, ...(held?.findings ?? [])]);
  const report: EvidenceReport = {
    kind: 'EvidenceReport',
    environment: rendered.name,
    time: new Date(now).toISOString(),
    vault: document.vault.address,
    ...collected,
    ...(held && { ceremony: held.ceremony }),
    findings,
  };
  invocation.out(options.format === 'json' ? `${printableJson(report, 2)}\n` : evidenceMarkdown(report));
  const extra = `${findings.length} findings, ${report.notes.length} parts that were not looked at`;
  invocation.err(`${rendered.name}: ${report.keys.length} keys, ${extra}\n`);
  return findings.length === 0 ? exitStatus.clean : commandErrorOf(findings).exitStatus;
}

/** Kubernetes is asked for nothing but the root token that a bootstrap keeps. */
async function loggedIn<T>(
  rendered: RenderedEnvironment,
  options: EvidenceOptions,
  invocation: Invocation,
  work: (access: VaultAccess) => Promise<T>,
): Promise<T> {
  const { environment } = invocation;
  if (rendered.hasBootstrap && !environment.VAULT_TOKEN) {
    await using servers = await openServers(rendered, options, invocation, patience);
    await servers.logIn();
    return await work(servers);
  }
  const { address, namespace, ca } = rendered.document.vault;
  const vault = await reachVault({ rendered: address, namespace, ca, given: options.vaultAddress, environment });
  try {
    const access = { vault, deadline: new Deadline(patience, invocation.stopSignal()) };
    const say = (text: string): void => invocation.err(text);
    await using _ = await VaultLogin.begin({ ...access, kubernetes: undefined, settings: undefined, environment, say });
    return await work(access);
  } finally {
    vault.close();
  }
}
