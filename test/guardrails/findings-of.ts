import { resolveConfiguration } from '../../src/guardrails/configuration.ts';
import { runGuardrails } from '../../src/guardrails/engine.ts';
import { exampleManifests } from '../../src/guardrails/example-manifests.ts';
import type { Example } from '../../src/guardrails/rule.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';

/** Runs all rules over files that are given as YAML text, under the preset `recommended` where no configuration says otherwise. */
export function findingsOf(example: Pick<Example, 'files' | 'configuration'> | undefined): Diagnostic[] {
  if (example === undefined) return [];
  return runGuardrails({
    manifests: exampleManifests(example),
    configuration: resolveConfiguration(example.configuration),
  });
}
