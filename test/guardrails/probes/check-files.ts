import { type ConfigurationInput, resolveConfiguration } from '../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../src/guardrails/engine/engine.ts';
import { readManifests } from '../../../src/guardrails/reading/read-manifests.ts';
import type { Diagnostic } from '../../../src/model/diagnostics/diagnostic.ts';

/**
 * Reads files as `vaultwright check` reads what comes on its standard input, and runs the rules; notes are
 * left out.
 */
export function checkFiles(files: Readonly<Record<string, string>>, configuration?: ConfigurationInput): Diagnostic[] {
  const streams = Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
  const { manifests } = readManifests({ paths: [], streams });
  return runGuardrails({ manifests, configuration: resolveConfiguration(configuration) }).filter(
    ({ severity }) => severity !== 'note',
  );
}
