import * as z from 'zod/mini';
import { appRole } from './app-role.ts';
import { certificate } from './certificate.ts';
import { jwt } from './jwt.ts';
import { kubernetes } from './kubernetes.ts';
import type { LoginMethod } from './login-method.ts';
import { token } from './token.ts';

/** Every method of login, by its name in the documents. */
export const loginMethods = { kubernetes, jwt, appRole, certificate, token };

/** Schema of an auth method of Vault as the access map has it. */
export const authSchema = z.discriminatedUnion('method', [
  kubernetes.schema,
  jwt.schema,
  appRole.schema,
  certificate.schema,
  token.schema,
]);
/** An auth method and its configuration. */
export type VaultAuth = z.output<typeof authSchema>;

/** Returns the method of an access map; without one it is that of Kubernetes. */
export const loginMethodOf = ({ auth }: { readonly auth?: VaultAuth | undefined }): LoginMethod =>
  loginMethods[auth?.method ?? 'kubernetes'] as LoginMethod;

/** Returns the auth method of an access map. */
export const authOf = ({ auth }: { readonly auth?: VaultAuth | undefined }): VaultAuth =>
  auth ?? { method: 'kubernetes' };

/** Returns the auth method of a login: what its method documents of it, and so never a credential. */
export const documentedAuth = (login: { readonly method: VaultAuth['method'] }): VaultAuth =>
  z.object(loginMethods[login.method].schema.shape).parse(login) as VaultAuth;
