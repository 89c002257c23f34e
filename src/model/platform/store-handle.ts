import type { PerEnvironment } from '../declarations/per-environment.ts';
import type { DeclaredEntry, VaultEntry } from '../declarations/vault-entry.ts';
import type { ExistingOptions, VaultFactory } from '../declarations/vault-factory.ts';
import type { VaultKey } from '../declarations/vault-key.ts';
import { declarationPosition } from '../diagnostics/declaration-position.ts';

/** Declares keys that others manage behind one store; nothing of the platform writes them. */
export class StoreHandle<N extends string, E extends { readonly name: N }> {
  readonly #vault: VaultFactory<N, E, string>;
  readonly #name: string;

  /** @internal */
  constructor(vault: VaultFactory<N, E, string>, name: string) {
    this.#vault = vault;
    this.#name = name;
  }

  /** Declares a secret of the provider by the properties that are read of it. */
  existing<const P extends string>(
    path: PerEnvironment<string, E>,
    properties: readonly [P, ...P[]],
    options?: ExistingOptions,
  ): DeclaredEntry<{ [K in P]: VaultKey<'existing'> }>;
  /** Declares one property of a secret of the provider. */
  existing(
    path: PerEnvironment<string, E>,
    property: { readonly property: string } & ExistingOptions,
  ): VaultKey<'existing'>;
  /**
   * Declares a secret of the provider whose properties nobody knows here: it can be taken as a whole only.
   */
  existing(path: PerEnvironment<string, E>): VaultEntry<never>;
  existing(
    path: PerEnvironment<string, E>,
    what?: readonly string[] | ({ readonly property: string } & ExistingOptions),
    options: ExistingOptions = {},
  ): VaultEntry<never> | VaultKey<'existing'> {
    return this.#vault.existingIn(this.#name, path, what, options, declarationPosition(this.existing));
  }
}

/** The handles of a platform's further stores, by their names. */
export type StoreHandles<S, N extends string, E extends { readonly name: N }> = {
  readonly [K in keyof S]: StoreHandle<N, E>;
};
