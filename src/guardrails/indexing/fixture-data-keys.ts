import type { FixtureMap } from '../../model/documents/fixture-map.ts';
import type { ManifestIndex } from './manifest-index.ts';

/**
 * Returns the data keys under which Secrets hold each Vault key, by fixture map: what a value is called there
 * shows what it is, too.
 */
export function dataKeysByFixture(index: ManifestIndex): Map<FixtureMap, Map<string, string[]>> {
  const found = new Map<FixtureMap, Map<string, string[]>>();
  for (const { object, reads } of index.externalSecrets) {
    const map = index.fixturesOf(object);
    if (map === undefined) continue;
    const ofMap = found.get(map) ?? new Map<string, string[]>();
    found.set(map, ofMap);
    for (const read of reads)
      if (read.secretKey !== undefined) for (const id of index.keysOf(map).idsOf(read)) push(ofMap, id, read.secretKey);
  }
  return found;
}

function push(map: Map<string, string[]>, id: string, key: string): void {
  const keys = map.get(id);
  if (keys) keys.push(key);
  else map.set(id, [key]);
}
