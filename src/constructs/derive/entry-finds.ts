import { VaultEntry } from '../../model/declarations/vault-entry.ts';

/** Entries of one folder that an ExternalSecret finds by their paths. */
export interface EntryFind {
  /** Store behind which they are. */
  readonly store: string | undefined;
  /** Folder that holds all of them, without a slash at its end; it is listed with everything below it. */
  readonly folder: string;
  /** Data key by path, sorted. */
  readonly entries: readonly (readonly [path: string, dataKey: string])[];
}

/**
 * Returns what is to be found, or why that cannot be: all entries are behind one store and in one folder, so
 * that no more is listed than need be.
 */
export function entryFind(
  found: readonly (readonly [dataKey: string, entry: VaultEntry<string>])[],
  environment: object,
): EntryFind | string | undefined {
  const keyed = found.flatMap(([dataKey, entry]) => {
    const [key] = VaultEntry.keysOf(entry);
    return key ? [{ dataKey, path: key.pathIn(environment), store: key.store }] : [];
  });
  const [first] = keyed;
  if (!first) return undefined;
  if (keyed.some(({ store }) => store !== first.store)) return 'entries behind different stores';
  const folders = keyed.map(({ path }) => path.split('/').slice(0, -1));
  const common = folders.reduce((shared, folder) => {
    const end = shared.findIndex((part, index) => folder[index] !== part);
    return end < 0 ? shared : shared.slice(0, end);
  });
  if (common.length === 0) return 'entries that share no folder, so that the whole engine would be listed';
  return {
    store: first.store,
    folder: common.join('/'),
    entries: keyed.map(({ path, dataKey }) => [path, dataKey] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}
