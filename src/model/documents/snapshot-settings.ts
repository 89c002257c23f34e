import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));

/**
 * Schema of `snapshot-settings.json`, version 1: what the program that takes snapshots of Vault works from.
 */
export const snapshotSettingsSchema = z.strictObject({
  kind: z.literal('SnapshotSettings'),
  version: z.literal(1),
  environment: text,
  name: text,
  vault: z.strictObject({ address: text, ca: z.optional(text) }),
  /** Mount of the auth method, and the role that may read the snapshot and nothing else. */
  login: z.strictObject({ mount: text, role: text }),
  /** Where snapshots are written. */
  folder: text,
  keep: z.strictObject({ count: z.int().check(z.gte(1)), days: z.int().check(z.gte(1)) }),
  /** The seal whose key opens a snapshot: its type, and the name of the key. */
  seal: z.strictObject({ type: text, key: z.string() }),
  deadlineSeconds: z.int().check(z.gte(10)),
});
export type SnapshotSettings = z.output<typeof snapshotSettingsSchema>;
