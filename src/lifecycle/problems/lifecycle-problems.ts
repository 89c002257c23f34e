import { problemsOf } from './problems-of.ts';
import { programProblems } from './program-problems.ts';

/** Code of a state that a program in the cluster may meet. */
export type LifecycleCode = keyof typeof programProblems;

export const { problem: lifecycleProblem, error: lifecycleError, errorOf } = problemsOf(programProblems);
