import * as z from 'zod/mini';

/** Schema of a role of an auth method: who may log in by it, and what they may do then. */
export const vaultRoleSchema = z.strictObject({
  name: z.string(),
  serviceAccounts: z.array(z.string()).check(z.minLength(1)),
  /** Names; `*` in one of them stands for any text. */
  namespaces: z.array(z.string()),
  /** Label selector of further namespaces, for those that are created while the platform runs. */
  namespaceSelector: z.optional(z.record(z.string(), z.string())),
  policies: z.array(z.string()).check(z.minLength(1)),
});
export type VaultRole = z.output<typeof vaultRoleSchema>;
