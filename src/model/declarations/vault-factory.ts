import { declarationPosition } from '../diagnostics/declaration-position.ts';
import type { Position } from '../diagnostics/diagnostic.ts';
import { problem } from '../diagnostics/problems.ts';
import type { Platform } from '../platform/platform.ts';
import { dockerConfigJsonTexts } from './docker-config-json.ts';
import type { Origin } from './origin.ts';
import { type PerEnvironment, resolveFor } from './per-environment.ts';
import type { Producer } from './producer.ts';
import { type Alphabet, type ComposePart, type Encoding, keysOfPart, type Recipe, VaultKey } from './vault-key.ts';
import { vaultPathDefect } from './vault-path.ts';

/** Keys whose value bootstrap decides. */
export type BootstrapKey = VaultKey<'generated'> | VaultKey<'operator-reconciled'>;

/** A key with the encoding in which its value is inserted. */
export interface EncodedKey {
  readonly key: VaultKey;
  readonly encode: Encoding;
}

/** What may stand in a composed value: text, a key, an encoded key, or text that depends on the environment. */
export type Composable<E> = string | VaultKey | EncodedKey | ((env: E) => string);

/** Options of a generated value. */
export interface GenerateOptions {
  /** Characters of the value, at least 16. @default 32 */
  readonly length?: number;
  /** Characters that the value is drawn from. @default 'alphanumeric' */
  readonly alphabet?: Alphabet;
  /** Operator that enforces the value on a database or cache; makes the origin `operator-reconciled`. @default none */
  readonly enforcedBy?: string;
}

/** Options of a value that comes from outside the cluster. */
export interface ExternalOptions<N extends string, E> {
  /** Name in the upstream store. @default the path */
  readonly name?: PerEnvironment<string, E>;
  /** Environments whose bootstrap fails without it, rather than leave the key absent. @default none */
  readonly requiredIn?: readonly N[];
  /** How the upstream stores it; ExternalSecrets decode base64. @default 'plain' */
  readonly encoding?: 'plain' | 'base64';
}

/** Options of a value that a running service invents. */
export interface ProducedOptions {
  /** The program that publishes the value. */
  readonly by: Producer;
  /** What stands in Vault before the producer ran, in ephemeral environments: a marker, or nothing. Regulated ones never hold a marker. */
  readonly until: 'placeholder' | 'absent';
  /** How the producer stores it; ExternalSecrets decode base64. @default 'plain' */
  readonly encoding?: 'plain' | 'base64';
}

/** Shortest generated value that is accepted, in characters. */
export const minimumGeneratedLength = 16;

/**
 * Declares Vault keys; each method is one way in which a key gets its first value.
 *
 * A path is relative to the mount and may depend on the environment. Nothing throws: what is wrong with a declaration is
 * reported with everything else of the run, e.g. a path that Vault would not take (VW1001).
 * @see https://developer.hashicorp.com/vault/docs/secrets/kv/kv-v2
 */
export class VaultFactory<N extends string, E extends { readonly name: N }> {
  readonly #platform: Platform<N>;

  /** @internal */
  constructor(platform: Platform<N>) {
    this.#platform = platform;
  }

  /**
   * Declares a random value: chosen once by bootstrap, then stable. Ephemeral environments derive it from their seed, so that runs repeat.
   */
  generated(path: PerEnvironment<string, E>, options?: GenerateOptions & { enforcedBy?: never }): VaultKey<'generated'>;
  generated(
    path: PerEnvironment<string, E>,
    options: GenerateOptions & { enforcedBy: string },
  ): VaultKey<'operator-reconciled'>;
  generated(path: PerEnvironment<string, E>, options: GenerateOptions = {}): BootstrapKey {
    const declaredAt = declarationPosition(this.generated);
    const { length = 32, alphabet = 'alphanumeric', enforcedBy } = options;
    if (!Number.isInteger(length) || length < minimumGeneratedLength)
      this.#report('VW1016', `A generated value asks for a length below ${minimumGeneratedLength}`, path, declaredAt);
    return this.#bootstrapKey(path, { type: 'generate', length, alphabet }, enforcedBy !== undefined, declaredAt);
  }

