import { fileURLToPath } from 'node:url';

const besideThis = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

/** Configuration file of the guardrails for all that the platform renders: `vaultwright check --config`. */
export const guardrailsFile = besideThis('./guardrails.yaml');
/** Configuration file of phase 0 of `ameide test`. */
export const phase0File = besideThis('./phase0.yaml');
