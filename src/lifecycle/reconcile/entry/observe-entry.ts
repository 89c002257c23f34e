import { defaultProperty } from '../../../model/documents/coordinates.ts';
import type { StoredEntry } from '../../clients/vault/entry-reader.ts';
import type { DeclaredEntry, DeclaredKey } from '../../values/declared-entries.ts';
import { isPlaceholder, type Placeholders } from '../../values/placeholders.ts';
import { readMarker } from '../../values/value-marker.ts';
import type { VaultAccess } from '../resource.ts';
import type { StandingValue } from './decide-write.ts';
import type { Engines } from './engines.ts';
import { Provenance } from './provenance.ts';

/** What stands at a key, and whose it is. */
export interface StandingKey extends Omit<StandingValue, 'isNew'> {
  readonly key: DeclaredKey;
  /**
   * Returns whether the value stands directly on top of what we knew; asked for where it matters, since it
   * may read earlier versions.
   */
  readonly isNew: () => Promise<boolean>;
}

export interface EntryObservation {
  readonly entry: DeclaredEntry;
  readonly stored: StoredEntry;
  readonly keys: readonly StandingKey[];
}

export interface ObserveOptions {
  readonly access: VaultAccess;
  readonly engines: Engines;
  readonly placeholders: Placeholders;
  /** Whether the engine of a store is there; a dry run comes before its mount. @default all are */
  readonly isMounted?: (store: string | undefined) => boolean;
}

/**
 * Reads an entry and returns whose each of its declared values is.
 * @throws VW5001–VW5004 where what stands there is not known
 */
export async function observeEntry(entry: DeclaredEntry, options: ObserveOptions): Promise<EntryObservation> {
  const { access, engines, placeholders, isMounted = () => true } = options;
  const { store, path } = entry;
  const reader = engines.reader(store);
  const stored: StoredEntry =
    reader && isMounted(store) ? await reader.read(path, access.deadline) : { kind: 'absent' };
  const writer = engines.writer(store);
  const provenance =
    stored.kind === 'present' && writer
      ? new Provenance(stored, (version) => writer.readVersion(path, version, access.deadline))
      : undefined;
  const keys: StandingKey[] = [];
  for (const key of entry.keys) {
    const { property, fixture } = key;
    const value = stored.kind === 'present' ? stored.properties[property] : undefined;
    const current = typeof value === 'string' ? value : undefined;
    const marker = stored.kind === 'present' ? readMarker(stored.metadata, property) : undefined;
    // An entry with nothing declared but `value` that lacks it is somebody else’s as a whole.
    const mayBeAdded = property !== defaultProperty || entry.keys.length > 1;
    keys.push({
      key,
      stored,
      current,
      isMissing: stored.kind === 'present' && value === undefined && mayBeAdded,
      marker,
      isOurs: (current !== undefined && (await provenance?.isOurs(property, marker))) || false,
      isNew: async () => (await provenance?.isNew(property, marker)) ?? false,
      isPlaceholder: current !== undefined && isPlaceholder(placeholders, current, fixture),
    });
  }
  return { entry, stored, keys };
}