  /** Declares a fixed value that is no secret, such as a user name; it is plain text in Git. */
  literal(
    path: PerEnvironment<string, E>,
    value: PerEnvironment<string, E>,
    options?: { enforcedBy?: never },
  ): VaultKey<'generated'>;
  literal(
    path: PerEnvironment<string, E>,
    value: PerEnvironment<string, E>,
    options: { enforcedBy: string },
  ): VaultKey<'operator-reconciled'>;
  literal(
    path: PerEnvironment<string, E>,
    value: PerEnvironment<string, E>,
    { enforcedBy }: { enforcedBy?: string } = {},
  ): BootstrapKey {
    const declaredAt = declarationPosition(this.literal);
    return this.#bootstrapKey(path, { type: 'literal', value }, enforcedBy !== undefined, declaredAt);
  }

  /** Declares the client id of a client that a service creates; the id is fixed, only its secret is invented. */
  clientId(path: PerEnvironment<string, E>, value: PerEnvironment<string, E>): VaultKey<'service-generated'> {
    const declaredAt = declarationPosition(this.clientId);
    return this.#key({ path, origin: 'service-generated', recipe: { type: 'literal', value }, declaredAt });
  }

  /**
   * Declares a value that comes from outside the cluster and is copied by bootstrap.
   * @see https://learn.microsoft.com/azure/key-vault/secrets/about-secrets
   */
  external(path: PerEnvironment<string, E>, options: ExternalOptions<N, E> = {}): VaultKey<'external'> {
    const declaredAt = declarationPosition(this.external);
    const { name = path, requiredIn = [], encoding = 'plain' } = options;
    this.#checkEnvironments(requiredIn, path, declaredAt);
    const recipe = { type: 'upstream', name, requiredIn } as const;
    return this.#key({ path, origin: 'external', recipe, storedAs: encoding, declaredAt });
  }

  /** Declares a value that a running service invents and a producer publishes. */
  produced(path: PerEnvironment<string, E>, options: ProducedOptions): VaultKey<'service-generated'> {
    const declaredAt = declarationPosition(this.produced);
    const { by, until, encoding = 'plain' } = options;
    const recipe = { type: until } as const;
    return this.#key({ path, origin: 'service-generated', recipe, producer: by, storedAs: encoding, declaredAt });
  }

  /** Declares a value that bootstrap composes from text and other keys, inserted as they are. */
  compose(path: PerEnvironment<string, E>): (strings: TemplateStringsArray, ...parts: Composable<E>[]) => BootstrapKey {
    return this.#composer(path, 'none', declarationPosition(this.compose));
  }

  /** Declares a URL that bootstrap composes; every key is percent-encoded, so no character of a password breaks it. */
  url(path: PerEnvironment<string, E>): (strings: TemplateStringsArray, ...parts: Composable<E>[]) => BootstrapKey {
    return this.#composer(path, 'url', declarationPosition(this.url));
  }

  /** Declares the bcrypt hash of another key. @see https://argo-cd.readthedocs.io/en/stable/operator-manual/argocd-secret-yaml/ */
  bcrypt(path: PerEnvironment<string, E>, of: VaultKey): BootstrapKey {
    const declaredAt = declarationPosition(this.bcrypt);
    return this.#composed(path, [{ key: of, encode: 'bcrypt' }], declaredAt);
  }

  /**
   * Declares the credentials document of one container registry whose account is made in the cluster; for an account from outside
   * use the template of the platform.
   * @param of.registry host of the registry, e.g. `registry.example.com`
   * @see https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
   */
  dockerConfigJson(
    path: PerEnvironment<string, E>,
    of: { readonly registry: PerEnvironment<string, E>; readonly username: VaultKey; readonly password: VaultKey },
  ): BootstrapKey {
    const declaredAt = declarationPosition(this.dockerConfigJson);
    const { registry, username, password } = of;
    const text = (index: 0 | 1 | 2 | 3) => ({
      text: (env: E): string => dockerConfigJsonTexts(resolveFor(registry, env))[index],
    });
    const parts: ComposePart<E>[] = [
      text(0),
      { key: username, encode: 'json' },
      text(1),
      { key: password, encode: 'json' },
      text(2),
      { basicAuth: [username, password] },
      text(3),
    ];
    return this.#composed(path, parts, declaredAt);
  }

