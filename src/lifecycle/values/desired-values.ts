import type { BootstrapSettings } from '../../model/documents/bootstrap-settings.ts';
import {
  type FixtureEntry,
  type FixtureMap,
  type FixtureRecipe,
  pathsOfPart,
} from '../../model/documents/fixture-map.ts';
import { type ComposeDefect, type Composed, composeValue } from './compose-value.ts';
import type { OutsideValues } from './external-values.ts';
import { deriveValue, drawValue } from './generate-value.ts';
import { recipeHash, type ValueMarker, type ValueSource } from './value-marker.ts';

/** A value that should stand in Vault, made only where it must be written. */
export interface ValueWish {
  readonly source: ValueSource;
  /** Hash of the recipe as it is declared now. */
  readonly recipe: string;
  make(): Promise<string>;
  /** Tells whether a value that stands there is the wished one. */
  accepts(current: string): Promise<boolean>;
  /** Tells whether a value is one that we composed from values of our own making. */
  recognises?(former: string): Promise<boolean>;
  readonly upstreamVersion?: string;
}

export interface ValueWishesOptions {
  readonly settings: BootstrapSettings;
  readonly fixtureMap: FixtureMap;
  readonly outside: OutsideValues;
  /** Gives the seed, asked for where the first value is derived. */
  readonly seed: () => Promise<string>;
  /** The value of another key as it stands in Vault. */
  readonly valueAt: (path: string) => string | undefined;
}

type Placeholders = Pick<BootstrapSettings, 'placeholder' | 'knownPlaceholders'>;

/** Readers of an encoded value decode the placeholder as well. */
const placeholderOf = ({ placeholder }: Placeholders, { storedAs }: FixtureEntry): string =>
  storedAs === 'base64' ? Buffer.from(placeholder).toString('base64') : placeholder;

/** Tells whether a value stands for no credential and may be replaced. */
export const isPlaceholder = (settings: Placeholders, value: string, entry: FixtureEntry): boolean =>
  value === placeholderOf(settings, entry) ||
  settings.knownPlaceholders.exact.includes(value) ||
  settings.knownPlaceholders.prefixes.some((prefix) => value.startsWith(prefix));

/** Says for each key which value should stand in Vault: the upstream one, a copied one, or what the recipe makes. */
export class ValueWishes {
  readonly #options: ValueWishesOptions;

  constructor(options: ValueWishesOptions) {
    this.#options = options;
  }

  /**
   * @param current the value that stands there, if there is one
   * @returns `undefined` where bootstrap has no say in the value
   */
  for(path: string, entry: FixtureEntry, current: string | undefined): ValueWish | ComposeDefect | undefined {
    const { recipe } = entry;
    const { settings, outside } = this.#options;
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
    if (
      backfill !== undefined &&
      (current === undefined || isPlaceholder(settings, current, entry) || current === backfill)
    )
      return fixed('backfill', backfill);
    switch (recipe?.type) {
      case 'literal':
        return fixed('literal', recipe.value);
      case 'placeholder':
        return fixed('placeholder', placeholderOf(settings, entry));
      case 'generate':
        return this.#generated(recipe, hash, path);
      case 'compose': {
        const composed = composeValue(recipe, this.#options.valueAt);
        return 'make' in composed
          ? {
              source: 'compose',
              recipe: hash,
              make: composed.make,
              accepts: composed.isMadeFrom,
              recognises: async (former) => (await this.#composeOwn(recipe))?.isMadeFrom(former) ?? false,
            }
          : composed;
      }
      default:
        return undefined;
    }
  }

  /** Composes a value from what the recipes of its parts make, whatever stands in Vault. */
  async #composeOwn(recipe: Extract<FixtureRecipe, { type: 'compose' }>): Promise<Composed | undefined> {
    const made = new Map<string, string>();
    for (const path of recipe.parts.flatMap(pathsOfPart)) {
      const value = await this.#makeOwn(path);
      if (value !== undefined) made.set(path, value);
    }
    const composed = composeValue(recipe, (path) => made.get(path));
    return 'make' in composed ? composed : undefined;
  }

  async #makeOwn(path: string): Promise<string | undefined> {
    const recipe = this.#options.fixtureMap.entries[path]?.recipe;
    if (recipe?.type === 'literal') return recipe.value;
    if (recipe?.type === 'compose') return (await this.#composeOwn(recipe))?.make();
    if (recipe?.type !== 'generate' || recipe.derivation !== 'deterministic') return undefined;
    return deriveValue(await this.#options.seed(), this.#placeOf(path), recipe);
  }

  #placeOf(path: string): Parameters<typeof deriveValue>[1] {
    const { environment, mount } = this.#options.fixtureMap;
    return { environment, mount, path };
  }

  #generated(recipe: Extract<FixtureRecipe, { type: 'generate' }>, hash: string, path: string): ValueWish {
    const place = this.#placeOf(path);
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
