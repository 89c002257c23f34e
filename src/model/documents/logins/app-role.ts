import { type LoginMethod, tokenFields } from './login-method.ts';

/**
 * A role id and a secret id. Whoever runs Vault hands them out, so they are neither read nor made here.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/approle
 */
export const appRole: LoginMethod = {
  type: 'approle',
  title: 'AppRole auth',
  role: (role) => ({ bind_secret_id: true, ...tokenFields(role) }),
};
