import * as z from 'zod/mini';
import { documentPartSchema } from './fixture-map.ts';
import { placeholderDigestSchema } from './placeholder-digest.ts';

const name = z.string().check(z.minLength(1));
/** Id of a Vault key. @see keyId */
const keyIdText = z.string();

/** A Secret that the operator writes, as its readers need it. */
const inspectedSecret = z.strictObject({
  namespace: name,
  externalSecret: name,
  secret: name,
  /** Whether others may add data keys, since the operator merges into the Secret. */
  isShared: z.optional(z.boolean()),
  /**
   * Data keys, each with the ids of the Vault keys of which it is made; `*` stands for those of an entry
   * whose properties nobody declared.
   */
  keys: z.array(z.strictObject({ name, from: z.array(keyIdText) })),
  /** SHA-256 of the rendered spec of the ExternalSecret: where it changes, the smoke runs again. */
  spec: z.optional(z.string()),
});

/** Values whose SHA-256 their producer publishes in a ConfigMap. */
const digests = z.strictObject({
  namespace: name,
  configMap: name,
  values: z.array(
    z.strictObject({
      namespace: name,
      secret: name,
      /** Data key that holds the value as it is. */
      key: name,
      /** Keys of the ConfigMap: the first, and others under which the digest may stand as well. */
      names: z.array(name).check(z.minLength(1)),
    }),
  ),
});

/** A request with the credential of a Secret. */
const probe = z.strictObject({
  /** What is asked. */
  name,
  namespace: name,
  secret: name,
  /** Data key with the address. */
  urlKey: name,
  /** Path below the address. */
  path: name,
  /** Data key with the credential. */
  tokenKey: name,
  /** Header in which it is sent as it is; without one it is a bearer token. */
  header: z.optional(name),
});

/**
 * Schema of `smoke-plan.json`, version 1: what a smoke inspects. It holds names and digests, never a value.
 *
 * A plan too large for one ConfigMap is split into parts, each a plan of its own with some of the Secrets.
 */
export const smokePlanSchema = z.strictObject({
  kind: z.literal('SmokePlan'),
  version: z.literal(1),
  environment: name,
  /** Name of the smoke. */
  name,
  /** Namespace of its Pod. */
  namespace: name,
  part: z.optional(documentPartSchema),
  /** Vault whose health is asked for, without a login. */
  vault: z.optional(z.strictObject({ address: name, ca: z.optional(name) })),
  /** The CronJob that writes Vault, for remedies. */
  bootstrap: z.optional(z.strictObject({ name, namespace: name })),
  /** The Job that writes Vault where the environment is regulated, without the digest in its name. */
  configurator: z.optional(z.strictObject({ name, namespace: name })),
  /** Values that stand for no credential. */
  placeholders: z.array(placeholderDigestSchema),
  /** Stores that must not say that they are not Ready. */
  stores: z.array(
    z.strictObject({ kind: z.enum(['ClusterSecretStore', 'SecretStore']), name, namespace: z.optional(name) }),
  ),
  /** Deployments that must be available. */
  deployments: z.array(z.strictObject({ namespace: name, name })),
  digests: z.optional(digests),
  /** Services that must accept the credential of a Secret. */
  probes: z.optional(z.array(probe)),
  /** Writers of the Vault keys, for remedies, by id. */
  keys: z.record(keyIdText, z.strictObject({ writer: name, upstream: z.optional(name) })),
  secrets: z.array(inspectedSecret),
});
/** What a smoke inspects. */
export type SmokePlan = z.output<typeof smokePlanSchema>;
