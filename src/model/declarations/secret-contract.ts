import type { Position } from '../diagnostics/diagnostic.ts';
import { type PerEnvironment, textFor } from './per-environment.ts';
import { SecretTemplate } from './template.ts';
import { VaultEntry } from './vault-entry.ts';
import { VaultKey } from './vault-key.ts';

/**
 * Type of a Kubernetes Secret.
 * @see https://kubernetes.io/docs/concepts/configuration/secret/#secret-types
 */
export type SecretType =
  | 'Opaque'
  | 'kubernetes.io/tls'
  | 'kubernetes.io/dockerconfigjson'
  | 'kubernetes.io/basic-auth'
  | 'kubernetes.io/ssh-auth'
  | 'kubernetes.io/service-account-token'
  | 'bootstrap.kubernetes.io/token';

/** What a data key may be bound to. */
export type DataSource = VaultKey | SecretTemplate | LimitedSource;

/** A data source that exists in some environments only. */
export class LimitedSource {
  readonly #brand = true;
  readonly environments: readonly string[];
  readonly source: VaultKey | SecretTemplate;
  readonly declaredAt: Position | undefined;

  /** @internal */
  constructor(environments: readonly string[], source: VaultKey | SecretTemplate, declaredAt: Position | undefined) {
    this.environments = environments;
    this.source = source;
    this.declaredAt = declaredAt;
  }

  static is(candidate: unknown): candidate is LimitedSource {
    return typeof candidate === 'object' && candidate !== null && #brand in candidate && candidate.#brand;
  }
}

/** Name of one data key of one Secret, as a consumer writes it; only `contract.key('…')` makes one. */
export class SecretKeyHandle<K extends string = string> {
  /** The Secret that has the key; which keys else it has does not matter here. */
  readonly contract: SecretContract;
  readonly name: K;
  readonly #brand = true;

  /** @internal */
  constructor(contract: SecretContract, name: K) {
    this.contract = contract;
    this.name = name;
  }

  static is(candidate: unknown): candidate is SecretKeyHandle {
    return typeof candidate === 'object' && candidate !== null && #brand in candidate && candidate.#brand;
  }
}

/** @internal what every contract has. */
export interface ContractDeclaration {
  readonly platform: object;
  readonly name: PerEnvironment<string, never>;
  readonly type: SecretType;
  readonly purpose: string;
  readonly environments?: readonly string[] | undefined;
  readonly declaredAt: Position | undefined;
}

/**
 * A Kubernetes Secret as its consumers see it: a name and data keys; pure data, an exported constant.
 *
 * It is contravariant in its keys: a consumer asks for `SecretContract<'username' | 'password'>` and gets any
 * that has both.
 */
export abstract class SecretContract<K extends string = never> {
  readonly #declaration: ContractDeclaration;
  /**
   * Carries `K` through declaration files, which drop the types of private members; it does not exist at run
   * time.
   */
  declare protected readonly keysOf: (key: K) => void;

  /** @internal */
  constructor(declaration: ContractDeclaration) {
    this.#declaration = declaration;
  }

  static is(candidate: unknown): candidate is SecretContract<string> {
    return typeof candidate === 'object' && candidate !== null && #declaration in candidate;
  }

  get type(): SecretType {
    return this.#declaration.type;
  }
  /** One sentence: what the Secret is for. */
  get purpose(): string {
    return this.#declaration.purpose;
  }
  get declaredAt(): Position | undefined {
    return this.#declaration.declaredAt;
  }
  /** Environments to which the contract is limited, or `undefined` where it exists in all. */
  get environments(): readonly string[] | undefined {
    return this.#declaration.environments;
  }

  belongsTo(platform: object): boolean {
    return this.#declaration.platform === platform;
  }
  existsIn(environment: { readonly name: string }): boolean {
    return this.environments?.includes(environment.name) ?? true;
  }
  /** Returns the Secret's name in one environment. */
  nameIn(environment: object): string {
    return textFor(this.#declaration.name, environment as never);
  }
  /** Returns the data keys that exist in one environment, sorted. */
  abstract keysIn(environment: { readonly name: string }): readonly string[];

  /** Returns the handle of one data key, for Helm values and workloads; another name does not compile. */
  key<N extends K>(name: N): SecretKeyHandle<N> {
    return new SecretKeyHandle(this, name);
  }
}

/** A whole entry of which a Secret takes every property, some under another name. */
export interface Extract {
  readonly entry: VaultEntry<string>;
  /** Data key by property; a property that is not among them keeps its name. */
  readonly rename: Readonly<Record<string, string>>;
}

/** @internal */
export interface VaultSecretDeclaration extends ContractDeclaration {
  readonly externalSecretName: PerEnvironment<string, never>;
  readonly keys: Readonly<Record<string, DataSource>>;
  readonly from?: Extract | undefined;
  /** Entries that are found by their paths, by the data key that holds each as one JSON document. */
  readonly find?: Readonly<Record<string, VaultEntry<string>>> | undefined;
  readonly creationPolicy: 'Owner' | 'Merge';
  readonly refreshInterval?: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly audience: Audience;
}

/**
 * Who uses a Secret: the environment's workloads, or tests, whose credentials no regulated environment has.
 */
export type Audience = 'workloads' | 'tests';

/** A contract whose Secret the External Secrets Operator writes from Vault. */
export class VaultSecret<K extends string = never, A extends Audience = 'workloads'> extends SecretContract<K> {
  readonly #declaration: VaultSecretDeclaration;

