import type { ExistingOptions } from './existing-factory.ts';
import type { RegistryAccount } from './key-maker.ts';
import type { KnownOptions } from './known-options.ts';
import type { PerEnvironment } from './per-environment.ts';
import type { Producer } from './producer.ts';
import type { Alphabet } from './vault-key.ts';

/** Where a key is, besides its path. */
export interface KeyOptions<W extends string> {
  /** Store of the engine, one of the platform's `stores`. @default the platform's own engine */
  readonly engine?: W;
  /** Property of the entry. @default 'value' */
  readonly property?: string;
  /**
   * Age after which the value must be replaced, such as `2160h` for ninety days; alerts and evidence read it.
   * @default none
   */
  readonly maxAge?: string;
}

/** Options of a generated value. */
export interface GenerateOptions {
  /** Characters of the value, at least 16. @default 32 */
  readonly length?: number;
  /** Characters that the value is drawn from. @default 'alphanumeric' */
  readonly alphabet?: Alphabet;
  /**
   * Operator that enforces the value on a database or cache; makes the origin `operator-reconciled`.
   * @default none
   */
  readonly enforcedBy?: string;
}

/** Where a value that is generated elsewhere is given instead. */
export interface InputOptions<N extends string> {
  /**
   * Environments in which the value is a required input: somebody puts it into the upstream store, under the
   * path of the key, before anything runs. The key is `external` there. Under another name, and for a
   * property of an entry, `overrideRecipe` says the same.
   * @default none
   */
  readonly inputIn?: readonly N[];
}

/** Options of a value that comes from outside the cluster. */
export interface ExternalOptions<N extends string, E> {
  /**
   * Name in the upstream store.
   * @default the path; with another property than `value`, `<path>-<property>`
   */
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
  /**
   * What stands in Vault before the producer ran, in ephemeral environments: a marker, or nothing. Regulated
   * ones never hold a marker.
   */
  readonly until: 'placeholder' | 'absent';
  /** How the producer stores it; ExternalSecrets decode base64. @default 'plain' */
  readonly encoding?: 'plain' | 'base64';
}

export const keyOptions: KnownOptions<KeyOptions<string>> = { engine: true, property: true, maxAge: true };
export const enforcedOptions = { ...keyOptions, enforcedBy: true } as const;
export const generateOptions: KnownOptions<GenerateOptions & KeyOptions<string>> = {
  ...enforcedOptions,
  length: true,
  alphabet: true,
};
export const inputOptions = { ...generateOptions, inputIn: true } as const;
export const externalOptions: KnownOptions<ExternalOptions<string, never> & KeyOptions<string>> = {
  ...keyOptions,
  name: true,
  requiredIn: true,
  encoding: true,
};
export const registryAccount: KnownOptions<RegistryAccount<never>> = { registry: true, username: true, password: true };
export const producedOptions: KnownOptions<ProducedOptions & KeyOptions<string>> = {
  ...keyOptions,
  by: true,
  until: true,
  encoding: true,
};

export const existingOptions: KnownOptions<ExistingOptions> = { encoding: true };
