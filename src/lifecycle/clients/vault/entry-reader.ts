import type { Deadline } from '../../run/deadline.ts';

/** What stands at a path of a kv mount. */
export type StoredEntry =
  | { readonly kind: 'absent' }
  | { readonly kind: 'deleted'; readonly version: number; readonly isDestroyed: boolean }
  | {
      readonly kind: 'present';
      readonly version: number;
      readonly properties: Readonly<Record<string, unknown>>;
      /** Custom metadata of the entry, which outlives its versions. */
      readonly metadata: Readonly<Record<string, string>>;
      /** When the version was written, in milliseconds since 1970; 0 where the engine does not say. */
      readonly createdAt: number;
    };

/** An engine as far as entries are read from it. */
export interface EntryReader {
  readonly mount: string;
  /** Reads what stands at a path. @throws VW5001–VW5004 where that is not known */
  read(path: string, deadline: Deadline): Promise<StoredEntry>;
  /** Lists the paths of all entries, folders followed. @throws VW5001–VW5004 */
  list(deadline: Deadline): Promise<string[]>;
}
