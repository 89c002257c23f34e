import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { Suppression } from '../guardrails/adoption/suppression.ts';
import { fileSuppressions, suppressionSchema } from '../guardrails/adoption/suppression-file.ts';
import { type ConfigurationInput, configurationSchema } from '../guardrails/engine/configuration.ts';
import type { Manifest } from '../guardrails/manifest/manifest.ts';
import { readText } from '../guardrails/reading/read-text.ts';
import { shownPath } from '../guardrails/reading/walk-tree.ts';
import type { Diagnostic } from '../model/diagnostics/diagnostic.ts';
import { ConfigurationError } from '../model/diagnostics/errors.ts';

const fileNames = ['vaultwright.config.yaml', 'vaultwright.config.yml', 'vaultwright.config.json'];

/** Schema of `vaultwright.config.yaml`: the configuration of the guardrails, and how findings are accepted. */
export const checkConfigurationSchema = z.strictObject({
  $schema: z.string().optional().describe('For editors'),
  ...configurationSchema.shape,
  baseline: z.string().min(1).optional().describe('Baseline file, relative to this file'),
  suppressions: z.array(suppressionSchema).optional().describe('Findings that are accepted, each with its reason'),
});

export interface CheckConfiguration {
  readonly guardrails: ConfigurationInput;
  readonly suppressions: readonly Suppression[];
  /** Absolute path. */
  readonly baseline?: string;
}

/**
 * Loads the configuration of a check: the file that is named, else the nearest one from the working directory up to its repository.
 *
 * @throws ConfigurationError VW2001 where a named file does not exist, VW2002 where its content is wrong
 */
export function loadCheckConfiguration(named: string | undefined, workingDirectory: string): CheckConfiguration {
  const file = named === undefined ? nearestFile(workingDirectory) : resolve(workingDirectory, named);
  if (file === undefined) return { guardrails: {}, suppressions: [] };
  const shown = shownPath(file, workingDirectory);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ConfigurationError([missingFile(shown)]);
  }
  const { manifests, diagnostics } = readText(shown, text, { role: 'data' });
  const [manifest] = manifests;
  if (diagnostics.length > 0)
    throw new ConfigurationError(diagnostics.map((problem) => ({ ...problem, code: 'VW2002', severity: 'error' })));
  const parsed = checkConfigurationSchema.safeParse(manifest?.value ?? {});
  if (!parsed.success)
    throw new ConfigurationError(parsed.error.issues.map((issue) => wrongContent(issue, manifest, shown)));
  const { $schema: _, baseline, suppressions = [], ...guardrails } = parsed.data;
  const statements = suppressions.flatMap((suppression, index) =>
    fileSuppressions([suppression], manifest?.locate?.(['suppressions', index]) ?? { file: shown, line: 1 }),
  );
  return {
    guardrails: guardrails as ConfigurationInput,
    suppressions: statements,
    ...(baseline !== undefined && { baseline: resolve(dirname(file), baseline) }),
  };
}

function nearestFile(workingDirectory: string): string | undefined {
  for (let folder = workingDirectory; ; folder = dirname(folder)) {
    const found = fileNames.map((name) => join(folder, name)).find((path) => existsSync(path));
    if (found !== undefined) return found;
    if (folder === dirname(folder) || existsSync(join(folder, '.git'))) return undefined;
  }
}

const missingFile = (file: string): Diagnostic => ({
  code: 'VW2001',
  severity: 'error',
  what: `The configuration file ${file} cannot be read`,
  why: 'Without it the check would run with other rules than asked for.',
  fix: 'Correct the path after --config.',
  place: {},
});

function wrongContent(issue: z.core.$ZodIssue, manifest: Manifest | undefined, file: string): Diagnostic {
  const path = issue.path.filter((step) => typeof step !== 'symbol');
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys : [];
  const position = manifest?.locate?.([...path, ...unknown.slice(0, 1)]) ?? { file, line: 1 };
  return {
    code: 'VW2002',
    severity: 'error',
    what: `${path.length === 0 ? 'The configuration' : path.join('.')}: ${issue.message}`,
    why: 'A setting that is not understood would leave a guardrail off without anyone knowing.',
    fix: 'See docs/vaultwright.config.schema.json, or let the editor complete the file with it.',
    place: { position },
  };
}
