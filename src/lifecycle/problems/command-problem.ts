import { ceremonyProblems } from './ceremony-problems.ts';
import { commandProblems } from './command-problems.ts';
import { gateExplanations } from './gate-problems.ts';
import { problemsOf } from './problems-of.ts';
import { programProblems } from './program-problems.ts';

/** Every state in which a program that talks to Vault and Kubernetes stops, by its stable code. */
export const lifecycleProblems = { ...programProblems, ...commandProblems, ...ceremonyProblems, ...gateExplanations };

/** Code of a state that a command of a workstation may meet. */
export type CommandCode = keyof typeof lifecycleProblems;

export const { problem: commandProblem, error: commandError, errorOf: commandErrorOf } = problemsOf(lifecycleProblems);
