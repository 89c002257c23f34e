import type { Position } from '../diagnostics/diagnostic.ts';
import { defaultProperty, keyId } from '../documents/coordinates.ts';
import type { Origin } from './origin.ts';
import { type PerEnvironment, textFor } from './per-environment.ts';
import type { Producer } from './producer.ts';

declare const standsInGit: unique symbol;

/** A key whose value is a text of the declarations: what needs a credential does not take it. */
export type LiteralKey<O extends Origin = Origin> = VaultKey<O> & { readonly [standsInGit]: true };

/** Any key but one whose value stands in Git, as far as its type is known. */
export type CredentialKey = VaultKey & { readonly [standsInGit]?: never };

/** How a part of a composed value is encoded before it is inserted. */
export type Encoding = 'none' | 'url' | 'base64' | 'json' | 'bcrypt';

/** One piece of a composed value: text, another key's value, or what is made of two. */
export type ComposePart<E> =
  | { readonly text: PerEnvironment<string, E> }
  | { readonly key: VaultKey; readonly encode: Encoding }
  /** base64 of `user:password`, as registries and basic authentication want it. */
  | { readonly basicAuth: readonly [user: VaultKey, password: VaultKey] };

/** Returns the keys of which a piece is made. */
export const keysOfPart = <E>(part: ComposePart<E>): readonly VaultKey[] =>
  'text' in part ? [] : 'key' in part ? [part.key] : part.basicAuth;

/** Characters that a generated value is drawn from. */
export type Alphabet = 'alphanumeric' | 'hex' | 'base64url';

/** How a Vault key gets its first value; no recipe holds a credential. */
export type Recipe<E> =
  | { readonly type: 'generate'; readonly length: number; readonly alphabet: Alphabet }
  | { readonly type: 'literal'; readonly value: PerEnvironment<string, E> }
  | { readonly type: 'compose'; readonly parts: readonly ComposePart<E>[] }
  | { readonly type: 'upstream'; readonly name: PerEnvironment<string, E>; readonly requiredIn: readonly string[] }
  | { readonly type: 'placeholder' }
  | { readonly type: 'absent' }
  /** Others manage it. */
  | { readonly type: 'existing' };

/** Where a value is a required input instead of what its recipe makes. */
export interface KeyInput<E> {
  /** Names of the environments. */
  readonly inputIn: readonly string[];
  /** Name in the upstream store. */
  readonly name: PerEnvironment<string, E>;
}

/** @internal what a factory knows about a key. */
export interface VaultKeyDeclaration<O extends Origin> {
  readonly platform: object;
  readonly path: PerEnvironment<string, never>;
  /** Name of the store behind which its entry is. @default the platform's own */
  readonly store?: string | undefined;
  /** Property of the entry; `null` where the entry says it later. @default 'value' */
  readonly property?: string | null;
  readonly origin: O;
  readonly recipe: Recipe<never>;
  readonly producer?: Producer | undefined;
  /** How the stored value is encoded: ExternalSecrets decode it. */
  readonly storedAs: 'plain' | 'base64';
  readonly mirror?: boolean;
  readonly input?: KeyInput<never>;
  /** Age after which the value must be replaced, in Go's notation. @default none */
  readonly maxAge?: string;
  readonly declaredAt: Position | undefined;
}

/**
 * One property of one entry of one engine; its identity is this object, not its path.
 *
 * Only the factories of a platform make one, so a string or a look-alike does not compile where a Vault key
 * belongs.
 */
export class VaultKey<O extends Origin = Origin> {
  readonly #declaration: VaultKeyDeclaration<O>;
  #property: string | undefined;
  readonly origin: O;

  /** @internal */
  constructor(declaration: VaultKeyDeclaration<O>) {
    this.#declaration = declaration;
    this.#property = declaration.property === null ? undefined : (declaration.property ?? defaultProperty);
    this.origin = declaration.origin;
  }

  /** Distinguishes a real key from a look-alike, also behind a cast. */
  static is(candidate: unknown): candidate is VaultKey {
    return typeof candidate === 'object' && candidate !== null && #declaration in candidate;
  }

  /** Where a person declared it. */
  get declaredAt(): Position | undefined {
    return this.#declaration.declaredAt;
  }

  /** The program that writes it, where bootstrap does not. */
  get producer(): Producer | undefined {
    return this.#declaration.producer;
  }

  /** Whether the key is the audit copy of a delivered Secret. */
  get isMirror(): boolean {
    return this.#declaration.mirror ?? false;
  }

  /** Age after which the value must be replaced, in Go's notation, such as `2160h0m0s`. */
  get maxAge(): string | undefined {
    return this.#declaration.maxAge;
  }

  /** How the stored value is encoded. */
  get storedAs(): 'plain' | 'base64' {
    return this.#declaration.storedAs;
  }

  /** The declared recipe; an environment may override it. */
  get recipe(): Recipe<never> {
    return this.#declaration.recipe;
  }

  /** The declared recipe of one environment, in which the value may be an input. */
  recipeIn(environment: string): Recipe<never> {
    const { input, recipe } = this.#declaration;
    if (!input?.inputIn.includes(environment)) return recipe;
    return { type: 'upstream', name: input.name, requiredIn: [environment] };
  }

  belongsTo(platform: object): boolean {
    return this.#declaration.platform === platform;
  }

  /** Name of the store behind which its entry is, or `undefined` for the platform's own. */
  get store(): string | undefined {
    return this.#declaration.store;
  }

  /** Property of the entry. */
  get property(): string {
    return this.#property ?? defaultProperty;
  }

  /** @internal gives a key of an entry its property. @returns `false` where it has one already */
  takeProperty(property: string): boolean {
    if (this.#property !== undefined) return false;
    this.#property = property;
    return true;
  }

  /** Returns the path of its entry in one environment, relative to the mount. */
  pathIn(environment: object): string {
    return textFor(this.#declaration.path, environment as never);
  }

  /**
   * Returns the id by which documents and findings name the key in one environment:
   * `[store:]path[#property]`.
   */
  idIn(environment: object): string {
    return keyId({ store: this.store, path: this.pathIn(environment), property: this.property });
  }
}
