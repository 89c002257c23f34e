import { type FixtureMap, pathsOfPart } from '../../model/documents/fixture-map.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';

/**
 * Sorts the paths of a fixture map into layers: what a key is composed from stands in an earlier layer. Each
 * layer is sorted.
 * @throws VW5023 where keys are composed from each other in a circle, or from a path that the map does not
 * have
 */
export function recipeLayers({ entries }: FixtureMap): string[][] {
  const depths = new Map<string, number>();
  const depthOf = (path: string, above: readonly string[]): number => {
    const known = depths.get(path);
    if (known !== undefined) return known;
    const entry = entries[path];
    if (!entry)
      throw lifecycleError('VW5023', 'A value is composed from a key that is not declared', { vaultPath: path });
    if (above.includes(path)) throw lifecycleError('VW5023', 'Values are composed in a circle', { vaultPath: path });
    const parts = entry.recipe?.type === 'compose' ? entry.recipe.parts : [];
    const below = parts.flatMap(pathsOfPart).map((part) => depthOf(part, [...above, path]));
    const depth = below.length === 0 ? 0 : Math.max(...below) + 1;
    depths.set(path, depth);
    return depth;
  };
  const paths = Object.keys(entries).sort();
  const last = Math.max(-1, ...new Set(paths.map((path) => depthOf(path, []))));
  return Array.from({ length: last + 1 }, (_, depth) => paths.filter((path) => depthOf(path, []) === depth));
}
