import * as z from 'zod/mini';
import { type LoginMethod, tokenFields } from './login-method.ts';

const schema = z.strictObject({ method: z.literal('appRole') });

/**
 * A role id and a secret id. Whoever runs Vault hands them out, so they are neither read nor made here.
 * @see https://developer.hashicorp.com/vault/api-docs/auth/approle
 */
export const appRole: LoginMethod<typeof schema> = {
  schema,
  type: 'approle',
  title: 'AppRole auth',
  role: (role) => ({ bind_secret_id: true, ...tokenFields(role) }),
};
