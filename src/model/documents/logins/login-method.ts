import type * as z from 'zod/mini';
import type { VaultRole } from '../vault-role.ts';

/**
 * Fields of an object of Vault's API, every managed one, empty ones included, so that what others set is
 * reset.
 */
export type LoginFields = Readonly<Record<string, unknown>>;

/**
 * What a method of login is in Vault. Another method is a file beside this one and a line in the list of
 * them; CONTRIBUTING says what else the compiler then asks for.
 */
export interface LoginMethod<S extends z.ZodMiniObject = z.ZodMiniObject> {
  /** How the access map has it: its name as `method`, and what its configuration says. Never a credential. */
  readonly schema: S;
  /** Type of its mount, as Vault names it, and path of the mount where a login names none. */
  readonly type: string;
  /** How messages name it. */
  readonly title: string;
  /**
   * Returns every managed field of its configuration: as it is written, and as it reads back.
   * @param kubernetesHost address at which Vault reaches the API server
   */
  config?(auth: z.output<S>, kubernetesHost: string): { readonly written: LoginFields; readonly read: LoginFields };
  /** Returns every managed field of a role. Absent where whoever runs Vault keeps mount and roles. */
  role?(role: VaultRole, auth: z.output<S>): LoginFields;
  /** Returns what of a role the method cannot express; `undefined` where it can. */
  obstacle?(role: VaultRole): string | undefined;
}

/** Lifetime of the tokens of a role, in seconds: the operator logs in anew for each reconciliation. */
const tokenLifetime = { token_ttl: 1200, token_max_ttl: 3600 } as const;

/**
 * Returns what every role says about its tokens.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/approle
 */
export const tokenFields = ({ policies }: VaultRole): LoginFields => ({
  token_policies: policies,
  ...tokenLifetime,
  token_explicit_max_ttl: 0,
  token_no_default_policy: false,
  token_num_uses: 0,
  token_period: 0,
  token_type: 'default',
  token_bound_cidrs: [],
});
