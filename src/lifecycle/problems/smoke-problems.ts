import { gateExplanations } from './gate-problems.ts';
import { problemsOf } from './problems-of.ts';
import { programProblems } from './program-problems.ts';

/**
 * Joins what a smoke test found in Kubernetes and in Vault into one error, whose class and status say who
 * must act.
 */
export const { errorOf: smokeErrorOf } = problemsOf({ ...programProblems, ...gateExplanations });
