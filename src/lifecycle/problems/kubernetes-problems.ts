import type { ProblemExplanation } from './problem-explanation.ts';
import { problemsOf } from './problems-of.ts';

/**
 * States in which the API server of Kubernetes ends a run: all that a program without Vault needs of these.
 */
export const kubernetesExplanations = {
  VW5018: {
    title: 'Kubernetes does not answer in time',
    why: 'Credentials can be neither read nor kept.',
    fix: 'Wait for the next run; if it stays, check the API server and the network policy of the namespace.',
    class: 'later',
  },
  VW5019: {
    title: 'Kubernetes refuses what the program must do',
    why: 'Credentials can be neither read nor kept, so nothing else can be done safely.',
    fix: 'Grant the ServiceAccount what the message names; the rendered Role does.',
    class: 'person',
  },
  VW5020: {
    title: 'The run was stopped before it was done',
    why: 'Some steps are missing.',
    fix: 'Run it again: every step finds out what is left to do.',
    class: 'later',
  },
} as const satisfies Record<string, ProblemExplanation>;

export const { error: apiServerError } = problemsOf(kubernetesExplanations);
