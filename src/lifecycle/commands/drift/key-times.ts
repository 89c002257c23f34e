import type { FixtureMap } from '../../../model/documents/fixture-map.ts';
import { Engines } from '../../reconcile/entry/engines.ts';
import { Provenance } from '../../reconcile/entry/provenance.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';
import { inParallel } from '../../run/in-parallel.ts';
import { type DeclaredEntry, entryLayers } from '../../values/declared-entries.ts';
import { readMarker } from '../../values/value-marker.ts';

/** When each key that has a maximum age was written, in seconds since 1970, by its id; sorted. */
export type KeyTimes = readonly { readonly key: string; readonly maxAge: string; readonly writtenAt: number }[];

/** Requests at once. */
const atOnce = 8;

/**
 * Finds when the keys that have a maximum age were written; one that is not in Vault has no time.
 *
 * In an entry of several properties a value may be older than its version: it is as old as the version that
 * our marker names, as long as it is still the one that we wrote.
 * @throws VW5001–VW5004 where Vault cannot be read
 */
export async function keyTimes(access: VaultAccess, fixtureMap: FixtureMap): Promise<KeyTimes> {
  const engines = new Engines(access.vault, fixtureMap);
  const aged = entryLayers(fixtureMap)
    .flat()
    .filter(({ keys }) => keys.some(({ fixture }) => fixture.maxAge !== undefined));
  const found: { key: string; maxAge: string; writtenAt: number }[] = [];
  await inParallel(aged, atOnce, async (entry) => {
    for (const time of await timesOf(entry, engines, access)) found.push(time);
  });
  return found.sort((a, b) => (a.key < b.key ? -1 : 1));
}

async function timesOf({ store, path, keys }: DeclaredEntry, engines: Engines, { deadline }: VaultAccess) {
  const engine = engines.writer(store);
  const stored = await engine?.read(path, deadline);
  if (engine === undefined || stored?.kind !== 'present') return [];
  const provenance = new Provenance(stored, (version) => engine.readVersion(path, version, deadline));
  const times: { key: string; maxAge: string; writtenAt: number }[] = [];
  for (const { id, property, fixture } of keys) {
    if (fixture.maxAge === undefined || !Object.hasOwn(stored.properties, property)) continue;
    const marker = readMarker(stored.metadata, property);
    const isOurs = marker !== undefined && (await provenance.isOurs(property, marker));
    const writtenAt = await engine.writtenAt(path, isOurs ? marker.version : stored.version, deadline);
    if (writtenAt !== undefined) times.push({ key: id, maxAge: fixture.maxAge, writtenAt });
  }
  return times;
}
