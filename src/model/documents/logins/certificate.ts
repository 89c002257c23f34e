import * as z from 'zod/mini';
import type { LoginMethod } from './login-method.ts';

const schema = z.strictObject({ method: z.literal('certificate') });

/**
 * Client certificates. Whoever runs Vault keeps the trusted ones, and with them the policies of each.
 * @see https://developer.hashicorp.com/vault/docs/auth/cert
 */
export const certificate: LoginMethod<typeof schema> = { schema, type: 'cert', title: 'TLS certificate auth' };
