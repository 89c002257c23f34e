import { entryId, parseKeyId } from '../../model/documents/coordinates.ts';
import { type FixtureEntry, type FixtureMap, pathsOfPart } from '../../model/documents/fixture-map.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';
import { recipeLayers } from './recipe-order.ts';

/** A declared property of an entry. */
export interface DeclaredKey {
  readonly id: string;
  readonly property: string;
  readonly fixture: FixtureEntry;
}

/** All declared properties of one entry: they are read, judged and written together. */
export interface DeclaredEntry {
  /** `[store:]path`. */
  readonly id: string;
  /** Name of the store of its engine; `undefined` for the platform’s own. */
  readonly store: string | undefined;
  readonly path: string;
  /** Each after those of the entry that it is composed from. */
  readonly keys: readonly DeclaredKey[];
}

/**
 * Sorts the entries of a fixture map into layers: the entries from whose properties one is composed stand in
 * earlier layers.
 * @throws VW5023 where keys or entries are composed from each other in a circle, or from a key that the map
 * does not have
 */
export function entryLayers(fixtureMap: FixtureMap): DeclaredEntry[][] {
  const entries = new Map<string, { store: string | undefined; path: string; keys: DeclaredKey[] }>();
  const below = new Map<string, Set<string>>();
  const entryOf = (key: string): string => entryId(parseKeyId(key));
  for (const id of recipeLayers(fixtureMap).flat()) {
    const { store, path, property } = parseKeyId(id);
    const fixture = fixtureMap.entries[id] as FixtureEntry;
    const own = entryId({ store, path });
    const entry = entries.get(own) ?? { store, path, keys: [] };
    entry.keys.push({ id, property, fixture });
    entries.set(own, entry);
    if (fixture.recipe?.type !== 'compose') continue;
    const others = fixture.recipe.parts
      .flatMap(pathsOfPart)
      .map(entryOf)
      .filter((other) => other !== own);
    below.set(own, new Set([...(below.get(own) ?? []), ...others]));
  }
  const depths = new Map<string, number>();
  const depthOf = (id: string, above: readonly string[]): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    // Each entry is one write, so neither could be the first.
    if (above.includes(id))
      throw lifecycleError('VW5023', 'Entries are composed from each other in a circle', { vaultPath: id });
    const parts = [...(below.get(id) ?? [])].map((part) => depthOf(part, [...above, id]));
    const depth = parts.length === 0 ? 0 : Math.max(...parts) + 1;
    depths.set(id, depth);
    return depth;
  };
  const layers: DeclaredEntry[][] = [];
  for (const id of [...entries.keys()].sort()) {
    const depth = depthOf(id, []);
    while (layers.length <= depth) layers.push([]);
    layers[depth]?.push({ id, ...(entries.get(id) as Omit<DeclaredEntry, 'id'>) });
  }
  return layers;
}
