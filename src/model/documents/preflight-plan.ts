import * as z from 'zod/mini';
import { placeholderDigestSchema } from './placeholder-digest.ts';

const name = z.string().check(z.minLength(1));

/** A Secret without which the workload may not be applied. */
const neededSecret = z.strictObject({
  /** Its name; not under `secret`, which a scanner takes for the key of a credential. */
  name,
  /** ExternalSecret that writes it. */
  externalSecret: z.optional(name),
  /** Digest of what the ExternalSecret says about it. @see externalSecretDigest */
  digest: z.optional(z.string()),
  /** Who else writes it, where no ExternalSecret does. */
  by: z.optional(name),
  /** Whether it may have other data keys. */
  isShared: z.optional(z.boolean()),
  /** Data keys that the workload reads, each with the ids of the Vault keys of which it is made. */
  keys: z.array(z.strictObject({ name, from: z.array(z.string()) })),
});

/**
 * Schema of `preflight-plan.json`, version 1: the Secrets for which a preflight holds a workload back. It
 * holds names and digests, never a value.
 */
export const preflightPlanSchema = z.strictObject({
  kind: z.literal('PreflightPlan'),
  version: z.literal(1),
  environment: name,
  /** Name of the preflight. */
  name,
  /** Component whose workload is held back. */
  component: name,
  /** Namespace of its Pod and of every Secret. */
  namespace: name,
  /** The CronJob that writes Vault, for remedies. */
  bootstrap: z.optional(z.strictObject({ name, namespace: name })),
  /** The Job that writes Vault where the environment is regulated, without the digest in its name. */
  configurator: z.optional(z.strictObject({ name, namespace: name })),
  /** Values that stand for no credential. */
  placeholders: z.array(placeholderDigestSchema),
  /** Writers of the Vault keys, for remedies, by id. */
  keys: z.record(z.string(), z.strictObject({ writer: name, upstream: z.optional(name) })),
  secrets: z.array(neededSecret).check(z.minLength(1)),
});
/** What a preflight waits for. */
export type PreflightPlan = z.output<typeof preflightPlanSchema>;
