import * as z from 'zod/mini';
import type { AccessMapDocument } from './access-map.ts';
import type { LoginFields } from './logins/login-method.ts';
import { authOf, loginMethodOf } from './logins/login-methods.ts';

/** A policy with every capability that Vault knows; those of the access map have fewer. */
const policy = z.strictObject({
  name: z.string(),
  rules: z.array(
    z.strictObject({
      /** API path, such as `secret/data/ledger-db-password`. */
      path: z.string(),
      capabilities: z.array(z.enum(['create', 'list', 'patch', 'read', 'sudo', 'update'])).check(z.minLength(1)),
    }),
  ),
});
export type ConfiguratorPolicy = z.output<typeof policy>;
export type ConfiguratorRule = ConfiguratorPolicy['rules'][number];

/**
 * Schema of the identity under which the configurator of a regulated environment works: who it is in the
 * cluster, and its role and policy in Vault. Both are written by the ceremony, never by the configurator.
 */
export const configuratorSchema = z.strictObject({
  component: z.string(),
  /** Name of what is rendered around its Job, and the beginning of that of the Job. */
  name: z.string(),
  namespace: z.string(),
  serviceAccount: z.string(),
  role: z.strictObject({
    name: z.string(),
    /** Seconds that a token of the role lives. */
    tokenSeconds: z.int().check(z.gte(60)),
  }),
  policy,
});
/** The identity of the configurator of an environment. */
export type Configurator = z.output<typeof configuratorSchema>;

/** Methods by which a Pod can log in with the token of its ServiceAccount. */
export const configuratorMethods: readonly string[] = ['kubernetes', 'jwt'];

/**
 * Returns every managed field of the role of a configurator, as they are written to
 * `auth/<authMount>/role/<role.name>`.
 *
 * The token holds its one policy and not `default`, lives as long as a run, cannot be renewed beyond that,
 * and is no batch token, since a run revokes it.
 * @throws TypeError where the auth method knows no roles that a ServiceAccount could take
 * @see https://developer.hashicorp.com/vault/api-docs/auth/kubernetes#create-update-role
 */
export function configuratorRoleFields(
  { role: { name, tokenSeconds }, policy, serviceAccount, namespace }: Configurator,
  access: Pick<AccessMapDocument, 'auth'>,
): LoginFields {
  const method = loginMethodOf(access);
  const role = { name, serviceAccounts: [serviceAccount], namespaces: [namespace], policies: [policy.name] };
  const fields = configuratorMethods.includes(authOf(access).method) ? method.role?.(role, authOf(access)) : undefined;
  if (!fields) throw new TypeError(`A configurator cannot log in by ${method.title}`);
  return {
    ...fields,
    token_ttl: tokenSeconds,
    token_max_ttl: tokenSeconds,
    token_explicit_max_ttl: tokenSeconds,
    token_no_default_policy: true,
    token_type: 'service',
  };
}
