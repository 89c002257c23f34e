import type { PlaceholderDigest } from './placeholder-digest.ts';

/** A data key that a guard finds in a variable of its container. */
export interface GuardedKey {
  readonly variable: string;
  readonly secret: string;
  readonly key: string;
  /** Ids of the Vault keys of which it is made. */
  readonly from: readonly string[];
}

/** URL, user and password of one database, which must agree. */
export interface GuardedDatabase {
  /** Schemes that the URL may have, the usual one first. */
  readonly schemes: readonly string[];
  readonly url: GuardedKey;
  readonly user: GuardedKey;
  readonly password: GuardedKey;
}

/**
 * What a guard of databases inspects, version 1. It stands as JSON in a variable of the guard's container, so
 * that it needs no volume; it holds names and digests, never a value.
 */
export interface DatabaseGuardPlan {
  readonly kind: 'DatabaseGuardPlan';
  readonly version: 1;
  readonly environment: string;
  readonly namespace: string;
  /** Values that stand for no credential. */
  readonly placeholders: readonly PlaceholderDigest[];
  /** The CronJob that writes Vault, for remedies. */
  readonly bootstrap?: { readonly name: string; readonly namespace: string };
  /** The Job that writes Vault where the environment is regulated, without the digest in its name. */
  readonly configurator?: { readonly name: string; readonly namespace: string };
  /** Writers of the Vault keys, for remedies, by id. */
  readonly keys: Readonly<Record<string, { readonly writer: string; readonly upstream?: string | undefined }>>;
  readonly databases: readonly GuardedDatabase[];
}

/** Variable of the guard's container that holds its plan. */
export const guardPlanVariable = 'VAULTWRIGHT_GUARD_PLAN';
