import { existsSync, lstatSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { ConfigurationError } from '../../model/diagnostics/errors.ts';
import { withheldCredential } from '../credential/withheld-credential.ts';
import { type ConfigurationInput, configurationSchema } from '../engine/configuration.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { readText } from '../reading/read-text.ts';
import { isInside, readRegular, realPath } from '../reading/regular-file.ts';
import { shownPath } from '../reading/walk-tree.ts';
import type { Suppression } from './suppression.ts';
import { fileSuppressions, suppressionSchema } from './suppression-file.ts';

const fileNames = ['vaultwright.config.yaml', 'vaultwright.config.yml', 'vaultwright.config.json'];
const largestConfiguration = 1024 * 1024;

/**
 * Schema of `vaultwright.config.yaml`: the configuration of the guardrails, and how findings are accepted.
 */
export const checkConfigurationSchema = z.strictObject({
  $schema: z.string().optional().describe('For editors'),
  ...configurationSchema.shape,
  helm: z
    .enum(['auto', 'always', 'never'])
    .optional()
    .describe(
      'Whether charts are rendered: where helm is on the PATH, always (without helm the check fails), or never',
    ),
  also: z
    .array(z.string().min(1))
    .optional()
    .describe('Globs of files to read beside YAML and JSON, as "*.yaml.tpl", ".env*" or "scripts/**"'),
  baseline: z.string().min(1).optional().describe('Baseline file, relative to this file'),
  suppressions: z.array(suppressionSchema).optional().describe('Findings that are accepted, each with its reason'),
});

export interface CheckConfiguration {
  readonly guardrails: ConfigurationInput;
  readonly suppressions: readonly Suppression[];
  /** Globs of further files to read. */
  readonly also?: readonly string[];
  /** Whether charts are rendered, where the command line does not say. */
  readonly helm?: 'auto' | 'always' | 'never';
  /** Absolute path. */
  readonly baseline?: string;
}

/**
 * Loads the configuration of a check: the file that is named, else the nearest one from the working directory
 * up to its repository.
 *
 * One that nobody named comes with the checked tree: it is read only where it is a file of its repository,
 * and so is its baseline.
 *
 * @throws ConfigurationError VW2001 where the file cannot be read, VW2002 where its content is wrong
 */
export function loadCheckConfiguration(named: string | undefined, workingDirectory: string): CheckConfiguration {
  const found = named === undefined ? nearestFile(workingDirectory) : namedFile(resolve(workingDirectory, named));
  if (found === undefined) return { guardrails: {}, suppressions: [] };
  const { file, within } = found;
  const shown = shownPath(file, workingDirectory);
  const real = realPath(file);
  const bytes = real === undefined || !isInside(real, within) ? undefined : readRegular(real, largestConfiguration);
  if (bytes === undefined) throw new ConfigurationError([unreadFile(shown, named !== undefined)]);
  const { manifests, diagnostics } = readText(shown, bytes.toString('utf8'), { role: 'data' });
  const [manifest] = manifests;
  if (diagnostics.length > 0)
    throw new ConfigurationError(diagnostics.map((problem) => ({ ...problem, code: 'VW2002', severity: 'error' })));
  const parsed = checkConfigurationSchema.safeParse(manifest?.value ?? {});
  if (!parsed.success)
    throw new ConfigurationError(parsed.error.issues.map((issue) => wrongContent(issue, manifest, shown)));
  const { $schema: _, also, baseline, helm, suppressions = [], ...guardrails } = parsed.data;
  const statements = suppressions.flatMap((suppression, index) =>
    fileSuppressions([suppression], manifest?.locate?.(['suppressions', index]) ?? { file: shown, line: 1 }),
  );
  return {
    guardrails: guardrails as ConfigurationInput,
    suppressions: statements,
    ...(also && { also }),
    ...(helm !== undefined && { helm }),
    ...(baseline !== undefined && { baseline: baselineOf(resolve(dirname(file), baseline), within, manifest, shown) }),
  };
}

interface FoundConfiguration {
  readonly file: string;
  /** The real folder that neither the file nor its baseline may leave. */
  readonly within: string;
}

function nearestFile(workingDirectory: string): FoundConfiguration | undefined {
  for (let folder = workingDirectory; ; folder = dirname(folder)) {
    // What stands there is meant: a link that leads nowhere must not turn the rules off.
    const file = fileNames.map((name) => join(folder, name)).find((path) => isThere(path));
    if (file !== undefined) return { file, within: enclosing(folder) };
    if (folder === dirname(folder) || existsSync(join(folder, '.git'))) return undefined;
  }
}

/** A file that a person names may be anywhere. */
const namedFile = (file: string): FoundConfiguration => ({
  file,
  within: enclosing(dirname(realPath(file) ?? file)),
});

/** The repository around a folder, or the folder itself where there is none. */
function enclosing(folder: string): string {
  for (let outer = folder; ; outer = dirname(outer)) {
    if (existsSync(join(outer, '.git'))) return realPath(outer) ?? outer;
    if (outer === dirname(outer)) return realPath(folder) ?? folder;
  }
}

function isThere(path: string): boolean {
  try {
    lstatSync(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * A baseline is also written: a configuration of a checked tree must not choose a file elsewhere for that.
 */
function baselineOf(file: string, within: string, manifest: Manifest | undefined, shown: string): string {
  const folder = realPath(dirname(file));
  const real = realPath(file) ?? (folder && join(folder, basename(file)));
  if (real === undefined || isInside(real, within)) return file;
  throw new ConfigurationError([
    {
      code: 'VW2002',
      severity: 'error',
      what: 'baseline: the file lies outside of the repository of the configuration',
      why: 'A baseline accepts findings and is written anew, so that it must be a file of the repository.',
      fix: 'Name a file below the configuration, or give it after --baseline.',
      place: { position: manifest?.locate?.(['baseline']) ?? { file: shown, line: 1 } },
    },
  ]);
}

const unreadFile = (file: string, isNamed: boolean): Diagnostic => ({
  code: 'VW2001',
  severity: 'error',
  what: `The configuration file ${file} cannot be read`,
  why: 'Without it the check would run with other rules than asked for.',
  fix: isNamed
    ? 'Correct the path after --config; it must be a regular file.'
    : 'Make it a regular file of the repository, or remove it; one elsewhere can be named after --config.',
  place: {},
});

function wrongContent(issue: z.core.$ZodIssue, manifest: Manifest | undefined, file: string): Diagnostic {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const position = manifest?.locate?.([...path, ...unknown.slice(0, 1)]) ?? { file, line: 1 };
  return {
    code: 'VW2002',
    severity: 'error',
    what: `${path.length === 0 ? 'The configuration' : withheldCredential(path.join('.'))}: ${withheldCredential(issue.message)}`,
    why: 'A setting that is not understood would leave a guardrail off without anyone knowing.',
    fix: 'See docs/vaultwright.config.schema.json, or let the editor complete the file with it.',
    place: { position },
  };
}
