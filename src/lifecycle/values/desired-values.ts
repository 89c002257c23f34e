import { parseKeyId } from '../../model/documents/coordinates.ts';
import {
  type FixtureEntry,
  type FixtureMap,
  type FixtureRecipe,
  pathsOfPart,
} from '../../model/documents/fixture-map.ts';
import { type ComposeDefect, type Composed, composeValue } from './compose-value.ts';
import type { ExternalValues } from './external-values.ts';
import { deriveValue, drawValue, type ValuePlace } from './generate-value.ts';
import { isPlaceholder, type Placeholders, placeholderOf } from './placeholders.ts';
import { recipeHash, type ValueSource } from './value-marker.ts';

/** A value that should stand in Vault, made only where it must be written. */
export interface DesiredValue {
  readonly source: ValueSource;
  /** Hash of the recipe as it is declared now. */
  readonly recipe: string;
  /** Makes the value; always the same one. */
  make(): Promise<string>;
  /** Returns whether a value that stands there is the desired one. */
  accepts(current: string): Promise<boolean>;
  /** Returns whether a value is one that we composed from values of our own making. */
  recognises?(former: string): Promise<boolean>;
  readonly upstreamVersion?: string;
}

export interface DesiredValuesOptions {
  readonly placeholders: Placeholders;
  readonly fixtureMap: FixtureMap;
  readonly external: ExternalValues;
  /** Returns the seed, asked for where the first value is derived. */
  readonly seed: () => Promise<string>;
  /** The value of another key as it stands in Vault. */
  readonly valueAt: (id: string) => string | undefined;
}

/**
 * Returns for each key which value should stand in Vault: the upstream one, a copied one, or what the recipe
 * makes.
 */
export class DesiredValues {
  readonly #options: DesiredValuesOptions;

  constructor(options: DesiredValuesOptions) {
    this.#options = options;
  }

  /**
   * @param current the value that stands there, if there is one
   * @returns `undefined` where bootstrap has no say in the value
   */
  for(id: string, entry: FixtureEntry, current: string | undefined): DesiredValue | ComposeDefect | undefined {
    const { recipe } = entry;
    const { placeholders, external } = this.#options;
    const hash = recipe ? recipeHash(recipe) : 'none';
    const fixed = (source: ValueSource, value: string): DesiredValue => ({
      source,
      recipe: hash,
      make: async () => value,
      accepts: async (other) => other === value,
    });
    const upstream = external.upstream.get(id);
    if (upstream) {
      const { value, version } = upstream;
      return { ...fixed('upstream', value), ...(version !== undefined && { upstreamVersion: version }) };
    }
    const backfill = external.backfill.get(id);
    if (
      backfill !== undefined &&
      (current === undefined || isPlaceholder(placeholders, current, entry) || current === backfill)
    )
      return fixed('backfill', backfill);
    switch (recipe?.type) {
      case 'literal':
        return fixed('literal', recipe.value);
      case 'placeholder':
        return placeholders.own === undefined
          ? undefined
          : fixed('placeholder', placeholderOf(placeholders.own, entry));
      case 'generate':
        return this.#generated(recipe, hash, id);
      case 'compose': {
        const composed = composeValue(recipe, this.#options.valueAt);
        return 'make' in composed
          ? {
              source: 'compose',
              recipe: hash,
              make: once(composed.make),
              accepts: composed.isMadeFrom,
              recognises: async (former) => (await this.#composeOwn(recipe))?.isMadeFrom(former) ?? false,
            }
          : composed;
      }
      default:
        return undefined;
    }
  }

  /** Composes a value from what the recipes of its parts make, without a look at Vault. */
  async #composeOwn(recipe: Extract<FixtureRecipe, { type: 'compose' }>): Promise<Composed | undefined> {
    const made = new Map<string, string>();
    for (const id of recipe.parts.flatMap(pathsOfPart)) {
      const value = await this.#makeOwn(id);
      if (value !== undefined) made.set(id, value);
    }
    const composed = composeValue(recipe, (id) => made.get(id));
    return 'make' in composed ? composed : undefined;
  }

  async #makeOwn(id: string): Promise<string | undefined> {
    const recipe = this.#options.fixtureMap.entries[id]?.recipe;
    if (recipe?.type === 'literal') return recipe.value;
    if (recipe?.type === 'compose') return (await this.#composeOwn(recipe))?.make();
    if (recipe?.type !== 'generate' || recipe.derivation !== 'deterministic') return undefined;
    return deriveValue(await this.#options.seed(), this.#placeOf(id), recipe);
  }

  /** A store may be renamed; what counts is where its engine is. */
  #placeOf(id: string): ValuePlace {
    const { environment, mount, engines = {} } = this.#options.fixtureMap;
    const { store } = parseKeyId(id);
    if (store === undefined) return { environment, mount, path: id };
    return { environment, mount: engines[store]?.mount ?? mount, path: id.slice(store.length + 1) };
  }

  #generated(recipe: Extract<FixtureRecipe, { type: 'generate' }>, hash: string, id: string): DesiredValue {
    const place = this.#placeOf(id);
    const isDerived = recipe.derivation === 'deterministic';
    const make = once(async () =>
      isDerived ? deriveValue(await this.#options.seed(), place, recipe) : drawValue(recipe),
    );
    // A derived value without a marker is ours all the same: a crash came between value and marker.
    return { source: 'generate', recipe: hash, make, accepts: async (other) => isDerived && other === (await make()) };
  }
}

/** A value that others are composed from must be the one that is written. */
function once(make: () => Promise<string>): () => Promise<string> {
  let made: Promise<string> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
