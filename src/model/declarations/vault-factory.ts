import { declarationPosition } from '../diagnostics/declaration-position.ts';
import type { Position } from '../diagnostics/diagnostic.ts';
import { defaultProperty, wholeEntry } from '../documents/coordinates.ts';
import type { Platform } from '../platform/platform.ts';
import { EntryFactory } from './entry-factory.ts';
import type { ExistingFactory, ExistingOptions, ExistingProperty } from './existing-factory.ts';
import {
  type BootstrapKey,
  type Composable,
  type ComposedKey,
  KeyMaker,
  type KeyPlace,
  type RegistryAccount,
} from './key-maker.ts';
import {
  type ExternalOptions,
  enforcedOptions,
  existingOptions,
  externalOptions,
  type GenerateOptions,
  type InputOptions,
  inputOptions,
  type KeyOptions,
  keyOptions,
  type ProducedOptions,
  producedOptions,
  registryAccount,
} from './key-options.ts';
import type { PerEnvironment } from './per-environment.ts';
import { type DeclaredEntry, VaultEntry } from './vault-entry.ts';
import type { CredentialKey, LiteralKey, VaultKey } from './vault-key.ts';
import { vaultPropertyDefect } from './vault-path.ts';

type Enforced = { readonly enforcedBy: string };
type Free = { readonly enforcedBy?: never };

/**
 * Declares Vault keys; each method is one way in which a key gets its first value.
 *
 * A path is relative to the mount and may depend on the environment. Nothing throws: what is wrong with a
 * declaration is reported with everything else of the run, e.g. a path that Vault would not take (VW1001).
 * @see https://developer.hashicorp.com/vault/docs/secrets/kv/kv-v2
 */
export class VaultFactory<N extends string, E extends { readonly name: N }, W extends string = never> {
  readonly #maker: KeyMaker<E>;
  readonly #platform: Platform<N>;

  /** @internal */
  constructor(platform: Platform<N>) {
    this.#platform = platform;
    // Names of environments are all that its type says more, and a key is made for any of them.
    this.#maker = new KeyMaker<E>(platform as unknown as Platform);
  }

  /**
   * Declares a random value: chosen once by bootstrap, then stable. Ephemeral environments derive it from
   * their seed, so that runs repeat; those of `inputIn` are given it.
   */
  generated(
    path: PerEnvironment<string, E>,
    options?: GenerateOptions & InputOptions<N> & KeyOptions<W> & Free,
  ): VaultKey<'generated'>;
  generated(
    path: PerEnvironment<string, E>,
    options: GenerateOptions & InputOptions<N> & KeyOptions<W> & Enforced,
  ): VaultKey<'operator-reconciled'>;
  generated(
    path: PerEnvironment<string, E>,
    options: GenerateOptions & InputOptions<N> & KeyOptions<W> = {},
  ): BootstrapKey {
    const { length = 32, alphabet = 'alphanumeric', enforcedBy, inputIn = [], property = defaultProperty } = options;
    const place = placeOf(path, options, declarationPosition(this.generated));
    this.#maker.checkOptions(options, inputOptions, place);
    this.#maker.checkEnvironments(inputIn, place);
    const input = { inputIn, name: upstreamName(path, property) };
    return this.#maker.bootstrapKey(place, { type: 'generate', length, alphabet }, enforcedBy !== undefined, input);
  }

  /** Declares a fixed value that is no secret, such as a user name; it is plain text in Git. */
  literal(
    path: PerEnvironment<string, E>,
    value: PerEnvironment<string, E>,
    options?: KeyOptions<W> & Free,
  ): LiteralKey<'generated'>;
  literal(
    path: PerEnvironment<string, E>,
    value: PerEnvironment<string, E>,
    options: KeyOptions<W> & Enforced,
  ): LiteralKey<'operator-reconciled'>;
  literal(
    path: PerEnvironment<string, E>,
    value: PerEnvironment<string, E>,
    options: KeyOptions<W> & { readonly enforcedBy?: string } = {},
  ): LiteralKey {
    const place = placeOf(path, options, declarationPosition(this.literal));
    this.#maker.checkOptions(options, enforcedOptions, place);
    return this.#maker.bootstrapKey(place, { type: 'literal', value }, options.enforcedBy !== undefined) as LiteralKey;
  }

