import type { Position } from '../diagnostics/diagnostic.ts';
import type { Origin } from './origin.ts';
import type { Alphabet, ComposePart, Recipe, VaultKey } from './vault-key.ts';

/**
 * A value that somebody puts into the upstream store before anything starts; the run that would copy it fails
 * without it (VW5012).
 */
type RequiredInput = { readonly type: 'upstream'; readonly name: string; readonly required: true };

type BootstrapOverride =
  | RequiredInput
  | { readonly type: 'generate'; readonly length: number; readonly alphabet?: Alphabet }
  | { readonly type: 'literal'; readonly value: string }
  | { readonly type: 'compose'; readonly parts: readonly ComposePart<never>[] };

/** The recipes that a key of origin `O` may be given in one environment; another one does not compile. */
export type OverrideFor<O extends Origin> = O extends 'external'
  ? { readonly type: 'upstream'; readonly name: string; readonly required?: boolean }
  : O extends 'service-generated'
    ?
        | { readonly type: 'placeholder' }
        | { readonly type: 'absent' }
        | { readonly type: 'literal'; readonly value: string }
    : BootstrapOverride;

/** A recipe that replaces the declared one in one environment. */
export class RecipeOverride {
  readonly #brand = true;
  readonly key: VaultKey;
  readonly environment: string;
  readonly recipe: Recipe<never>;
  readonly declaredAt: Position | undefined;

  /** @internal */
  constructor(key: VaultKey, environment: string, recipe: OverrideFor<Origin>, declaredAt: Position | undefined) {
    this.key = key;
    this.environment = environment;
    this.recipe = complete(recipe, environment);
    this.declaredAt = declaredAt;
  }

  /** Distinguishes a real override from a look-alike, which could name any environment and any recipe. */
  static is(candidate: unknown): candidate is RecipeOverride {
    return typeof candidate === 'object' && candidate !== null && #brand in candidate && candidate.#brand;
  }
}

function complete(recipe: OverrideFor<Origin>, environment: string): Recipe<never> {
  if (recipe.type === 'generate') return { alphabet: 'alphanumeric', ...recipe };
  if (recipe.type === 'upstream')
    return { type: 'upstream', name: recipe.name, requiredIn: recipe.required ? [environment] : [] };
  return recipe;
}
