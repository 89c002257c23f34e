import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { load } from 'js-yaml';

const besideThis = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Configuration file of the guardrails for all that the platform renders: `vaultwright check --config`. */
export const guardrailsFile = besideThis('./guardrails.yaml');
/** Configuration file of phase 0 of `ameide test`. */
export const phase0File = besideThis('./phase0.yaml');

interface Guardrails {
  readonly denylist: { readonly exact: readonly string[]; readonly prefixes: readonly string[] };
}

/**
 * Values that no regulated environment may contain: what the guardrails refuse, the configurator does not
 * write.
 */
export const { denylist } = load(readFileSync(guardrailsFile, 'utf8')) as Guardrails;
