import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { resolveConfiguration } from '../guardrails/engine/configuration.ts';
import { findDrift } from '../lifecycle/commands/drift/drift.ts';
import { keyTimes } from '../lifecycle/commands/drift/key-times.ts';
import { transitTokenExpiry } from '../lifecycle/commands/drift/transit-token.ts';
import { commandErrorOf } from '../lifecycle/problems/command-problem.ts';
import { formatDiagnostic } from '../model/diagnostics/diagnostic.ts';
import { type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import { printableJson } from '../model/diagnostics/printable.ts';
import { type ConfigurationOptions, defineConfigurationOptions, loadGuardrails } from './configuration-options.ts';
import { driftMetrics } from './drift/drift-metrics.ts';
import {
  defineServerOptions,
  openServers,
  readEnvironment,
  type ServerOptions,
  serverHelp,
} from './environment-options.ts';
import type { Invocation } from './invocation.ts';
import { planTable } from './plan-table.ts';
import { writeWhereAsked } from './write-where-asked.ts';

const help = `
Compares Vault and the External Secrets Operator with what is rendered: engines, auth method, roles, policies; every key: missing, not declared,
placeholder, denylisted, deleted, written by others, stale; every ExternalSecret, PushSecret and store: missing, changed, not Ready, not rendered.
It only reads, and prints no value; last it lists what would put Vault right, as \`bootstrap --dry-run\` does. The upstream store is not asked: see \`fixtures diff\`. The denylist is that of the configuration of \`check\`.
${serverHelp}
Logs in with VAULT_TOKEN; else, in an ephemeral environment, by way of the root token that its bootstrap keeps, with a token that ends with the
command; else with ~/.vault-token. docs/lifecycle.md lists the rights.

With --format prometheus it prints figures: findings by code, when each key that has a maximum age was written, and, where VAULTWRIGHT_TRANSIT_ADDR and
VAULTWRIGHT_TRANSIT_TOKEN name them, when the token of a transit seal ends. Alerts read them: docs/alerts.md.

Examples:
  vaultwright drift -e local
  vaultwright drift -e production --vault-address https://127.0.0.1:8200 --json
  vaultwright drift -e production --format prometheus --output /var/lib/node_exporter/vaultwright.prom
Exit status: 0 no drift, 1 drift, 2 wrong usage or configuration, 4 a server does not answer or serve yet.`;

interface DriftOptions extends ServerOptions, ConfigurationOptions {
  readonly json?: boolean;
  readonly format: Format;
  readonly output?: string;
}

const formats = ['text', 'json', 'prometheus'] as const;
type Format = (typeof formats)[number];

/** Defines `vaultwright drift`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  defineConfigurationOptions(defineServerOptions(command))
    .addOption(new Option('--format <format>', 'how to print what is found').choices(formats).default('text'))
    .option('--json', 'print JSON: as --format json')
    .option('-o, --output <file>', 'write to a file')
    .addHelpText('after', help)
    .action(async (options: DriftOptions) => finish(await drift(options, invocation)));
}

const patience = 180_000;

async function drift(options: DriftOptions, invocation: Invocation): Promise<ExitStatus> {
  const rendered = readEnvironment(options, invocation);
  const { denylist } = resolveConfiguration(loadGuardrails(options, invocation.workingDirectory));
  await using servers = await openServers(rendered, options, invocation, patience);
  await servers.logIn();
  const { vault, kubernetes, deadline } = servers;
  const givenSeed = invocation.environment.VAULTWRIGHT_SEED;
  const search = { rendered, vault, kubernetes, deadline, givenSeed, denylist };
  const { findings, plan, checked } = await findDrift(search);
  const format = options.json ? 'json' : options.format;
  const counts = Object.entries(checked).map(([what, number]) => `${number} ${what}`);
  const write = (text: string): void =>
    options.output === undefined
      ? invocation.out(text)
      : writeWhereAsked(resolve(invocation.workingDirectory, options.output), text);
  if (format === 'json') {
    const report = { kind: 'DriftReport', environment: rendered.name, checked, findings, plan };
    write(`${printableJson(report, 2)}\n`);
  } else if (format === 'prometheus') {
    const figures = {
      keyTimes: await keyTimes({ vault, deadline }, rendered.fixtureMap),
      transitTokenExpiry: await transitTokenExpiry(invocation.environment, deadline),
      now: Math.floor(Date.now() / 1000),
    };
    write(driftMetrics({ environment: rendered.name, drift: { findings, plan, checked }, ...figures }));
  } else {
    write(findings.map((finding) => `${formatDiagnostic(finding)}\n\n`).join('') + planTable(plan));
    invocation.err(`${rendered.name}: ${findings.length} findings in ${counts.join(', ')}\n`);
  }
  return findings.length === 0 ? exitStatus.clean : commandErrorOf(findings).exitStatus;
}
