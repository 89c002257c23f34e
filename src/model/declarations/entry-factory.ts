import { declarationPosition } from '../diagnostics/declaration-position.ts';
import type { Position } from '../diagnostics/diagnostic.ts';
import type { BootstrapKey, Composable, ComposedKey, KeyMaker, KeyPlace, RegistryAccount } from './key-maker.ts';
import {
  type ExternalOptions,
  enforcedOptions,
  externalOptions,
  type GenerateOptions,
  generateOptions,
  type ProducedOptions,
  producedOptions,
} from './key-options.ts';
import type { PerEnvironment } from './per-environment.ts';
import { type CredentialKey, type LiteralKey, VaultKey } from './vault-key.ts';
import { vaultPropertyDefect } from './vault-path.ts';

type Enforced = { readonly enforcedBy: string };
type Free = { readonly enforcedBy?: never };

/** Most properties of one entry: each has a marker among the 64 keys of its custom metadata. */
const mostProperties = 60;

/**
 * Declares the properties of one entry; each gets its name where `vault.entry` is given it.
 *
 * The methods mean what those of `vault` mean, without a path.
 * @see https://developer.hashicorp.com/vault/docs/secrets/kv/kv-v2
 */
export class EntryFactory<N extends string, E extends { readonly name: N }> {
  readonly #maker: KeyMaker<E>;
  readonly #place: KeyPlace<E>;
  readonly #made = new Set<VaultKey>();

  /** @internal */
  constructor(maker: KeyMaker<E>, place: KeyPlace<E>) {
    this.#maker = maker;
    this.#place = maker.withSoundAge(place);
    maker.checkPlace(place, false);
  }

  /** Declares a random value. */
  generated(options?: GenerateOptions & Free): VaultKey<'generated'>;
  generated(options: GenerateOptions & Enforced): VaultKey<'operator-reconciled'>;
  generated(options: GenerateOptions = {}): BootstrapKey {
    const { length = 32, alphabet = 'alphanumeric', enforcedBy } = options;
    const place = this.#at(declarationPosition(this.generated));
    this.#maker.checkOptions(options, withoutPlace(generateOptions), place);
    const recipe = { type: 'generate', length, alphabet } as const;
    return this.#keep(this.#maker.bootstrapKey(place, recipe, enforcedBy !== undefined));
  }

  /** Declares a fixed value that is no secret. */
  literal(value: PerEnvironment<string, E>, options?: Free): LiteralKey<'generated'>;
  literal(value: PerEnvironment<string, E>, options: Enforced): LiteralKey<'operator-reconciled'>;
  literal(value: PerEnvironment<string, E>, options: { readonly enforcedBy?: string } = {}): LiteralKey {
    const { enforcedBy } = options;
    const place = this.#at(declarationPosition(this.literal));
    this.#maker.checkOptions(options, withoutPlace(enforcedOptions), place);
    return this.#keep(
      this.#maker.bootstrapKey(place, { type: 'literal', value }, enforcedBy !== undefined),
    ) as LiteralKey;
  }

  /** Declares the client id of a client that a service creates. */
  clientId(value: PerEnvironment<string, E>): LiteralKey<'service-generated'> {
    const place = this.#at(declarationPosition(this.clientId));
    const key = this.#maker.key(place, 'service-generated', { type: 'literal', value });
    return this.#keep(key) as LiteralKey<'service-generated'>;
  }

  /** Declares a value that comes from outside the cluster. */
  external(options: ExternalOptions<N, E> & { readonly name: PerEnvironment<string, E> }): VaultKey<'external'> {
    const { name, requiredIn = [], encoding = 'plain' } = options;
    const place = this.#at(declarationPosition(this.external));
    this.#maker.checkOptions(options, withoutPlace(externalOptions), place);
    this.#maker.checkEnvironments(requiredIn, place);
    const recipe = { type: 'upstream', name, requiredIn } as const;
    return this.#keep(this.#maker.key(place, 'external', recipe, { storedAs: encoding }));
  }

  /** Declares a value that a running service invents and a producer publishes. */
  produced(options: ProducedOptions): VaultKey<'service-generated'> {
    const { by, until, encoding = 'plain' } = options;
    const place = this.#at(declarationPosition(this.produced));
    this.#maker.checkOptions(options, withoutPlace(producedOptions), place);
    const rest = { producer: by, storedAs: encoding };
    return this.#keep(this.#maker.key(place, 'service-generated', { type: until }, rest));
  }

  /**
   * Declares a value that is composed from text and other keys, inserted as they are; a tag of a template
   * literal.
   */
  compose<const P extends readonly Composable<E>[]>(strings: TemplateStringsArray, ...parts: P): ComposedKey<P> {
    return this.#keep(this.#maker.composer(this.#at(declarationPosition(this.compose)), 'none')(strings, ...parts));
  }

  /** Declares a URL that is composed; every key is percent-encoded; a tag of a template literal. */
  url<const P extends readonly Composable<E>[]>(strings: TemplateStringsArray, ...parts: P): ComposedKey<P> {
    return this.#keep(this.#maker.composer(this.#at(declarationPosition(this.url)), 'url')(strings, ...parts));
  }

  /** Declares the bcrypt hash of another key. */
  bcrypt(of: CredentialKey): BootstrapKey {
    const place = this.#at(declarationPosition(this.bcrypt));
    return this.#keep(this.#maker.composed(place, [{ key: of, encode: 'bcrypt' }]));
  }

  /** Declares the credentials document of one container registry. */
  dockerConfigJson(of: RegistryAccount<E>): BootstrapKey {
    return this.#keep(this.#maker.dockerConfigJson(this.#at(declarationPosition(this.dockerConfigJson)), of));
  }

  /** @internal gives the keys that were made their properties, and reports what cannot be one. */
  complete(declared: unknown): Record<string, VaultKey> {
    const given = Object.entries(typeof declared === 'object' && declared !== null ? declared : {});
    const report = (what: string): void => this.#maker.report('VW1025', what, this.#place);
    const keys: Record<string, VaultKey> = {};
    for (const [property, key] of given) {
      const defect = vaultPropertyDefect(property);
      if (defect) this.#maker.report('VW1024', `A property ${defect}`, this.#place);
      else if (!VaultKey.is(key) || !this.#made.has(key))
        report(`Property "${property}" of an entry is bound to something that was not declared in it`);
      else if (!key.takeProperty(property))
        report(`Property "${property}" of an entry is bound to a key that has another`);
      else keys[property] = key;
    }
    const bound = new Set(Object.values(keys));
    const left = [...this.#made].filter((key) => !bound.has(key)).length;
    if (left > 0 && given.length > 0) report(`${left} key(s) are declared in an entry and are no property of it`);
    if (given.length === 0) report('An entry is declared without properties');
    if (given.length > mostProperties) report(`An entry has ${given.length} properties, more than ${mostProperties}`);
    return keys;
  }

  #at(declaredAt: Position | undefined): KeyPlace<E> {
    return { ...this.#place, property: null, declaredAt: declaredAt ?? this.#place.declaredAt };
  }

  #keep<K extends VaultKey>(key: K): K {
    this.#made.add(key);
    return key;
  }
}

/** What a key of an entry may say: its entry has the place. */
const withoutPlace = (options: Readonly<Record<string, true>>): Readonly<Record<string, true>> => {
  const { engine: _, property: __, maxAge: ___, ...rest } = options;
  return rest;
};