  /** @internal */
  constructor(declaration: VaultSecretDeclaration) {
    super(declaration);
    this.#declaration = declaration;
  }

  static isVaultSecret(candidate: unknown): candidate is VaultSecret<string> {
    return typeof candidate === 'object' && candidate !== null && #declaration in candidate;
  }

  /** Whom it is for. */
  get audience(): A {
    return this.#declaration.audience as A;
  }
  /** Whether the operator owns the Secret or merges into one that another program created. */
  get creationPolicy(): 'Owner' | 'Merge' {
    return this.#declaration.creationPolicy;
  }
  get labels(): Readonly<Record<string, string>> {
    return this.#declaration.labels;
  }
  /** The refresh interval where the declaration gives one. */
  get refreshInterval(): string | undefined {
    return this.#declaration.refreshInterval;
  }
  externalSecretNameIn(environment: object): string {
    return textFor(this.#declaration.externalSecretName, environment as never);
  }
  /** Returns the bindings that exist in one environment, sorted by data key. */
  bindingsIn(environment: { readonly name: string }): readonly (readonly [string, VaultKey | SecretTemplate])[] {
    return this.allBindings()
      .filter(([, source]) => !LimitedSource.is(source) || source.environments.includes(environment.name))
      .map(([key, source]) => [key, LimitedSource.is(source) ? source.source : source]);
  }
  /** The data keys that exist in some environments only, with those environments. */
  get limitedKeys(): Readonly<Record<string, readonly string[]>> {
    return Object.fromEntries(
      this.allBindings().flatMap(([key, source]) => (LimitedSource.is(source) ? [[key, source.environments]] : [])),
    );
  }
  /** Every binding of any environment, sorted by data key. */
  allBindings(): readonly (readonly [string, DataSource])[] {
    return Object.entries(this.#declaration.keys).sort(([a], [b]) => (a < b ? -1 : 1));
  }
  /** The entry that it takes as a whole. */
  get from(): Extract | undefined {
    return this.#declaration.from;
  }
  /**
   * Whether it takes an entry of which nobody declared the properties, so that it has data keys that nobody
   * knows.
   */
  get isOpen(): boolean {
    return this.#declaration.from !== undefined && VaultEntry.isOpen(this.#declaration.from.entry);
  }
  /** Data keys that come of a whole entry, sorted; none where its properties are not declared. */
  extractedKeys(): readonly (readonly [dataKey: string, key: VaultKey])[] {
    const { from } = this.#declaration;
    if (!from) return [];
    return Object.entries(VaultEntry.declarationOf(from.entry).keys)
      .map(([property, key]) => [from.rename[property] ?? property, key] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1));
  }
  /** Entries that are found by their paths, by the data key that holds each. */
  foundEntries(): readonly (readonly [dataKey: string, entry: VaultEntry<string>])[] {
    return Object.entries(this.#declaration.find ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  }
  override keysIn(environment: { readonly name: string }): readonly string[] {
    const all = [...this.bindingsIn(environment), ...this.extractedKeys(), ...this.foundEntries()];
    return [...new Set(all.map(([key]) => key))].sort();
  }
  /** The Vault keys of which each data key is made in one environment, by data key. */
  sourcesIn(environment: { readonly name: string }): ReadonlyMap<string, readonly VaultKey[]> {
    return new Map<string, readonly VaultKey[]>([
      ...this.foundEntries().map(([dataKey, entry]) => [dataKey, VaultEntry.keysOf(entry)] as const),
      ...this.extractedKeys().map(([dataKey, key]) => [dataKey, [key]] as const),
      ...this.bindingsIn(environment).map(
        ([dataKey, source]) =>
          [dataKey, VaultKey.is(source) ? [source] : SecretTemplate.is(source) ? source.variables : []] as const,
      ),
    ]);
  }
  /** The Vault keys that the Secret reads in one environment, each once. */
  vaultKeysIn(environment: { readonly name: string }): readonly VaultKey[] {
    const extracted = this.from ? VaultEntry.keysOf(this.from.entry) : [];
    return [...new Set([...[...this.sourcesIn(environment).values()].flat(), ...extracted])];
  }
}

/** @internal */
export interface DeliveredSecretDeclaration extends ContractDeclaration {
  readonly by: string;
  readonly keys: readonly string[];
  readonly mirror: Readonly<Record<string, VaultKey>>;
}

/**
 * A contract whose Secret something other than Vault delivers: an operator, cert-manager, a job. It has no
 * fixture.
 */
export class DeliveredSecret<K extends string = never> extends SecretContract<K> {
  readonly #declaration: DeliveredSecretDeclaration;

  /** @internal */
  constructor(declaration: DeliveredSecretDeclaration) {
    super(declaration);
    this.#declaration = declaration;
  }

  static isDelivered(candidate: unknown): candidate is DeliveredSecret<string> {
    return typeof candidate === 'object' && candidate !== null && #declaration in candidate;
  }

  /** Who writes the Secret. */
  get by(): string {
    return this.#declaration.by;
  }
  /** Data keys that are copied to Vault for audit, with the Vault key that holds the copy. */
  get mirror(): Readonly<Record<string, VaultKey>> {
    return this.#declaration.mirror;
  }
  override keysIn(): readonly string[] {
    return [...this.#declaration.keys].sort();
  }
}
