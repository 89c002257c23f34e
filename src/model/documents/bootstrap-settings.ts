import * as z from 'zod/mini';

/** Scheme, host and port alone: what would stand before or behind them is either a credential or ignored. */
export const origin = z.string().check(z.regex(/^https?:\/\/[^\s/@?#]+\/?$/));
/** Every value starts with an empty one. */
export const text = z.string().check(z.minLength(1));

/** Where external values come from. */
export const upstreamSchema = z.discriminatedUnion('type', [
  /** No key of the environment is external. */
  z.strictObject({ type: z.literal('none') }),
  /** A Secret in the namespace of the bootstrap; under `key` it holds a JSON object from name to value. */
  z.strictObject({ type: z.literal('local'), secret: z.string(), key: z.string() }),
  z.strictObject({
    type: z.literal('azure-key-vault'),
    uri: z.string(),
    /** Prepended to each name; the empty string means no prefix, and nothing stands in for it. */
    secretPrefix: z.string(),
    /**
     * Client id of the workload identity; where absent, what the webhook puts into `AZURE_CLIENT_ID` counts.
     */
    clientId: z.optional(z.string()),
  }),
]);
export type UpstreamSettings = z.output<typeof upstreamSchema>;

/**
 * Schema of `bootstrap-settings.json`, version 1: what the bootstrap of an ephemeral environment does,
 * besides the fixture map and the access map. It holds names and addresses, never a credential.
 */
export const bootstrapSettingsSchema = z.strictObject({
  kind: z.literal('BootstrapSettings'),
  version: z.literal(1),
  environment: z.string(),
  /** Name of the CronJob; also of its Lease and its field manager. */
  name: z.string(),
  /** Namespace of the bootstrap, its Lease and all Secrets that it reads and writes. */
  namespace: z.string(),
  vault: z.strictObject({
    address: origin,
    /**
     * Vault namespace of engines, auth method, roles and policies; initialisation and unsealing know none.
     */
    namespace: z.optional(text),
    /** PEM of the authorities behind an https address, where they are none of the system's. */
    ca: z.optional(text),
    initialize: z.boolean(),
    unseal: z.boolean(),
    /** Secret that keeps `root-token` and `unseal-key`. */
    credentialsSecret: z.string(),
  }),
  /** Address at which Vault reaches the API server to review tokens. */
  kubernetesHost: origin,
  /** Secret that keeps the seed of generated values (key `seed`) where nobody gave one. */
  seedSecret: z.string(),
  upstream: upstreamSchema,
  /** What stands in Vault until a producer ran. */
  placeholder: text,
  /** Values that stand for no credential and may be replaced, besides `placeholder`. */
  knownPlaceholders: z.strictObject({ exact: z.array(text), prefixes: z.array(text) }),
  /**
   * Kubernetes Secrets that are copied into Vault where a key is absent or a placeholder, by id of the key; a
   * one-way aid of migrations.
   */
  backfill: z.array(z.strictObject({ path: z.string(), secret: z.string(), key: z.string() })),
  /** Seconds after which a run gives up; the next one goes on from what it left. */
  deadlineSeconds: z.int().check(z.gte(10)),
});
export type BootstrapSettings = z.output<typeof bootstrapSettingsSchema>;
