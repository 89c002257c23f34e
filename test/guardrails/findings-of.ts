import { resolveConfiguration } from '../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../src/guardrails/engine/engine.ts';
import type { Example } from '../../src/guardrails/engine/rule.ts';
import { exampleManifests } from '../../src/guardrails/examples/example-manifests.ts';
import type { Diagnostic } from '../../src/model/diagnostics/diagnostic.ts';

/**
 * Runs all rules over files that are given as YAML text, under the preset `recommended` where no
 * configuration says otherwise.
 */
export function findingsOf(example: Pick<Example, 'files' | 'configuration'> | undefined): Diagnostic[] {
  if (example === undefined) return [];
  return runGuardrails({
    manifests: exampleManifests(example),
    configuration: resolveConfiguration(example.configuration),
  });
}

/** What one rule finds in a text or in files: severity, message and place of each finding. */
export function linesOf(
  rule: string,
  files: string | Example['files'],
  configuration?: Example['configuration'],
): string[] {
  return findingsOf({
    files: typeof files === 'string' ? { 'a.yaml': files } : files,
    ...(configuration && { configuration }),
  })
    .filter((finding) => finding.rule === rule)
    .map(({ severity, what, place }) =>
      [`${severity}: ${what}`, place.output, place.field].filter(Boolean).join(' | '),
    );
}
