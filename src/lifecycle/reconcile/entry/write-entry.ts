import type { KeyValueStore, WriteResult } from '../../clients/vault/key-value-store.ts';
import { vaultError } from '../../clients/vault/vault-client.ts';
import type { Deadline } from '../../run/deadline.ts';
import { followedMarker, markerMetadata, sharedKey } from '../../values/value-marker.ts';
import type { EntryJudgement, KeyJudgement } from './entry-judge.ts';

/** What came of bringing an entry to what was decided about its keys. */
export type EntryWrite =
  /** `isMarked` is `false` where the custom metadata had no room. */
  | { readonly kind: 'done'; readonly version: number; readonly isMarked: boolean }
  /** Somebody else wrote or removed the entry meanwhile. */
  | { readonly kind: 'again' }
  | Extract<WriteResult, { kind: 'too-large' | 'unknown' }>;

/** Returns the version of an entry; 0 where there is none. */
export const versionOf = ({ stored }: EntryJudgement): number => (stored.kind === 'absent' ? 0 : stored.version);

/**
 * Writes all values of an entry at once, then marks them, and those of ours that stayed as they were.
 *
 * What others keep in the entry stays. Data first, then the markers: if something comes between, the values
 * themselves tell whose they are.
 * @param values new values by property; where there is none the entry is marked alone
 * @throws VW5001–VW5004
 */
export async function writeEntry(
  store: KeyValueStore,
  judgement: EntryJudgement,
  values: ReadonlyMap<string, string>,
  deadlines: { readonly write: Deadline; readonly mark: () => Deadline },
): Promise<EntryWrite> {
  const { stored, entry } = judgement;
  let version = versionOf(judgement);
  if (values.size > 0) {
    const kept = stored.kind === 'present' ? stored.properties : {};
    const properties = { ...kept, ...Object.fromEntries(values) };
    const result = await store.write(entry.path, properties, version, deadlines.write);
    if (result.kind === 'conflict') return { kind: 'again' };
    if (result.kind === 'forbidden') throw vaultError(result, `write ${store.mount}/${entry.path}`);
    if (result.kind !== 'written') return result;
    version = result.version;
  }
  const metadata = Object.assign({}, ...judgement.keys.map((key) => markerOf(key, values, version))) as Record<
    string,
    string
  >;
  const declared = new Set(entry.keys.map(({ property }) => property));
  const isShared = stored.kind === 'present' && Object.keys(stored.properties).some((name) => !declared.has(name));
  // A configurator, which does not read it, would lose them with its next copy.
  if (isShared && Object.keys(metadata).length > 0) metadata[sharedKey] = 'true';
  if (Object.keys(metadata).length === 0) return { kind: 'done', version, isMarked: true };
  const marked = await store.annotate(entry.path, metadata, deadlines.mark());
  return marked === 'gone' ? { kind: 'again' } : { kind: 'done', version, isMarked: marked === 'done' };
}

/** Returns whether a value is ours and its entry got a newer version than its marker names. */
export const isLagging = ({ isOurs, marker, stored, desired }: KeyJudgement): boolean =>
  isOurs && desired !== undefined && stored.kind === 'present' && marker?.version !== stored.version;

function markerOf(
  judgement: KeyJudgement,
  values: ReadonlyMap<string, string>,
  version: number,
): Record<string, string> {
  const { key, desired, decision, isOurs, marker, stored } = judgement;
  if (desired && (values.has(key.property) || decision.action === 'mark')) {
    const { source, recipe, upstreamVersion } = desired;
    return markerMetadata({ source, recipe, version }, upstreamVersion, key.property);
  }
  return isOurs && stored.kind === 'present' && marker?.version !== version
    ? followedMarker(stored.metadata, version, key.property)
    : {};
}
