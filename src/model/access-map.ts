import * as z from 'zod/mini';

/**
 * Schema of `access-map.json`, version 1: the Vault roles and policies that an environment needs, derived from use.
 *
 * A role has no audience: clients of different audiences share it. @see https://developer.hashicorp.com/vault/api-docs/auth/kubernetes
 */
export const accessMapSchema = z.strictObject({
  kind: z.literal('AccessMap'),
  version: z.literal(1),
  environment: z.string(),
  mount: z.string(),
  authMount: z.string(),
  roles: z.array(
    z.strictObject({
      name: z.string(),
      serviceAccounts: z.array(z.string()).check(z.minLength(1)),
      namespaces: z.array(z.string()),
      /** Label selector of further namespaces, for those that are created while the platform runs. */
      namespaceSelector: z.optional(z.record(z.string(), z.string())),
      policies: z.array(z.string()).check(z.minLength(1)),
    }),
  ),
  policies: z.array(
    z.strictObject({
      name: z.string(),
      rules: z.array(
        z.strictObject({
          /** API path, such as `secret/data/ledger-db-password`. */
          path: z.string(),
          capabilities: z.array(z.enum(['create', 'read', 'update', 'delete', 'list'])).check(z.minLength(1)),
        }),
      ),
    }),
  ),
});
export type AccessMap = z.output<typeof accessMapSchema>;
export type VaultRole = AccessMap['roles'][number];
export type VaultPolicy = AccessMap['policies'][number];
