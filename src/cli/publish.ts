import { resolve } from 'node:path';
import type { Command } from 'commander';
import { applyPublication } from '../exports/publish/apply-publication.ts';
import { openCheckout } from '../exports/publish/checkout.ts';
import { readOutgoing } from '../exports/publish/output-files.ts';
import { type PublicationPlan, planPublication } from '../exports/publish/plan-publication.ts';
import { ConfigurationError, type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import { printable, printableJson } from '../model/diagnostics/printable.ts';
import type { Invocation } from './invocation.ts';

const help = `
Copies the rendered output into a checkout of the GitOps repository: each file to the place that dist/publication.json says, or to the same path
below --into where the platform says nothing of Argo CD. What was published before and is rendered no more is removed; nothing else is ever
touched, since .vaultwright-published.json keeps what is ours. It commits nothing. A run that is interrupted is completed by the next one.

It refuses a folder that is not the root of a Git checkout, one of another repository, one with changes that are not committed, and a file of
others, or changed by others, in the place of a published one.

Examples:
  vaultwright publish --repo ../gitops              then look at it with git diff, and commit
  vaultwright publish --repo ../gitops --dry-run    say what it would do
  vaultwright publish --repo . --check              in CI: fail where the checkout is not what is rendered
Exit status: 0 published, or nothing to do, 1 with --check where something differs, 2 wrong usage, or refused.`;

interface PublishOptions {
  readonly repo: string;
  readonly dist: string;
  readonly into?: string;
  readonly dryRun?: boolean;
  readonly check?: boolean;
  readonly json?: boolean;
  readonly allowDirty?: boolean;
  readonly adopt?: boolean;
  readonly restore?: boolean;
  readonly anyRemote?: boolean;
}

/** Defines `vaultwright publish`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  command
    .requiredOption('--repo <folder>', 'root of the checkout of the GitOps repository')
    .option('-d, --dist <folder>', 'folder of the rendered output', 'dist')
    .option('--into <folder>', 'folder of the repository, where the platform does not say the places')
    .option('--dry-run', 'only say what would be done')
    .option('--check', 'only say what differs, and exit with status 1 where something does')
    .option('--json', 'print JSON')
    .option('--allow-dirty', 'admit changes that are not committed outside of the published files')
    .option('--adopt', 'take over files of others that stand where one is published')
    .option('--restore', 'give published files that others changed their published text')
    .option('--any-remote', 'admit a checkout of another repository than the rendered one')
    .addHelpText('after', help)
    .action((options: PublishOptions) => finish(publish(options, invocation)));
}

function publish(options: PublishOptions, invocation: Invocation): ExitStatus {
  const { workingDirectory } = invocation;
  const outgoing = readOutgoing(resolve(workingDirectory, options.dist), options.into);
  const checkout = openCheckout(resolve(workingDirectory, options.repo), options.into ?? '');
  // A check compares, whoever changed what.
  const all = options.check === true;
  const plan = planPublication(outgoing, checkout, {
    allowDirty: all || options.allowDirty === true,
    adopt: all || options.adopt === true,
    restore: all || options.restore === true,
    anyRemote: all || options.anyRemote === true,
  });
  if (plan.problems.length > 0) throw new ConfigurationError(plan.problems);
  const isOnlyLooking = options.check === true || options.dryRun === true;
  if (!isOnlyLooking) applyPublication(outgoing, checkout, plan);
  const differs = plan.written.length > 0 || plan.removed.length > 0;
  invocation.out(options.json ? json(plan) : text(plan, isOnlyLooking));
  return options.check && differs ? exitStatus.findings : exitStatus.clean;
}

const json = ({ written, removed, unchanged }: PublicationPlan): string =>
  `${printableJson({ kind: 'PublishReport', version: 1, written, removed, unchanged: unchanged.length }, 2)}\n`;

function text({ written, removed, unchanged }: PublicationPlan, isOnlyLooking: boolean): string {
  const lines = [...written.map((path) => `write   ${path}`), ...removed.map((path) => `remove  ${path}`)];
  const would = isOnlyLooking ? 'would be ' : '';
  lines.push(
    `${written.length} files ${would}written, ${removed.length} ${would}removed, ${unchanged.length} unchanged`,
  );
  return lines.map((line) => `${printable(line)}\n`).join('');
}
