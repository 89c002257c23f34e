import * as z from 'zod/mini';
import { origin, text, upstreamSchema } from './bootstrap-settings.ts';
import { placeholderDigestSchema } from './placeholder-digest.ts';

/**
 * Schema of `configurator-settings.json`, version 1: what the configurator of a regulated environment works
 * with, besides the fixture map and the access map. It holds names and addresses, never a credential.
 */
export const configuratorSettingsSchema = z.strictObject({
  kind: z.literal('ConfiguratorSettings'),
  version: z.literal(1),
  environment: z.string(),
  /** Also of its Lease, its field manager, and its role and policy in Vault. */
  name: z.string(),
  /** Namespace of the Job, its Lease and the Secret of a local upstream. */
  namespace: z.string(),
  vault: z.strictObject({
    address: origin,
    /** Vault namespace of everything that is configured. */
    namespace: z.optional(text),
    /** PEM of the authorities behind an https address, where the profile gives it. */
    ca: z.optional(text),
  }),
  /** Address at which Vault reaches the API server to review tokens. */
  kubernetesHost: origin,
  upstream: upstreamSchema,
  /** Values that are not written: placeholders, and those of the denylist. */
  refused: z.array(placeholderDigestSchema),
  /** Audit devices that it makes. */
  audit: z.array(
    z.strictObject({ path: z.string(), type: z.enum(['file', 'socket']), options: z.record(z.string(), z.string()) }),
  ),
  /** Seconds for which a run waits until people initialised Vault and admitted it. */
  handoverSeconds: z.int().check(z.gte(0)),
  /** Seconds after which a run that was admitted gives up. */
  deadlineSeconds: z.int().check(z.gte(10)),
});
export type ConfiguratorSettings = z.output<typeof configuratorSettingsSchema>;
