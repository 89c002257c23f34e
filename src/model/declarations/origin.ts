/**
 * Who is the authority for a value.
 *
 * - `external`: it comes from outside the cluster.
 * - `operator-reconciled`: an operator enforces it on a database or cache.
 * - `generated`: chosen once at bootstrap, then stable.
 * - `service-generated`: a running service invents it and a producer publishes it.
 * - `existing`: others manage it; nothing of the platform writes it.
 */
export type Origin = 'external' | 'operator-reconciled' | 'generated' | 'service-generated' | 'existing';

/** How a Vault key gets its first value. */
export type RecipeType = 'generate' | 'literal' | 'compose' | 'upstream' | 'placeholder' | 'absent' | 'existing';

/**
 * The recipes that each origin allows; no other combination exists. Where an environment takes as an input
 * what others generate, the key is `external` there.
 */
export const recipesOfOrigin: Readonly<Record<Origin, readonly RecipeType[]>> = {
  external: ['upstream'],
  'operator-reconciled': ['generate', 'literal', 'compose', 'upstream'],
  generated: ['generate', 'literal', 'compose', 'upstream'],
  'service-generated': ['placeholder', 'absent', 'literal'],
  existing: ['existing'],
};
