import type { KnownOptions } from '../declarations/known-options.ts';
import type { PerEnvironment } from '../declarations/per-environment.ts';
import type { Audience, LimitedSource, SecretType, VaultSecret } from '../declarations/secret-contract.ts';
import type { SecretTemplate } from '../declarations/template.ts';
import type { VaultEntry } from '../declarations/vault-entry.ts';
import type { VaultKey } from '../declarations/vault-key.ts';
import type { GivenSources } from './entry-sources.ts';

/**
 * Rejects widened and pattern keys: `Record<string, …>` and `` `${string}_URL` `` would let any key be asked
 * for.
 */
type LiteralKeys<K extends PropertyKey> = { [P in K]: Record<never, never> extends Record<P, 1> ? never : unknown };

type Widened<K extends string> = K extends unknown ? (Record<never, never> extends Record<K, 1> ? K : never) : never;

export type Source<N extends string> =
  | VaultKey
  | SecretTemplate
  | (LimitedSource & { readonly environments: readonly N[] });

/** What `secret` wants to know about a Secret that the operator writes from Vault. */
export interface SecretProps<N extends string, E, K extends Record<string, Source<N>>> extends SecretOptions<N, E> {
  /** Data keys, each bound to a Vault key, a template, or `only(…)` one of them. */
  readonly keys: K & LiteralKeys<keyof K>;
}

/** What `secret` wants to know about a Secret that takes whole entries. */
export interface EntrySecretProps<
  N extends string,
  E,
  K extends Record<string, Source<N>>,
  P extends string,
  R extends Partial<Record<P, string>>,
  L extends Record<string, VaultEntry<never>>,
> extends SecretOptions<N, E> {
  /**
   * An entry of which the Secret takes every property, also one that others put there.
   * @default none @see https://external-secrets.io/latest/guides/all-keys-one-secret/
   */
  readonly from?: VaultEntry<P>;
  /** Data keys of properties of `from` that shall have another name. @default none */
  readonly rename?: R & { readonly [F in Exclude<keyof R, P>]: never } & LiteralValues<R>;
  /**
   * Entries of one folder that are found by their paths; each becomes a data key that holds its properties as
   * one JSON document.
   * @default none @see https://external-secrets.io/latest/guides/getallsecrets/
   */
  readonly find?: L & LiteralKeys<keyof L>;
  /** Further data keys. @default none */
  readonly keys?: K & LiteralKeys<keyof K>;
}

type LiteralValues<R> = { readonly [F in keyof R]: R[F] extends string ? (string extends R[F] ? never : R[F]) : R[F] };

/** Data keys that properties become. */
type Renamed<P extends string, R> = P extends unknown ? (P extends keyof R ? R[P] & string : P) : never;

/** What every Secret that the operator writes may say. */
export interface SecretOptions<N extends string, E> {
  /** One sentence: what the Secret is for; it goes into documents. */
  readonly purpose: string;
  /** A token of a ServiceAccount is not among them: only Kubernetes writes it. @default 'Opaque' */
  readonly type?: Exclude<SecretType, 'kubernetes.io/service-account-token'>;
  /** Name of the ExternalSecret. @default `<secret>-sync` */
  readonly externalSecret?: PerEnvironment<string, E>;
  /** Environments to which the Secret is limited. @default every environment */
  readonly environments?: readonly N[];
  /** `Merge` adds keys to a Secret that another program creates. @default 'Owner' */
  readonly creationPolicy?: 'Owner' | 'Merge';
  /**
   * How often the operator reads Vault, such as `15m`.
   * @default '1m' where a key is service-generated, else '1h'
   */
  readonly refreshInterval?: string;
  /**
   * `tests`: personas, tokens of tests and the like. Such a Secret names its environments, all of them
   * ephemeral, and a `TestSecrets` places it.
   * @default 'workloads'
   */
  readonly audience?: Audience;
  /** Labels on the Secret itself, for consumers that select by label. @default none */
  readonly labels?: Readonly<Record<string, string>>;
}

/** What a Secret says that tests use, and only they. */
export interface ForTests<N extends string> {
  readonly audience: 'tests';
  readonly environments: readonly N[];
}

/** What `delivered` wants to know about a Secret that something other than Vault writes. */
export interface DeliveredProps<N extends string, E, K extends string> {
  /** Who writes it, e.g. `cert-manager Certificate`. */
  readonly by: string;
  readonly purpose: string;
  readonly keys: readonly K[] & ([Widened<K>] extends [never] ? unknown : never);
  /** @default 'Opaque' */
  readonly type?: SecretType;
  /** @default every environment */
  readonly environments?: readonly N[];
  /** Data keys to copy to Vault for audit, each with the path of its copy. @default none */
  readonly mirror?: Readonly<Partial<Record<NoInfer<K>, PerEnvironment<string, E>>>>;
}

/** `secret`, of single keys or of whole entries. */
export interface SecretFactory<N extends string, E> {
  <const K extends Record<string, Source<N>>>(
    name: PerEnvironment<string, E>,
    props: SecretProps<N, E, K> & ForTests<N>,
  ): VaultSecret<keyof K & string, 'tests'>;
  <const K extends Record<string, Source<N>>>(
    name: PerEnvironment<string, E>,
    props: SecretProps<N, E, K> & { readonly audience?: 'workloads' },
  ): VaultSecret<keyof K & string>;
  <
    const P extends string = never,
    const R extends Partial<Record<P, string>> = Record<never, never>,
    const L extends Record<string, VaultEntry<never>> = Record<never, never>,
    const K extends Record<string, Source<N>> = Record<never, never>,
  >(
    name: PerEnvironment<string, E>,
    props: EntrySecretProps<N, E, K, P, R, L> & { readonly audience?: 'workloads' },
  ): VaultSecret<(keyof K & string) | Renamed<P, R> | (keyof L & string)>;
}

/** Every option of `secret`, in all its forms. */
export const secretOptions: KnownOptions<SecretOptions<string, never> & GivenSources<string>> = {
  purpose: true,
  type: true,
  externalSecret: true,
  environments: true,
  creationPolicy: true,
  refreshInterval: true,
  labels: true,
  audience: true,
  from: true,
  rename: true,
  find: true,
  keys: true,
};
/** Every option of `delivered`. */
export const deliveredOptions: KnownOptions<DeliveredProps<string, never, string>> = {
  by: true,
  purpose: true,
  keys: true,
  type: true,
  environments: true,
  mirror: true,
};
