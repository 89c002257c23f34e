import { hash } from 'node:crypto';
import type { FixtureRecipe } from '../../model/documents/fixture-map.ts';

/** How a value of ours came about. */
export type ValueSource = FixtureRecipe['type'] | 'backfill';

/** What the custom metadata of an entry says about its value: that we wrote it, in which version, from what. */
export interface ValueMarker {
  readonly source: ValueSource;
  /** Hash of the recipe; never of a value. */
  readonly recipe: string;
  /** Version that we wrote; another one on top of it is somebody else’s. */
  readonly version: number;
}

const sourceKey = 'vaultwright.io/source';
const recipeKey = 'vaultwright.io/recipe';
const versionKey = 'vaultwright.io/version';
/** Version in the upstream store, for people who look. */
const upstreamKey = 'vaultwright.io/upstream-version';

const sources: readonly string[] = [
  'generate',
  'literal',
  'compose',
  'placeholder',
  'upstream',
  'backfill',
] satisfies ValueSource[];

/** Hashes by recipe as it is spelled: most keys are generated alike. */
const hashes = new Map<string, string>();

/** Hashes a recipe; field order does not matter. */
export function recipeHash(recipe: FixtureRecipe): string {
  const spelled = JSON.stringify(recipe);
  let known = hashes.get(spelled);
  if (known === undefined) {
    known = hashOf(recipe);
    hashes.set(spelled, known);
  }
  return known;
}

function hashOf(recipe: FixtureRecipe): string {
  const sorted = JSON.stringify(recipe, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return `sha256:${hash('sha256', sorted)}`;
}

/** Reads the marker from the custom metadata of an entry; anything incomplete is no marker. */
export function readMarker(metadata: Readonly<Record<string, string>>): ValueMarker | undefined {
  const { [sourceKey]: source, [recipeKey]: recipe, [versionKey]: version } = metadata;
  if (source === undefined || !sources.includes(source) || recipe === undefined || !/^[1-9]\d*$/.test(version ?? ''))
    return undefined;
  return { source: source as ValueSource, recipe, version: Number(version) };
}

/** Vault takes 1 to 512 bytes that can be printed; a version that is not like that is left out. */
const isPrintable = (text: string): boolean => /^[ -~]{1,512}$/.test(text);

/** Spells a marker as custom metadata. */
export const markerMetadata = (marker: ValueMarker, upstreamVersion?: string): Record<string, string> => ({
  [sourceKey]: marker.source,
  [recipeKey]: marker.recipe,
  [versionKey]: String(marker.version),
  ...(upstreamVersion !== undefined && isPrintable(upstreamVersion) && { [upstreamKey]: upstreamVersion }),
});
