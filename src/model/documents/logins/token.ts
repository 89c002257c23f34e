import * as z from 'zod/mini';
import type { LoginMethod } from './login-method.ts';

const schema = z.strictObject({ method: z.literal('token') });

/**
 * A token that somebody made; there is no role.
 * @see https://developer.hashicorp.com/vault/docs/auth/token
 */
export const token: LoginMethod<typeof schema> = { schema, type: 'token', title: 'Token auth' };
