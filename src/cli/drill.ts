import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { drill } from '../lifecycle/commands/drill/drill.ts';
import { sealIn } from '../lifecycle/commands/drill/seal-in.ts';
import { reachVault } from '../lifecycle/commands/servers/reach-vault.ts';
import { commandError } from '../lifecycle/problems/command-problem.ts';
import { Deadline } from '../lifecycle/run/deadline.ts';
import { type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import { printableJson } from '../model/diagnostics/printable.ts';
import { defineEnvironmentOptions, type EnvironmentOptions, readEnvironment } from './environment-options.ts';
import type { Invocation } from './invocation.ts';

const help = `
Restores a snapshot into a server that it starts on this machine, which nobody else reaches, and removes it afterwards. The server opens what it restored by the
seal of the rendered configuration, and a quorum makes a root token of it; then the entries and their versions are compared with what is declared, or with --live with
what the live server has. No value is read, and nothing of the live server is changed.

The quorum comes on standard input, one share a line: recovery shares, or of a server without a seal its unseal shares. Nothing is taken from arguments.
The server is that of --server-binary or VAULTWRIGHT_SERVER_BINARY; of the version that took the snapshot, or later. Variables VAULTWRIGHT_DRILL_NAME are given to it as
NAME, such as VAULTWRIGHT_DRILL_VAULT_TOKEN for a transit seal. --live logs in with VAULT_TOKEN, which may list and read metadata.

Example:
  gpg --decrypt shares.gpg | vaultwright drill -e production --snapshot production-20261130T070000Z.snap --server-binary ./vault --evidence drill.json
Exit status: 0 everything declared is there, 1 something is missing, 2 wrong usage or configuration, 4 a server does not answer or serve yet.`;

interface DrillCommandOptions extends EnvironmentOptions {
  readonly snapshot: string;
  readonly serverBinary?: string;
  readonly seal?: string;
  readonly evidence?: string;
  readonly live?: boolean;
  readonly vaultAddress?: string;
  readonly json?: boolean;
}

/** Defines `vaultwright drill`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  defineEnvironmentOptions(command)
    .requiredOption('--snapshot <file>', 'the snapshot; its record is looked for beside it')
    .option('--server-binary <program>', 'program of the server that is started (default: VAULTWRIGHT_SERVER_BINARY)')
    .option('--seal <file>', 'file with the seal in HCL, or `none` (default: the seal of the rendered configuration)')
    .option('--evidence <file>', 'file that gets the evidence as JSON')
    .option('--live', 'compare with the live server, too')
    .option('--vault-address <url>', 'address under which the live server is reached from here')
    .option('--json', 'print the evidence as JSON')
    .addHelpText('after', help)
    .action(async (options: DrillCommandOptions) => finish(await run(options, invocation)));
}

const patience = 30 * 60_000;
const given = /^VAULTWRIGHT_DRILL_(\w+)$/;

async function run(options: DrillCommandOptions, invocation: Invocation): Promise<ExitStatus> {
  const { environment, workingDirectory, err, out } = invocation;
  const rendered = readEnvironment(options, invocation);
  const at = (file: string): string => resolve(workingDirectory, file);
  const snapshot = at(options.snapshot);
  if (!existsSync(snapshot)) throw commandError('VW5280', `There is no file ${options.snapshot}`);
  const binary = options.serverBinary ?? environment.VAULTWRIGHT_SERVER_BINARY;
  if (binary === undefined || binary === '') throw commandError('VW5281', 'No program of a server is given');
  const deadline = new Deadline(patience, invocation.stopSignal());
  const variables = Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => {
      const [, own] = given.exec(name) ?? [];
      return own !== undefined && value !== undefined ? [[own, value]] : [];
    }),
  );
  const seal =
    options.seal === 'none'
      ? undefined
      : sealIn(options.seal === undefined ? rendered.serverConfiguration : readFileSync(at(options.seal), 'utf8'));
  const shares = (await invocation.input())
    .toString('utf8')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const vault = options.live ? await liveVault(options, rendered, invocation) : undefined;
  try {
    const evidence = await drill({
      rendered,
      snapshot,
      binary: binary.includes('/') ? at(binary) : binary,
      seal,
      variables,
      shares,
      live: vault && { vault, deadline },
      deadline,
      say: (line) => err(`${line}\n`),
    });
    const text = `${printableJson(evidence, 2)}\n`;
    if (options.evidence !== undefined) writeFileSync(at(options.evidence), text, { mode: 0o600 });
    if (options.json) out(text);
    else {
      const { entries, milliseconds, status } = evidence;
      for (const entry of entries.missing) out(`missing     ${entry}\n`);
      for (const entry of entries.additional) out(`additional  ${entry}\n`);
      for (const { entry, restored, live } of entries.versions) out(`older       ${entry}  ${restored} of ${live}\n`);
      out(`${rendered.name}: ${status}, ${entries.restored} entries restored in ${milliseconds.total} ms\n`);
    }
    return evidence.status === 'passed' ? exitStatus.clean : exitStatus.findings;
  } finally {
    vault?.close();
  }
}

async function liveVault(
  options: DrillCommandOptions,
  rendered: ReturnType<typeof readEnvironment>,
  { environment }: Invocation,
) {
  const { address, namespace, ca } = rendered.document.vault;
  const vault = await reachVault({ rendered: address, namespace, ca, given: options.vaultAddress, environment });
  const token = environment.VAULT_TOKEN;
  if (token === undefined || token === '') throw commandError('VW5104', 'VAULT_TOKEN is not set, which --live needs');
  vault.token = token;
  return vault;
}
