import { componentProblems } from './component-problems.ts';
import { declarationProblems } from './declaration-problems.ts';
import type { Diagnostic, Place } from './diagnostic.ts';
import type { Explanation } from './explanation.ts';
import { platformProblems } from './platform-problems.ts';

/** Every problem that a declaration, a configuration or a construct tree can have, by its stable code. */
export const problems = { ...declarationProblems, ...componentProblems, ...platformProblems };

/** Stable code of a problem in declarations or configuration. */
export type ProblemCode = keyof typeof problems;

/** Makes the diagnostic of a known problem; `what` names the thing and never holds a value. */
export function problem(code: ProblemCode, what: string, place: Place): Diagnostic {
  const { why, fix, severity = 'error' }: Explanation = problems[code];
  return { code, severity, what, why, fix, place };
}