  /**
   * Declares the client id of a client that a service creates; the id is fixed, only its secret is invented.
   */
  clientId(
    path: PerEnvironment<string, E>,
    value: PerEnvironment<string, E>,
    options: KeyOptions<W> = {},
  ): LiteralKey<'service-generated'> {
    const place = placeOf(path, options, declarationPosition(this.clientId));
    this.#maker.checkOptions(options, keyOptions, place);
    return this.#maker.key(place, 'service-generated', { type: 'literal', value }) as LiteralKey<'service-generated'>;
  }

  /**
   * Declares a value that comes from outside the cluster and is copied by bootstrap.
   * @see https://learn.microsoft.com/azure/key-vault/secrets/about-secrets
   */
  external(path: PerEnvironment<string, E>, options: ExternalOptions<N, E> & KeyOptions<W> = {}): VaultKey<'external'> {
    const place = placeOf(path, options, declarationPosition(this.external));
    this.#maker.checkOptions(options, externalOptions, place);
    const { property = defaultProperty, requiredIn = [], encoding = 'plain' } = options;
    this.#maker.checkEnvironments(requiredIn, place);
    const recipe = { type: 'upstream', name: options.name ?? upstreamName(path, property), requiredIn } as const;
    return this.#maker.key(place, 'external', recipe, { storedAs: encoding });
  }

  /** Declares a value that a running service invents and a producer publishes. */
  produced(path: PerEnvironment<string, E>, options: ProducedOptions & KeyOptions<W>): VaultKey<'service-generated'> {
    const place = placeOf(path, options, declarationPosition(this.produced));
    this.#maker.checkOptions(options, producedOptions, place);
    const { by, until, encoding = 'plain' } = options;
    return this.#maker.key(place, 'service-generated', { type: until }, { producer: by, storedAs: encoding });
  }

  /** Declares a value that bootstrap composes from text and other keys, inserted as they are. */
  compose(
    path: PerEnvironment<string, E>,
    options: KeyOptions<W> = {},
  ): <const P extends readonly Composable<E>[]>(strings: TemplateStringsArray, ...parts: P) => ComposedKey<P> {
    const place = placeOf(path, options, declarationPosition(this.compose));
    this.#maker.checkOptions(options, keyOptions, place);
    return this.#maker.composer(place, 'none');
  }

  /**
   * Declares a URL that bootstrap composes; every key is percent-encoded, so no character of a password
   * breaks it.
   */
  url(
    path: PerEnvironment<string, E>,
    options: KeyOptions<W> = {},
  ): <const P extends readonly Composable<E>[]>(strings: TemplateStringsArray, ...parts: P) => ComposedKey<P> {
    const place = placeOf(path, options, declarationPosition(this.url));
    this.#maker.checkOptions(options, keyOptions, place);
    return this.#maker.composer(place, 'url');
  }

  /**
   * Declares the bcrypt hash of another key.
   * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-secret-yaml/
   */
  bcrypt(path: PerEnvironment<string, E>, of: CredentialKey, options: KeyOptions<W> = {}): BootstrapKey {
    const place = placeOf(path, options, declarationPosition(this.bcrypt));
    this.#maker.checkOptions(options, keyOptions, place);
    return this.#maker.composed(place, [{ key: of, encode: 'bcrypt' }]);
  }

  /**
   * Declares the credentials document of one container registry whose account is made in the cluster; for an
   * account from outside use the template of the platform.
   * @see https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
   */
  dockerConfigJson(path: PerEnvironment<string, E>, of: RegistryAccount<E>, options: KeyOptions<W> = {}): BootstrapKey {
    const place = placeOf(path, options, declarationPosition(this.dockerConfigJson));
    this.#maker.checkOptions(options, keyOptions, place);
    this.#maker.checkOptions(of, registryAccount, place);
    return this.#maker.dockerConfigJson(place, of);
  }

