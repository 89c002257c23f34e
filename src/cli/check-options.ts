import type { Command } from 'commander';
import { type ConfigurationOptions, defineConfigurationOptions } from './configuration-options.ts';

/** The formats of a report. */
export const formats = ['terminal', 'json', 'sarif', 'junit', 'github'] as const;
export type Format = (typeof formats)[number];

/** Options of `check`, as the command line gives them. */
export interface CheckOptions extends ConfigurationOptions {
  readonly format: Format;
  readonly since?: string;
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  readonly fix?: boolean;
  readonly helm?: boolean;
  readonly also?: readonly string[];
  readonly output?: string;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly frames?: boolean;
  readonly notes?: boolean;
  readonly stats?: boolean;
  readonly cache?: boolean;
  readonly cacheLocation?: string;
}

const help = `
Reads YAML, JSON, Helm charts and values, kustomizations, Argo CD Applications and Flux HelmReleases below each PATH; \`-\` reads
standard input. What .gitignore excludes is left out, unless it is named itself. No cluster and no network is needed.

Accept a finding, always with a reason:
  password: changeme   # vaultwright-ignore no-values-credential until 2027-01-01: replaced by the chart's first start
  metadata.annotations: {vaultwright.io/ignore: "known-secret: created by hand, see runbook"}
  suppressions: [{rule, file or object, field, reason, until}] in vaultwright.config.yaml

Examples:
  vaultwright check .                                   everything below this folder
  vaultwright check . --since origin/main               only findings in files that changed
  vaultwright check . --cache                           the same, in a fraction of the time where nothing changed
  vaultwright check . --baseline known.jsonl --write-baseline
                                                        accept today's findings, report new ones from now on
  vaultwright check . --format sarif --output out.sarif for code scanning
  helm template app ./chart | vaultwright check -       what a chart renders`;

/** Adds the arguments and options of \`check\` to its command. */
export function defineCheckOptions(command: Command): Command {
  command
    .argument('[path...]', 'files and folders; - reads standard input', ['.'])
    .addOption(
      command.createOption('-f, --format <format>', 'format of the report').choices(formats).default('terminal'),
    );
  return defineConfigurationOptions(command)
    .option(
      '--since <revision>',
      'report findings of files that changed since a git revision; references are resolved everywhere',
    )
    .option('--baseline <file>', 'leave out the findings that a baseline knows')
    .option('--write-baseline', 'write the findings of this run to the baseline')
    .option(
      '--also <glob>',
      "read further files, as '*.yaml.tpl', '.env*' or 'scripts/**'; may be given several times",
      (glob: string, others: readonly string[] | undefined) => [...(others ?? []), glob],
    )
    .option('--fix', 'correct what has only one correction')
    .option(
      '--helm',
      'render every chart; needs helm 3.16 (default: charts that hold what they need, where helm is on the PATH)',
    )
    .option('--no-helm', 'read charts as they are')
    .option('-o, --output <file>', 'write the report to a file')
    .option('--no-color', 'no colours')
    .option('--frames', 'with each finding its lines, why it matters and what to do')
    .option('--notes', 'each note at its place, not only how many say the same')
    .option('--stats', 'also count references seen, resolved and open, files by kind of reading and findings by rule')
    .option('--cache', 'take what an earlier run found where no file, folder or setting has changed since')
    .option('--no-cache', 'read and judge everything (default)')
    .option(
      '--cache-location <folder>',
      "keep the cache there, outside of the repository; implies --cache (default: the user's folder for caches)",
    )
    .option('-q, --quiet', 'one line a finding, no notes, nothing when clean')
    .addHelpText('after', help);
}
