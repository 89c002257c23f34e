import * as z from 'zod/mini';

/** Schema of one Secret that something other than Vault writes. */
export const deliveredSecretSchema = z.strictObject({
  namespace: z.string(),
  name: z.string(),
  keys: z.array(z.string()).check(z.minLength(1)),
  /** Who writes it. */
  by: z.string(),
});

/**
 * Schema of `delivered-secrets.json`, version 1: the Secrets of an environment that something other than
 * Vault writes.
 */
export const deliveredSecretsSchema = z.strictObject({
  kind: z.literal('DeliveredSecrets'),
  version: z.literal(1),
  environment: z.string(),
  secrets: z.array(deliveredSecretSchema),
});
/** The record of delivered Secrets, as programs read it. */
export type DeliveredSecrets = z.output<typeof deliveredSecretsSchema>;
