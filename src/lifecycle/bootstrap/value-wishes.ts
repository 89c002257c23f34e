import type { BootstrapSettings } from '../../model/bootstrap-settings.ts';
import type { FixtureEntry, FixtureRecipe } from '../../model/fixture-map.ts';
import { type ComposeDefect, composeValue } from '../values/compose-value.ts';
import { deriveValue, drawValue } from '../values/generate-value.ts';
import { recipeHash, type ValueMarker, type ValueSource } from '../values/value-marker.ts';
import type { OutsideValues } from './outside-values.ts';

/** A value that should stand in Vault, made only where it must be written. */
export interface ValueWish {
  readonly source: ValueSource;
  /** Hash of the recipe as it is declared now. */
  readonly recipe: string;
  make(): Promise<string>;
  /** Tells whether a value that stands there is the wished one. */
  accepts(current: string): Promise<boolean>;
  readonly upstreamVersion?: string;
}

export interface ValueWishesOptions {
  readonly settings: BootstrapSettings;
  readonly mount: string;
  readonly outside: OutsideValues;
  /** Gives the seed, asked for where the first value is derived. */
  readonly seed: () => Promise<string>;
  /** The value of another key as it stands in Vault. */
  readonly valueAt: (path: string) => string | undefined;
}

/** Says for each key which value should stand in Vault: the upstream one, a copied one, or what the recipe makes. */
export class ValueWishes {
  readonly #options: ValueWishesOptions;

  constructor(options: ValueWishesOptions) {
    this.#options = options;
  }

  /** Tells whether a value stands for no credential and may be replaced. */
  isPlaceholder(value: string, entry: FixtureEntry): boolean {
    const { knownPlaceholders } = this.#options.settings;
    return (
      value === this.#placeholder(entry) ||
      knownPlaceholders.exact.includes(value) ||
      knownPlaceholders.prefixes.some((prefix) => value.startsWith(prefix))
    );
  }

  /**
   * @param current the value that stands there, if there is one
   * @returns `undefined` where bootstrap has no say in the value
   */
  for(path: string, entry: FixtureEntry, current: string | undefined): ValueWish | ComposeDefect | undefined {
    const { recipe } = entry;
    const { settings, mount, outside } = this.#options;
    const hash = recipe ? recipeHash(recipe) : 'none';
    const fixed = (source: ValueSource, value: string): ValueWish => ({
      source,
      recipe: hash,
      make: async () => value,
      accepts: async (other) => other === value,
    });
    const upstream = outside.upstream.get(path);
    if (upstream) {
      const { value, version } = upstream;
      return { ...fixed('upstream', value), ...(version !== undefined && { upstreamVersion: version }) };
    }
    const backfill = outside.backfill.get(path);
    if (backfill !== undefined && (current === undefined || this.isPlaceholder(current, entry) || current === backfill))
      return fixed('backfill', backfill);
    switch (recipe?.type) {
      case 'literal':
        return fixed('literal', recipe.value);
      case 'placeholder':
        return fixed('placeholder', this.#placeholder(entry));
      case 'generate':
        return this.#generated(recipe, hash, { environment: settings.environment, mount, path });
      case 'compose': {
        const composed = composeValue(recipe, this.#options.valueAt);
        return 'make' in composed
          ? { source: 'compose', recipe: hash, make: composed.make, accepts: composed.isMadeFrom }
          : composed;
      }
      default:
        return undefined;
    }
  }

  /** Readers of an encoded value decode the placeholder as well. */
  #placeholder({ storedAs }: FixtureEntry): string {
    const { placeholder } = this.#options.settings;
    return storedAs === 'base64' ? Buffer.from(placeholder).toString('base64') : placeholder;
  }

  #generated(
    recipe: Extract<FixtureRecipe, { type: 'generate' }>,
    hash: string,
    place: Parameters<typeof deriveValue>[1],
  ): ValueWish {
    const isDerived = recipe.derivation === 'deterministic';
    const make = async (): Promise<string> =>
      isDerived ? deriveValue(await this.#options.seed(), place, recipe) : drawValue(recipe);
    // A derived value without a marker is ours all the same: a crash came between value and marker.
    return { source: 'generate', recipe: hash, make, accepts: async (other) => isDerived && other === (await make()) };
  }
}

/** Tells whether a value need not be looked at: it is generated, ours, and its recipe is the same. */
export const isSettled = (wish: ValueWish, marker: ValueMarker | undefined, version: number): boolean =>
  wish.source === 'generate' &&
  marker?.source === 'generate' &&
  marker.version === version &&
  marker.recipe === wish.recipe;