  /**
   * Declares an entry of several properties, which bootstrap writes at once; what others keep beside them
   * stays.
   * @param declare is given the factory of its properties and returns them by name
   */
  entry<const M extends Readonly<Record<string, VaultKey>>>(
    path: PerEnvironment<string, E>,
    declare: (own: EntryFactory<N, E>) => M,
    options: Omit<KeyOptions<W>, 'property'> = {},
  ): DeclaredEntry<M> {
    const declaredAt = declarationPosition(this.entry);
    const place: KeyPlace<E> = { path, store: options.engine, maxAge: options.maxAge, declaredAt };
    this.#maker.checkOptions(options, { engine: true, maxAge: true }, place);
    const own = new EntryFactory<N, E>(this.#maker, place);
    const declared: unknown = declare(own);
    const keys = own.complete(declared);
    return new VaultEntry<string>({ platform: this.#platform, keys, whole: undefined, declaredAt }) as DeclaredEntry<M>;
  }

  /**
   * Declares an entry that others manage behind the platform's own store, or one property of it; nothing of
   * the platform writes it.
   */
  readonly existing: ExistingFactory<E> = this.existingIn(undefined);

  /** @internal the same behind a further store. */
  existingIn(store: string | undefined): ExistingFactory<E> {
    const existing = (
      path: PerEnvironment<string, E>,
      what?: readonly string[] | ExistingProperty,
      options: ExistingOptions = {},
    ): VaultEntry<never> | VaultKey<'existing'> =>
      this.#existing({ path, store, declaredAt: declarationPosition(existing) }, what, options);
    // One function has the three forms, which the compiler does not follow.
    return existing as ExistingFactory<E>;
  }

  #existing(
    place: KeyPlace<E>,
    what: readonly string[] | ExistingProperty | undefined,
    options: ExistingOptions,
  ): VaultEntry<never> | VaultKey<'existing'> {
    const { encoding } = options;
    const key = (property: string, storedAs: 'plain' | 'base64' = 'plain'): VaultKey<'existing'> => {
      const at = { ...place, property: property === wholeEntry ? undefined : property };
      this.#maker.checkPlace(at, true);
      return this.#maker.existing({ ...place, property }, storedAs);
    };
    this.#maker.checkOptions(options, existingOptions, place);
    if (what !== undefined && 'property' in what) {
      this.#maker.checkOptions(what, { ...existingOptions, property: true }, place);
      return key(what.property, what.encoding);
    }
    const properties = [...new Set(what ?? [])].filter(
      (property) => vaultPropertyDefect(property) === undefined || this.#reportProperty(place, property),
    );
    const keys = Object.fromEntries(properties.map((property) => [property, key(property, encoding)]));
    const whole = what === undefined ? key(wholeEntry) : undefined;
    return new VaultEntry<never>({ platform: this.#platform, keys, whole, declaredAt: place.declaredAt });
  }

  /** @internal declares the audit copy of a delivered Secret's data key. */
  mirrored(path: PerEnvironment<string, E>, declaredAt: Position | undefined): VaultKey<'operator-reconciled'> {
    return this.#maker.key({ path, declaredAt }, 'operator-reconciled', { type: 'absent' }, { mirror: true });
  }

  #reportProperty(place: KeyPlace<E>, property: string): false {
    this.#maker.report('VW1024', `A property ${vaultPropertyDefect(property)}`, place);
    return false;
  }
}

const placeOf = <E>(
  path: PerEnvironment<string, E>,
  { engine, property, maxAge }: KeyOptions<string>,
  declaredAt: Position | undefined,
): KeyPlace<E> => ({ path, store: engine, property, maxAge, declaredAt });

/** Name of a value in the upstream store where its declaration gives none. */
const upstreamName = <E>(path: PerEnvironment<string, E>, property: string): PerEnvironment<string, E> =>
  property === defaultProperty ? path : (env) => `${resolved(path, env)}-${property}`;

const resolved = <E>(path: PerEnvironment<string, E>, env: E): string =>
  typeof path === 'function' ? path(env) : path;
