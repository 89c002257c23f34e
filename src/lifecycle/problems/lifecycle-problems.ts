import type { Diagnostic, Place } from '../../model/diagnostics/diagnostic.ts';
import {
  ConfigurationError,
  FindingsError,
  TemporaryError,
  type VaultwrightError,
} from '../../model/diagnostics/errors.ts';
import { workstationProblems } from './command-problems.ts';
import { bootstrapProblems } from './program-problems.ts';

/** Every state in which a program that talks to Vault and Kubernetes stops, by its stable code. */
export const lifecycleProblems = { ...bootstrapProblems, ...workstationProblems };

export type LifecycleCode = keyof typeof lifecycleProblems;

/** Makes the diagnostic of a state; `what` names things and never holds a value, a key or a token. */
export function lifecycleProblem(code: LifecycleCode, what: string, place: Place = {}): Diagnostic {
  const { why, fix } = lifecycleProblems[code];
  return { code, severity: 'error', what, why, fix, place };
}

/** Makes the error that ends a run; its class says who must act, and so does the exit status of the program. */
export function lifecycleError(code: LifecycleCode, what: string, place: Place = {}): VaultwrightError {
  return errorOf([lifecycleProblem(code, what, place)]);
}

/** Joins the states in which a run ended into one error: a person counts more than the configuration, and that more than time. */
export function errorOf(diagnostics: readonly Diagnostic[]): VaultwrightError {
  const classes = new Set(diagnostics.map(({ code }) => lifecycleProblems[code as LifecycleCode]?.class ?? 'person'));
  if (classes.has('person')) return new FindingsError(diagnostics);
  return classes.has('configuration') ? new ConfigurationError(diagnostics) : new TemporaryError(diagnostics);
}
