import * as z from 'zod/mini';
import { documentPartSchema, engineSchema } from './fixture-map.ts';
import { authSchema } from './logins/login-methods.ts';
import { vaultRoleSchema } from './vault-role.ts';

/**
 * Schema of `access-map.json`, version 1: the Vault roles and policies that an environment needs, derived
 * from use.
 *
 * A role has no audience: clients of different audiences share it. @see
 * https://developer.hashicorp.com/vault/api-docs/auth/kubernetes
 */
export const accessMapSchema = z.strictObject({
  kind: z.literal('AccessMap'),
  version: z.literal(1),
  environment: z.string(),
  /** Vault namespace in which all of it is; paths of policies are relative to it. */
  namespace: z.optional(z.string()),
  /** Mount of the platform's own engine, kv-v2. */
  mount: z.string(),
  /** Further engines of the same Vault, by the name of the store that reads them. */
  engines: z.optional(z.record(z.string(), engineSchema)),
  /** Mount of the auth method. */
  authMount: z.string(),
  /**
   * The auth method and its configuration.
   * @default Kubernetes, configured by the settings of the bootstrap
   */
  auth: z.optional(authSchema),
  part: z.optional(documentPartSchema),
  /** Namespaces of previews: what is rendered for them once they come. */
  previews: z.optional(
    z.strictObject({
      /** One of the roles; it binds their names as one pattern, such as `pr-shop-*`. */
      role: z.string(),
      /** Namespace of the environment, whose ExternalSecrets they get. */
      namespace: z.string(),
      /** Components whose ExternalSecrets they get. */
      components: z.array(z.string()).check(z.minLength(1)),
    }),
  ),
  roles: z.array(vaultRoleSchema),
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
export type AccessMapDocument = z.output<typeof accessMapSchema>;
export type VaultPolicy = AccessMapDocument['policies'][number];
