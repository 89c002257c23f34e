import type { PerEnvironment } from './per-environment.ts';
import type { DeclaredEntry, VaultEntry } from './vault-entry.ts';
import type { VaultKey } from './vault-key.ts';

/** Options of a key that others manage. */
export interface ExistingOptions {
  /** How it is stored; ExternalSecrets decode base64. @default 'plain' */
  readonly encoding?: 'plain' | 'base64';
}

/** One property of an entry, by its name. */
export interface ExistingProperty extends ExistingOptions {
  readonly property: string;
}

/** Declares what others manage; nothing of the platform writes it. */
export interface ExistingFactory<E> {
  /** Declares an entry by the properties that are read of it. */
  <const P extends string>(
    path: PerEnvironment<string, E>,
    properties: readonly [P, ...P[]],
    options?: ExistingOptions,
  ): DeclaredEntry<{ [K in P]: VaultKey<'existing'> }>;
  /** Declares one property of an entry. */
  (path: PerEnvironment<string, E>, property: ExistingProperty): VaultKey<'existing'>;
  /** Declares an entry whose properties nobody knows here: it can be taken as a whole only. */
  (path: PerEnvironment<string, E>): VaultEntry<never>;
}
