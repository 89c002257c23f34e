import type { VaultAuth } from '../vault-auth.ts';
import { appRole } from './app-role.ts';
import { jwt } from './jwt.ts';
import { kubernetes } from './kubernetes.ts';
import type { LoginMethod } from './login-method.ts';

/** Every method of login, by its name in the documents. */
export const loginMethods: { readonly [M in VaultAuth['method']]: LoginMethod<Extract<VaultAuth, { method: M }>> } = {
  kubernetes,
  jwt,
  appRole,
  // Whoever runs Vault keeps the trusted certificates, and with them the policies of each.
  certificate: { type: 'cert', title: 'TLS certificate auth' },
  token: { type: 'token', title: 'Token auth' },
};

/** Returns the method of an access map; without one it is that of Kubernetes. */
export const loginMethodOf = ({ auth }: { readonly auth?: VaultAuth | undefined }): LoginMethod =>
  loginMethods[auth?.method ?? 'kubernetes'] as LoginMethod;

/** Returns the auth method of an access map. */
export const authOf = ({ auth }: { readonly auth?: VaultAuth | undefined }): VaultAuth =>
  auth ?? { method: 'kubernetes' };
