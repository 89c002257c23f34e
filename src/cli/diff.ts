import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { compareSides } from '../exports/diff/compare-environments.ts';
import { jsonReport, markdownReport, textReport } from '../exports/diff/report.ts';
import { readTree } from '../exports/rendered/read-tree.ts';
import { readSide } from '../exports/rendered/rendered-side.ts';
import { type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import type { Invocation } from './invocation.ts';
import { writeWhereAsked } from './write-where-asked.ts';

const help = `
Compares two rendered trees by what they mean, offline: Secrets that are new, gone or come from other Vault keys; keys whose recipe, writer or
origin changes; roles and policies that allow more; stores, programs, objects and values of charts. Then it says what follows: who must act, what
is written into Vault, who may read more, and what has to restart. What only moves in the sources changes nothing here. No value is printed.

OLD and NEW are folders (dist, or a tree that \`publish\` wrote), or REVISION or REVISION:FOLDER of the Git repository around.

Examples:
  vaultwright diff ../before/dist dist
  vaultwright diff main:gitops HEAD:gitops              in a GitOps repository, between two revisions
  vaultwright diff origin/main:gitops gitops --format markdown    the comment of a pull request
Exit status: 0 compared, 1 with --exit-code where something differs, 2 wrong usage or configuration.`;

interface DiffOptions {
  readonly environment: readonly string[];
  readonly format: 'text' | 'json' | 'markdown';
  readonly json?: boolean;
  readonly output?: string;
  readonly exitCode?: boolean;
}

/** Defines `vaultwright diff`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  command
    .argument('<old>', 'rendered tree before')
    .argument('<new>', 'rendered tree after')
    .option('-e, --environment <names...>', 'compare these environments only', [])
    .addOption(new Option('--format <format>', 'of the report').choices(['text', 'json', 'markdown']).default('text'))
    .option('--json', 'print JSON, as --format json')
    .option('-o, --output <file>', 'write the report to a file')
    .option('--exit-code', 'exit with status 1 where something differs')
    .addHelpText('after', help)
    .action((before: string, after: string, options: DiffOptions) => finish(diff(before, after, options, invocation)));
}

function diff(before: string, after: string, options: DiffOptions, invocation: Invocation): ExitStatus {
  const { workingDirectory } = invocation;
  const [old, now] = [before, after].map((name) => readSide(readTree(name, workingDirectory))) as [Side, Side];
  const changes = compareSides(old, now, options.environment);
  const format = options.json ? 'json' : options.format;
  const report = {
    text: () => textReport(changes),
    markdown: () => markdownReport(changes),
    json: () => jsonReport(before, after, changes),
  }[format]();
  if (options.output === undefined) invocation.out(report);
  else writeWhereAsked(resolve(workingDirectory, options.output), report);
  return options.exitCode && changes.length > 0 ? exitStatus.findings : exitStatus.clean;
}

type Side = ReturnType<typeof readSide>;
