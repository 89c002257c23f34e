import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { baselineFile, missingBaseline } from '../guardrails/adoption/baseline-file.ts';
import { type CheckConfiguration, loadCheckConfiguration } from '../guardrails/adoption/check-configuration.ts';
import { removeUnusedComments } from '../guardrails/adoption/remove-unused-comments.ts';
import type { CheckPolicy } from '../guardrails/check-manifests.ts';
import { checkRepository } from '../guardrails/check-repository.ts';
import { resolveConfiguration } from '../guardrails/engine/configuration.ts';
import { allRules } from '../guardrails/engine/registry.ts';
import { typeOf } from '../guardrails/reading/regular-file.ts';
import type { Report } from '../guardrails/reporters/report.ts';
import type { Diagnostic } from '../model/diagnostics/diagnostic.ts';
import { ConfigurationError, type ExitStatus, exitStatus } from '../model/diagnostics/errors.ts';
import { cacheOf } from './check-cache.ts';
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
  const result = await checkRepository({
    paths: files,
    streams: stdin === undefined ? [] : [{ name: '<stdin>', bytes: stdin }],
    workingDirectory,
    policy: policyOf(loaded, options, workingDirectory),
    since: options.since,
    also: [...(loaded.also ?? []), ...(options.also ?? [])],
    helm: options.helm === undefined ? (loaded.helm ?? 'auto') : options.helm ? 'always' : 'never',
    counts: options.stats === true,
    cache: cacheOf(options, invocation, import.meta.url),
  });
  const diagnostics = options.fix ? removeUnusedComments(result.diagnostics, workingDirectory) : result.diagnostics;
  const { files: read, manifests, suppressed, baselined, sources, statistics } = result;
  const summary = { files: read, manifests, suppressed, baselined };
  const isFirstRun = options.baseline === undefined && loaded.baseline === undefined && options.since === undefined;
  const report: Report = {
    diagnostics,
    summary,
    ...(statistics && { statistics }),
    isFirstRun,
    paths,
    rules: allRules,
    version: packageVersion(),
    sources,
  };
  print(await renderReport(report, options, invocation), options, invocation);
  return diagnostics.some(({ severity }) => severity === 'error') ? exitStatus.findings : exitStatus.clean;
}

function policyOf(
  { guardrails, suppressions, baseline }: CheckConfiguration,
  options: CheckOptions,
  workingDirectory: string,
): CheckPolicy {
  const file = options.baseline === undefined ? baseline : resolve(workingDirectory, options.baseline);
  if (options.writeBaseline && file === undefined)
    throw missingBaseline('--write-baseline needs --baseline or `baseline` in the configuration');
  return {
    configuration: resolveConfiguration(withPresets(guardrails, options)),
    suppressions,
    baseline: file === undefined ? undefined : baselineFile(file, workingDirectory),
    writeBaseline: options.writeBaseline && file !== undefined ? (text) => writeWhereAsked(file, text) : undefined,
  };
}

function requirePaths(paths: readonly string[], workingDirectory: string): void {
  const problems = paths.flatMap((path): Diagnostic[] => {
    const type = typeOf(resolve(workingDirectory, path));
    if (type === undefined) return [unusablePath(`The path ${path} does not exist`, 'Correct the path.')];
    if (type !== 'other') return [];
    const fix = 'Name a file or a folder; what another program prints is read from standard input, as `-`.';
    return [unusablePath(`The path ${path} is neither a file nor a folder`, fix)];
  });
  if (problems.length > 0) throw new ConfigurationError(problems);
}

/**
 * A file of the tree whose name looks like an option becomes one where a shell or a hook lists the files of a
 * folder.
 */
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

function print(text: string, { output }: CheckOptions, invocation: Invocation): void {
  if (output === undefined) invocation.out(text);
  else writeWhereAsked(resolve(invocation.workingDirectory, output), text);
}
