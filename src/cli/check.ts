import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { applyBaseline, writeBaseline } from '../guardrails/adoption/baseline.ts';
import { changedFiles } from '../guardrails/adoption/changed-files.ts';
import { removeUnusedComments } from '../guardrails/adoption/remove-unused-comments.ts';
import { applySuppressions } from '../guardrails/adoption/suppression.ts';
import { suppressionAnnotations } from '../guardrails/adoption/suppression-annotation.ts';
import { resolveConfiguration } from '../guardrails/engine/configuration.ts';
import { runGuardrails } from '../guardrails/engine/engine.ts';
import { allRules } from '../guardrails/engine/registry.ts';
import { type ReadManifests, readManifests } from '../guardrails/reading/read-manifests.ts';
import { readRegular, realPath, statsOf } from '../guardrails/reading/regular-file.ts';
import { renderCharts } from '../guardrails/reading/render-chart.ts';
import type { Report } from '../guardrails/reporters/report.ts';
import { type Diagnostic, sortDiagnostics } from '../model/diagnostics/diagnostic.ts';
import { ConfigurationError, type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import { type CheckConfiguration, loadCheckConfiguration } from './check-configuration.ts';
import { type CheckOptions, defineCheckOptions } from './check-options.ts';
import { withPresets } from './configuration-options.ts';
import type { Invocation } from './invocation.ts';
import { renderReport } from './render-report.ts';
import { packageVersion } from './version.ts';
import { writeWhereAsked } from './write-where-asked.ts';

/** Defines `vaultwright check`. */
export function define(command: Command, invocation: Invocation, finish: (status: ExitStatus) => void): void {
  defineCheckOptions(command).action(async (paths: string[], options: CheckOptions) => {
    finish(await check(paths, options, invocation));
  });
}

async function check(paths: readonly string[], options: CheckOptions, invocation: Invocation): Promise<ExitStatus> {
  const { workingDirectory } = invocation;
  const files = paths.filter((path) => path !== '-');
  requirePaths(files, workingDirectory);
  requireNoDisguise(invocation);
  const loaded = loadCheckConfiguration(options.config, workingDirectory);
  const stdin = paths.includes('-') ? await invocation.input() : undefined;
  const read = readManifests({
    paths: files,
    workingDirectory,
    streams: stdin === undefined ? [] : [{ name: '<stdin>', bytes: stdin }],
  });
  if (read.files === 0) throw new ConfigurationError([nothingToCheck(files)]);
  const found = await judge(read, loaded, options, workingDirectory);
  const suppressions = [...read.suppressions, ...suppressionAnnotations(read.manifests), ...loaded.suppressions];
  const today = new Date().toISOString().slice(0, 10);
  const accepted = applySuppressions(found, suppressions, today);
  const baselined = withBaseline(accepted.diagnostics, loaded, options, workingDirectory);
  const inScope =
    options.since === undefined
      ? baselined.diagnostics
      : onlyChanged(baselined.diagnostics, options.since, workingDirectory);
  const diagnostics = options.fix ? removeUnusedComments(inScope, workingDirectory) : inScope;
  const report: Report = {
    diagnostics: sortDiagnostics(diagnostics),
    summary: {
      files: read.files,
      manifests: read.manifests.length,
      suppressed: accepted.suppressed,
      baselined: baselined.baselined,
    },
    rules: allRules,
    version: packageVersion(),
    sources: read.sources,
  };
  print(await renderReport(report, options, invocation), options, invocation);
  return diagnostics.some(({ severity }) => severity === 'error') ? exitStatus.findings : exitStatus.clean;
}

async function judge(
  read: ReadManifests,
  { guardrails }: CheckConfiguration,
  options: CheckOptions,
  workingDirectory: string,
): Promise<readonly Diagnostic[]> {
  const configuration = resolveConfiguration(withPresets(guardrails, options));
  const diagnostics = [...read.diagnostics, ...runGuardrails({ manifests: read.manifests, configuration })];
  if (options.helm) {
    const { renders, diagnostics: failures } = await renderCharts(read.chartFiles, read.given, workingDirectory);
    diagnostics.push(...failures);
    for (const render of renders) {
      // Each render is one possible installation, so it is judged beside the tree and never beside another render.
      const rendered = readManifests({ paths: [], streams: [render], workingDirectory });
      const manifests = [...read.manifests.filter(({ isTemplate }) => !isTemplate), ...rendered.manifests];
      read.sources.addAll(rendered.sources);
      diagnostics.push(...rendered.diagnostics, ...runGuardrails({ manifests, configuration }));
    }
  }
  const raised = configuration.failOnNotes
    ? diagnostics.map((problem) => (problem.severity === 'note' ? { ...problem, severity: 'error' as const } : problem))
    : diagnostics;
  return sortDiagnostics(raised);
}

function requirePaths(paths: readonly string[], workingDirectory: string): void {
  const problems = paths.flatMap((path): Diagnostic[] => {
    const stats = statsOf(resolve(workingDirectory, path));
    if (stats === undefined) return [unusablePath(`The path ${path} does not exist`, 'Correct the path.')];
    if (stats.isFile() || stats.isDirectory()) return [];
    const fix = 'Name a file or a folder; what another program prints is read from standard input, as `-`.';
    return [unusablePath(`The path ${path} is neither a file nor a folder`, fix)];
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/** A file of the tree whose name looks like an option becomes one where a shell or a hook lists the files of a folder. */
function requireNoDisguise({ args, workingDirectory }: Invocation): void {
  const end = args.indexOf('--');
  const disguised = args
    .slice(0, end === -1 ? args.length : end)
    .filter((arg) => /^-./.test(arg) && existsSync(resolve(workingDirectory, arg)));
  if (disguised.length === 0) return;
  throw new ConfigurationError(
    disguised.map((arg) => ({
      code: 'VW2009',
      severity: 'error',
      what: `The option ${arg} is also the name of a file`,
      why: 'A file that is taken for an option would change what is checked.',
      fix: 'Put `--` before the paths, as in `vaultwright check -- *`, or write `./` before the name.',
      place: {},
    })),
  );
}

const unusablePath = (what: string, fix: string): Diagnostic => ({
  code: 'VW2004',
  severity: 'error',
  what,
  why: 'A check of nothing would pass.',
  fix,
  place: {},
});

const nothingToCheck = (paths: readonly string[]): Diagnostic => ({
  code: 'VW2007',
  severity: 'error',
  what: `There is no YAML or JSON file in ${paths.join(', ')}`,
  why: 'A check of nothing would pass.',
  fix: 'Correct the path; what .gitignore excludes is read only where it is named itself.',
  place: {},
});

/** In bytes: some 500,000 findings. */
const largestBaseline = 128 * 1024 * 1024;

function withBaseline(
  diagnostics: readonly Diagnostic[],
  loaded: CheckConfiguration,
  options: CheckOptions,
  workingDirectory: string,
) {
  const file = options.baseline === undefined ? loaded.baseline : resolve(workingDirectory, options.baseline);
  if (file === undefined) {
    if (options.writeBaseline)
      throw new ConfigurationError([
        noBaselineFile('--write-baseline needs --baseline or `baseline` in the configuration'),
      ]);
    return { diagnostics, baselined: 0 };
  }
  if (options.writeBaseline) writeWhereAsked(file, writeBaseline(diagnostics));
  const text = readRegular(realPath(file) ?? file, largestBaseline)?.toString('utf8');
  if (text === undefined) throw new ConfigurationError([noBaselineFile(`The baseline ${file} cannot be read`)]);
  return applyBaseline(diagnostics, text, options.baseline ?? file);
}

const noBaselineFile = (what: string): Diagnostic => ({
  code: 'VW2022',
  severity: 'error',
  what,
  why: 'Findings that were accepted would all be reported.',
  fix: 'Write it with `--baseline FILE --write-baseline`.',
  place: {},
});

function onlyChanged(
  diagnostics: readonly Diagnostic[],
  revision: string,
  workingDirectory: string,
): readonly Diagnostic[] {
  const changed = changedFiles(revision, workingDirectory);
  return diagnostics.filter(({ place }) => {
    const file = place.position?.file ?? place.output;
    return file !== undefined && changed.has(resolve(workingDirectory, file));
  });
}

function print(text: string, { output }: CheckOptions, invocation: Invocation): void {
  if (output === undefined) invocation.out(text);
  else writeWhereAsked(resolve(invocation.workingDirectory, output), text);
}
