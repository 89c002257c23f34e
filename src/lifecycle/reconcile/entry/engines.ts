import type { FixtureMap } from '../../../model/documents/fixture-map.ts';
import type { EntryReader } from '../../clients/vault/entry-reader.ts';
import { KeyValueStore } from '../../clients/vault/key-value-store.ts';
import { UnversionedStore } from '../../clients/vault/unversioned-store.ts';
import type { VaultClient } from '../../clients/vault/vault-client.ts';

/** The engines of a fixture map, by the name of the store that reads them. */
export class Engines {
  readonly #own: KeyValueStore;
  readonly #others = new Map<string, EntryReader>();

  constructor(vault: VaultClient, { mount, engines = {} }: Pick<FixtureMap, 'mount' | 'engines'>) {
    this.#own = new KeyValueStore(vault, mount);
    for (const [store, engine] of Object.entries(engines)) {
      const kind = engine.version === 2 ? KeyValueStore : UnversionedStore;
      this.#others.set(store, new kind(vault, engine.mount));
    }
  }

  /** Every engine, each once, by the names of its stores; that of the platform is `undefined`. */
  get all(): readonly { readonly reader: EntryReader; readonly stores: readonly (string | undefined)[] }[] {
    const found = new Map<string, { reader: EntryReader; stores: (string | undefined)[] }>();
    for (const [store, reader] of [[undefined, this.#own] as const, ...this.#others]) {
      const known = found.get(reader.mount) ?? { reader, stores: [] };
      known.stores.push(store);
      found.set(reader.mount, known);
    }
    return [...found.values()];
  }

  /** Returns what reads a store; `undefined` where the store is not in this Vault. */
  reader(store: string | undefined): EntryReader | undefined {
    return store === undefined ? this.#own : this.#others.get(store);
  }

  /** Returns what writes to a store; `undefined` where nothing may be written there. */
  writer(store: string | undefined): KeyValueStore | undefined {
    const reader = this.reader(store);
    return reader instanceof KeyValueStore ? reader : undefined;
  }
}
