import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { addressOf } from '../exports/terraform/resource.ts';
import { removedIn, type TerraformMirror, terraformMirror } from '../exports/terraform/terraform-files.ts';
import { commandError } from '../lifecycle/problems/command-problem.ts';
import { type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import { printableJson } from '../model/diagnostics/printable.ts';
import { configuratorRoleFields } from '../model/documents/configurator.ts';
import type { EnvironmentDocument } from '../model/documents/environment-document.ts';
import { readEnvironmentDocument } from '../model/documents/read-environment-document.ts';
import { vaultPolicyText } from '../model/documents/vault-policy-text.ts';
import { defineEnvironmentOptions, type EnvironmentOptions, readEnvironment } from './environment-options.ts';
import type { Invocation } from './invocation.ts';
import { writeWhereAsked } from './write-where-asked.ts';

interface ConfiguratorOptions extends EnvironmentOptions {
  readonly json?: boolean;
}

interface TerraformOptions extends EnvironmentOptions {
  readonly previous?: string;
  readonly output?: string;
  readonly json?: boolean;
}

const help = `
Prints what an environment wants of Vault in another tool's language; it works offline and holds no value.

Examples:
  vaultwright export terraform -e production -o terraform/production
  vaultwright export configurator -e production     what its identity may do, to be reviewed`;

const configuratorHelp = `
Prints the policy of the identity under which a regulated environment is configured, as Vault stores it; with --json its role as well, as it is written to
auth/<mount>/role/<name>. The handover of the ceremony writes both.

Examples:
  vaultwright export configurator -e production
  vaultwright export configurator -e production | diff - <(vault policy read vault-configurator)
Exit status: 0 printed, 2 wrong usage or configuration.`;

const terraformHelp = `
Engines, auth method, roles, policies and entries of the environment, the same as its configurator manages, for Terraform 1.11 or OpenTofu 1.11 with the
provider hashicorp/vault 5.10 or later. Entries are created under check-and-set and never overwritten; no value comes into state or plan.
What --previous had and the environment has no more is forgotten by removed blocks, not destroyed; a folder that holds a mirror is written again only
with it. docs/terraform.md says how the mirror is applied.

Examples:
  vaultwright export terraform -e production
  vaultwright export terraform -e production -o terraform/production --previous ../former/production/environment.json
Exit status: 0 written, 2 wrong usage or configuration.`;

/** Defines `vaultwright export terraform`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  command.addHelpText('after', help);
  const review = 'print what the configurator of an environment may do in Vault';
  defineEnvironmentOptions(
    command.command('configurator').summary(review).description(review).helpOption('-h, --help', 'print this help'),
  )
    .option('--json', 'print JSON: the identity, its policy and the fields of its role')
    .addHelpText('after', configuratorHelp)
    .action((options: ConfiguratorOptions) => finish(exportConfigurator(options, invocation)));
  const summary = 'print the engines, roles, policies and entries of an environment as Terraform configuration';
  const subcommand = command
    .command('terraform')
    .summary(summary)
    .description(summary)
    .helpOption('-h, --help', 'print this help');
  defineEnvironmentOptions(subcommand)
    .option('--previous <document>', 'environment.json of the former mirror')
    .option('-o, --output <folder>', 'write the files into a folder')
    .option('--json', 'print JSON: the resources, what was removed, and the files')
    .addHelpText('after', terraformHelp)
    .action((options: TerraformOptions) => finish(exportTerraform(options, invocation)));
}

function exportConfigurator(options: ConfiguratorOptions, invocation: Invocation): ExitStatus {
  const { document, name } = readEnvironment(options, invocation);
  const { configurator, vault } = document;
  if (!configurator)
    throw commandError('VW4022', `The environment "${name}" renders no configurator`, { environment: name });
  if (options.json) {
    const { policy, role, ...identity } = configurator;
    const fields = configuratorRoleFields(configurator, vault);
    const report = { kind: 'Configurator', environment: name, ...identity, policy, role: { name: role.name, fields } };
    invocation.out(`${printableJson(report, 2)}\n`);
  } else invocation.out(vaultPolicyText(configurator.policy));
  return exitStatus.clean;
}

function exportTerraform(options: TerraformOptions, invocation: Invocation): ExitStatus {
  const { document } = readEnvironment(options, invocation);
  const at = (file: string): string => resolve(invocation.workingDirectory, file);
  const previous = options.previous === undefined ? undefined : documentAt(at(options.previous));
  const folder = options.output === undefined ? undefined : at(options.output);
  const textOf = (name: string): string | undefined =>
    folder === undefined ? undefined : readText(join(folder, name));
  if (!previous && textOf('entries.tf') !== undefined)
    throw commandError('VW4021', `${folder} holds a mirror, and no --previous says what it was made from`);
  const mirror = terraformMirror(document, previous, removedIn(textOf('removed.tf') ?? ''));
  if (folder !== undefined) {
    mkdirSync(folder, { recursive: true });
    for (const [name, text] of mirror.files) writeWhereAsked(join(folder, name), text);
  }
  if (options.json) invocation.out(`${printableJson(reportOf(document.name, mirror), 2)}\n`);
  else if (options.output === undefined)
    invocation.out([...mirror.files].map(([name, text]) => `# ---- ${name}\n${text}`).join('\n'));
  const { resources, removed, files } = mirror;
  invocation.err(`${document.name}: ${resources.length} resources, ${removed.length} removed, ${files.size} files\n`);
  return exitStatus.clean;
}

const reportOf = (environment: string, { resources, removed, files }: TerraformMirror) => ({
  kind: 'TerraformMirror',
  environment,
  resources: resources.map((resource) => {
    const { kind, id, importId } = resource;
    return { address: addressOf(resource), kind, id, ...(importId !== undefined && { importId }) };
  }),
  removed,
  files: Object.fromEntries(files),
});

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function documentAt(file: string): EnvironmentDocument {
  const text = readText(file);
  if (text === undefined) throw commandError('VW4020', `${file} is missing`);
  const { document } = readEnvironmentDocument(text);
  if (!document) throw commandError('VW4020', `${file} is no document of an environment`);
  return document;
}
