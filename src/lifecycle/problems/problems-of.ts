import type { Diagnostic, Place } from '../../model/diagnostics/diagnostic.ts';
import {
  ConfigurationError,
  FindingsError,
  TemporaryError,
  type VaultwrightError,
} from '../../model/diagnostics/errors.ts';
import type { ProblemExplanation } from './problem-explanation.ts';

/** What is made of a table of problems. */
export interface Problems<Code extends string> {
  /** Makes the diagnostic of a state; `what` names things and never holds a value, a key or a token. */
  problem(code: Code, what: string, place?: Place): Diagnostic;
  /**
   * Makes the error that ends a run; its class says who must act, and so does the exit status of the program.
   */
  error(code: Code, what: string, place?: Place): VaultwrightError;
  /**
   * Joins the states in which a run ended into one error: a person counts more than the configuration, and
   * that more than time.
   */
  errorOf(diagnostics: readonly Diagnostic[]): VaultwrightError;
}

/**
 * Makes diagnostics and errors of a table; programs in a cluster have a table of their own, since each text
 * costs room there.
 */
export function problemsOf<Code extends string>(table: Readonly<Record<Code, ProblemExplanation>>): Problems<Code> {
  const problem: Problems<Code>['problem'] = (code, what, place = {}) => {
    const { why, fix } = table[code];
    return { code, severity: 'error', what, why, fix, place };
  };
  const errorOf: Problems<Code>['errorOf'] = (diagnostics) => {
    const known: Readonly<Record<string, ProblemExplanation>> = table;
    const classes = new Set(diagnostics.map(({ code }) => known[code]?.class ?? 'person'));
    if (classes.has('person')) return new FindingsError(diagnostics);
    return classes.has('configuration') ? new ConfigurationError(diagnostics) : new TemporaryError(diagnostics);
  };
  return { problem, error: (code, what, place) => errorOf([problem(code, what, place)]), errorOf };
}
