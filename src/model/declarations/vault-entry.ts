import type { Position } from '../diagnostics/diagnostic.ts';
import type { VaultKey } from './vault-key.ts';

/** @internal what a factory knows about an entry. */
export interface VaultEntryDeclaration {
  readonly platform: object;
  /** Its keys, by property. */
  readonly keys: Readonly<Record<string, VaultKey>>;
  /** Stands for the whole entry where nobody declared its properties. */
  readonly whole: VaultKey | undefined;
  readonly declaredAt: Position | undefined;
}

/**
 * One entry of an engine with the properties that are declared of it, each a Vault key under its own name.
 *
 * It is contravariant in its properties, as a Secret is in its data keys. An entry whose properties nobody
 * declared has none to read.
 * @see https://developer.hashicorp.com/vault/docs/secrets/kv/kv-v2
 */
export class VaultEntry<P extends string = never> {
  readonly #declaration: VaultEntryDeclaration;
  /**
   * Carries `P` through declaration files, which drop the types of private members; it does not exist at run
   * time.
   */
  declare protected readonly propertiesOf: (property: P) => void;

  /** @internal */
  constructor(declaration: VaultEntryDeclaration) {
    this.#declaration = declaration;
    for (const [property, key] of Object.entries(declaration.keys))
      Object.defineProperty(this, property, { value: key, enumerable: true });
  }

  /** Distinguishes a real entry from a look-alike, also behind a cast. */
  static is(candidate: unknown): candidate is VaultEntry<string> {
    return typeof candidate === 'object' && candidate !== null && #declaration in candidate;
  }

  /** @internal not a member, since every member is a property of the entry. */
  static declarationOf(entry: VaultEntry<string>): VaultEntryDeclaration {
    return entry.#declaration;
  }

  /** @internal whether nobody declared its properties. */
  static isOpen(entry: VaultEntry<string>): boolean {
    return entry.#declaration.whole !== undefined;
  }

  /** @internal the keys that a reader of the whole entry takes: each property, or one that stands for all. */
  static keysOf(entry: VaultEntry<string>): readonly VaultKey[] {
    const { keys, whole } = entry.#declaration;
    return whole ? [whole] : Object.values(keys);
  }
}

/** An entry whose properties can be read as `entry.<property>`. */
export type DeclaredEntry<M extends Readonly<Record<string, VaultKey>>> = VaultEntry<keyof M & string> & Readonly<M>;
