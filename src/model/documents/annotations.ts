/** Annotation on objects that are limited to some environments: their names, sorted, separated by commas. */
export const environmentsAnnotation = 'vaultwright.io/environments';

/**
 * Annotation on ExternalSecrets some of whose data keys are limited: a JSON object from environment to the
 * limited data keys that it has.
 *
 * Data keys are its values, since a scanner takes what stands under a key like `client-secret` for a
 * credential.
 */
export const limitedKeysAnnotation = 'vaultwright.io/limited-keys';

/** Annotation on objects that no regulated environment may have; its value says why. */
export const devOnlyAnnotation = 'vaultwright.io/dev-only';

/** Annotation on what is not ready before somebody did something; its value says what and who. */
export const waitsForAnnotation = 'vaultwright.io/waits-for';

/** Annotation with the team that answers for the object. */
export const ownerAnnotation = 'vaultwright.io/owner';

/** Label on the Job of a preflight, and on its record: the component whose workload it holds back. */
export const preflightLabel = 'vaultwright.io/preflight';

/** Label with the rollout phase in which the object must be there, three digits. */
export const phaseLabel = 'vaultwright.io/phase';

/**
 * Annotation on CronJobs: seconds within which one succeeds, at first and again and again. Argo CD's health
 * and alerts read it.
 */
export const succeedsWithinAnnotation = 'vaultwright.io/succeeds-within-seconds';
