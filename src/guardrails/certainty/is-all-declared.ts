import type { GuardrailConfiguration } from '../engine/configuration.ts';

/** With `certainty: strict`, and where references alone pass, everything is declared: nothing is in doubt. */
export const isAllDeclared = ({ certainty, strictness }: GuardrailConfiguration): boolean =>
  certainty === 'strict' || strictness === 'references';