  /** @internal declares the audit copy of a delivered Secret's data key. */
  mirrored(path: PerEnvironment<string, E>, declaredAt: Position | undefined): VaultKey<'operator-reconciled'> {
    return this.#key({ path, origin: 'operator-reconciled', recipe: { type: 'absent' }, mirror: true, declaredAt });
  }

  #composer(path: PerEnvironment<string, E>, encode: Encoding, declaredAt: Position | undefined) {
    return (strings: TemplateStringsArray, ...inserted: Composable<E>[]): BootstrapKey => {
      const parts = strings.raw.flatMap((text, index): ComposePart<E>[] => {
        const literal = text === '' ? [] : [{ text: strings[index] ?? text }];
        return index < inserted.length ? [...literal, toPart(inserted[index], encode)] : literal;
      });
      return this.#composed(path, parts, declaredAt);
    };
  }

  #composed(path: PerEnvironment<string, E>, given: readonly ComposePart<E>[], declaredAt: Position | undefined) {
    const isSound = (part: ComposePart<E>): boolean => keysOfPart(part).every(VaultKey.is);
    const parts = given.filter(isSound);
    const keys = parts.flatMap(keysOfPart);
    if (!given.every(isSound) || keys.some((key) => !key.belongsTo(this.#platform)))
      this.#report(
        'VW1014',
        'A composed value inserts something that is not a Vault key of this platform',
        path,
        declaredAt,
      );
    const foreign = keys.find((key) => !['generated', 'operator-reconciled'].includes(key.origin));
    if (foreign) this.#report('VW1015', `A composed value inserts a key of origin ${foreign.origin}`, path, declaredAt);
    const isEnforced = keys.some((key) => key.origin === 'operator-reconciled');
    return this.#bootstrapKey(path, { type: 'compose', parts }, isEnforced, declaredAt);
  }

  #bootstrapKey(
    path: PerEnvironment<string, E>,
    recipe: Recipe<E>,
    isEnforced: boolean,
    declaredAt: Position | undefined,
  ): BootstrapKey {
    return isEnforced
      ? this.#key({ path, origin: 'operator-reconciled', recipe, declaredAt })
      : this.#key({ path, origin: 'generated', recipe, declaredAt });
  }

  #key<O extends Origin>(declaration: {
    path: PerEnvironment<string, E>;
    origin: O;
    recipe: Recipe<E>;
    producer?: Producer;
    storedAs?: 'plain' | 'base64';
    mirror?: boolean;
    declaredAt: Position | undefined;
  }): VaultKey<O> {
    const { path, declaredAt } = declaration;
    const defect = typeof path === 'string' ? vaultPathDefect(path) : undefined;
    if (defect) this.#report('VW1001', `A Vault path ${defect}`, path, declaredAt);
    return new VaultKey({ storedAs: 'plain', ...declaration, platform: this.#platform });
  }

  #checkEnvironments(
    names: readonly string[],
    path: PerEnvironment<string, E>,
    declaredAt: Position | undefined,
  ): void {
    for (const name of names)
      if (!this.#platform.environmentNames.includes(name as N))
        this.#report('VW1009', `"${name}" is not an environment of the platform`, path, declaredAt);
  }

  #report(
    code: Parameters<typeof problem>[0],
    what: string,
    path: PerEnvironment<string, E>,
    position: Position | undefined,
  ): void {
    this.#platform.problems.push(
      problem(code, what, { ...(position && { position }), ...(typeof path === 'string' && { vaultPath: path }) }),
    );
  }
}

/** What is neither text nor a key, which only a cast lets through, is left for the caller to refuse. */
function toPart<E>(inserted: Composable<E> | undefined, encode: Encoding): ComposePart<E> {
  if (typeof inserted === 'string' || typeof inserted === 'function') return { text: inserted };
  return isEncoded(inserted) ? inserted : { key: inserted as VaultKey, encode };
}

const isEncoded = (inserted: unknown): inserted is EncodedKey =>
  typeof inserted === 'object' && inserted !== null && 'key' in inserted && !VaultKey.is(inserted);
