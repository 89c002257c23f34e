import { hash } from 'node:crypto';
import { defaultProperty } from '../../model/documents/coordinates.ts';
import type { FixtureRecipe } from '../../model/documents/fixture-map.ts';
import { isObject } from '../../model/json-record.ts';

/** How a value of ours came about. */
export type ValueSource = FixtureRecipe['type'] | 'backfill';

/**
 * What the custom metadata of an entry says about one of its values: that we wrote it, in which version, from
 * what.
 */
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
/** Version in the upstream store: what a configurator follows, since it reads no value. */
const upstreamKey = 'vaultwright.io/upstream-version';

const sources: readonly string[] = [
  'generate',
  'literal',
  'compose',
  'placeholder',
  'upstream',
  'backfill',
] satisfies ValueSource[];

/** Hashes by recipe as it is written: most keys are generated alike. */
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
    isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value,
  );
  return `sha256:${hash('sha256', sorted)}`;
}

/**
 * Custom metadata has the marker of a property other than `value` under one key; Vault takes keys of at most
 * 128 bytes.
 */
const propertyKey = (property: string): string => `vaultwright.io/p/${property}`;
/** Source, hash of the recipe, version, and where there is one the version in the upstream store. */
const spelledMarker = /^(\S+) (\S+) (\d+)(?: (.*))?$/s;

/** Reads the marker of a property from the custom metadata of its entry; anything incomplete is no marker. */
export function readMarker(
  metadata: Readonly<Record<string, string>>,
  property = defaultProperty,
): ValueMarker | undefined {
  const [source, recipe, version] =
    property === defaultProperty
      ? [metadata[sourceKey], metadata[recipeKey], metadata[versionKey]]
      : (spelledMarker.exec(metadata[propertyKey(property)] ?? '')?.slice(1) ?? []);
  if (source === undefined || !sources.includes(source) || recipe === undefined || !/^[1-9]\d*$/.test(version ?? ''))
    return undefined;
  return { source: source as ValueSource, recipe, version: Number(version) };
}

/** Records in the custom metadata of an entry that others keep properties in it, which are not declared. */
export const sharedKey = 'vaultwright.io/shared';

/** Reads which version of the upstream store a value was copied from; `undefined` where none is noted. */
export function readUpstreamVersion(
  metadata: Readonly<Record<string, string>>,
  property = defaultProperty,
): string | undefined {
  if (property === defaultProperty) return metadata[upstreamKey];
  return spelledMarker.exec(metadata[propertyKey(property)] ?? '')?.[4];
}

/** Vault takes 1 to 512 bytes that can be printed; a version that is not like that is left out. */
const isPrintable = (text: string): boolean => /^[ -~]{1,512}$/.test(text);

/** Formats the marker of a property as custom metadata. */
export function markerMetadata(
  marker: ValueMarker,
  upstreamVersion?: string,
  property = defaultProperty,
): Record<string, string> {
  const { source, recipe, version } = marker;
  if (property === defaultProperty)
    return {
      [sourceKey]: source,
      [recipeKey]: recipe,
      [versionKey]: String(version),
      ...(upstreamVersion !== undefined && isPrintable(upstreamVersion) && { [upstreamKey]: upstreamVersion }),
    };
  const spelled = `${source} ${recipe} ${version}`;
  const whole = `${spelled} ${upstreamVersion}`;
  return { [propertyKey(property)]: upstreamVersion !== undefined && isPrintable(whole) ? whole : spelled };
}

/**
 * Formats the marker of a value that stayed as it was while its entry got a new version; everything else that
 * it says stays.
 */
export function followedMarker(
  metadata: Readonly<Record<string, string>>,
  version: number,
  property = defaultProperty,
): Record<string, string> {
  if (property === defaultProperty) return { [versionKey]: String(version) };
  const key = propertyKey(property);
  return { [key]: (metadata[key] ?? '').replace(/^(\S+ \S+ )\d+/, `$1${version}`) };
}
