import { kubernetesExplanations } from './kubernetes-problems.ts';
import type { ProblemExplanation } from './problem-explanation.ts';
import { problemsOf } from './problems-of.ts';
import { valueExplanations } from './value-problems.ts';

/** What smokes and preflights find in the cluster. */
export const gateExplanations = {
  ...valueExplanations,
  VW5160: {
    title: 'An expected ExternalSecret is not in the cluster',
    why: 'Its Secret is neither made nor refreshed.',
    fix: 'Sync the Application that holds it.',
    class: 'person',
  },
  VW5161: {
    title: 'An ExternalSecret is not Ready',
    why: 'Its Secret is missing, or holds earlier values.',
    fix: 'Follow the reason that is named; `kubectl describe` shows the events of the operator.',
    class: 'person',
  },
  VW5162: {
    title: 'An ExternalSecret is stale',
    why: 'Its Ready is that of an earlier spec or of an earlier time, and proves nothing about the Secret.',
    fix: 'Look whether the operator runs (its Deployments, its log); it syncs each new generation by itself.',
    class: 'person',
  },
  VW5163: {
    title: 'A Secret is missing',
    why: 'Pods that read it do not start.',
    fix: 'Find out who deletes it; the operator writes it anew at its next refresh.',
    class: 'person',
  },
  VW5165: {
    title: 'A Secret has a data key that nobody declared',
    why: 'Somebody else writes the Secret, or its ExternalSecret is not the rendered one; what envFrom takes over is more than is known.',
    fix: 'Declare the key in the contract of the Secret, or find out who adds it; sync the Application that holds the ExternalSecret.',
    class: 'person',
  },
  VW5169: {
    title: 'A value is not the one that its producer published',
    why: 'The service has a newer secret than its consumers, so that their logins fail.',
    fix: 'Let the producer write Vault again; the operator takes the value over within a minute.',
    class: 'person',
  },
  VW5170: {
    title: 'The digest of a value is not published',
    why: 'Whether consumers have the value that the service has cannot be told.',
    fix: 'Run the producer that publishes the digests.',
    class: 'person',
  },
  VW5171: {
    title: 'A Deployment is missing or not available',
    why: 'What it serves stands still: nothing is synced, admitted or reconciled.',
    fix: 'Look at the Deployment and its Pods: `kubectl rollout status` waits for it, `kubectl describe` says why.',
    class: 'person',
  },
  VW5172: {
    title: 'A store is not Ready',
    why: 'The operator cannot log in to what is behind it, so that no Secret is refreshed.',
    fix: 'Look at the role, the policies and the auth method of the store in Vault.',
    class: 'person',
  },
  VW5173: {
    title: 'Vault does not serve',
    why: 'Secrets stay as they are, even if they are Ready; nothing new can be synced.',
    fix: 'Look at the Pod of Vault. Where nothing in the cluster unseals it, see to its key service.',
    class: 'person',
  },
  VW5179: {
    title: 'How long a gate waits is not valid',
    why: 'A guess could let it give up at once, or hold back a rollout for hours.',
    fix: 'Give whole numbers as --wait-attempts and --wait-sleep, or as EXTERNALSECRET_WAIT_ATTEMPTS and EXTERNALSECRET_WAIT_SLEEP.',
    class: 'configuration',
  },
  VW5181: {
    title: 'An ExternalSecret is not the rendered one',
    why: 'Its status is about another Secret than the workload is to read: an earlier commit, or somebody’s change.',
    fix: 'Sync the Application that holds it; the gate waits for that very spec, and then for the operator to sync it.',
    class: 'person',
  },
  VW5290: {
    title: 'A service does not accept a credential',
    why: 'What reads the Secret is refused as well: the credential is expired, revoked, or of another installation.',
    fix: 'Let its producer make a new one; the operator takes it over within a minute.',
    class: 'person',
  },
  VW5291: {
    title: 'A service does not answer a probe',
    why: 'Whether its credential is in force cannot be told.',
    fix: 'Look at the service and at its certificate; from outside of the cluster its name may lead nowhere.',
    class: 'person',
  },
  VW5292: {
    title: 'The address of a probe is not valid',
    why: 'A credential is sent by HTTPS only, and only to where its Secret says.',
    fix: 'Correct the data key that is named: https:// and the address of the service.',
    class: 'person',
  },
} as const satisfies Record<string, ProblemExplanation>;

/** Code of what a gate finds. */
export type GateCode = keyof typeof gateExplanations;

export const { problem: gateProblem, error: gateError } = problemsOf(gateExplanations);

/**
 * Joins what a gate found in Kubernetes into one error, whose class and status say who must act.
 * @see smokeErrorOf for one that asks Vault, too
 */
export const { errorOf: gateErrorOf } = problemsOf({ ...kubernetesExplanations, ...gateExplanations });
