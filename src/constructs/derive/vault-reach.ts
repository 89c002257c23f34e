import { loginMethods } from '../../model/documents/logins/login-methods.ts';
import type { Login } from '../../model/platform/logins.ts';
import { isOwnEngine } from '../../model/platform/stores.ts';
import type { EnvironmentApp } from '../environment-app.ts';

/** Where in its Vault an environment is, and how it logs in. */
export interface VaultReach {
  /** Vault namespace. */
  readonly namespace?: string;
  /** Mount of the platform's own engine. */
  readonly mount: string;
  /** Further engines of the same Vault, by their names among the platform's stores. */
  readonly engines: Readonly<Record<string, { readonly mount: string; readonly version: 1 | 2 }>>;
  /** Stores that are no engine of this Vault, sorted. */
  readonly foreign: readonly string[];
  readonly authMount: string;
  readonly login: Login;
}

/** Returns where in its Vault an environment is, and how it logs in. */
export function vaultReach({ platform, environment }: EnvironmentApp): VaultReach {
  const { settings, storeDefinitions } = platform;
  const { vault } = environment;
  const login: Login = vault.login ?? { method: 'kubernetes' };
  const names = [...storeDefinitions.keys()].sort();
  const engines = names.flatMap((name) => {
    const store = storeDefinitions.get(name);
    if (!isOwnEngine(store)) return [];
    const version: 1 | 2 = store.version === 'v1' ? 1 : 2;
    return [[name, { mount: vault.engines?.[name]?.mount ?? store.mount, version }] as const];
  });
  return {
    ...(vault.namespace !== undefined && { namespace: vault.namespace }),
    mount: vault.mount ?? settings.mount,
    engines: Object.fromEntries(engines),
    foreign: names.filter((name) => !isOwnEngine(storeDefinitions.get(name))),
    authMount: mountOf(login, settings.authMount),
    login,
  };
}

/**
 * Returns the mount of the auth method of a login.
 * @param kubernetes where Kubernetes auth is unless the login says it
 */
export const mountOf = (login: Login, kubernetes: string): string =>
  ('mount' in login ? login.mount : undefined) ??
  (login.method === 'kubernetes' ? kubernetes : loginMethods[login.method].type);

/**
 * Returns the path in Vault's API under which a policy grants an entry.
 * @param part `data` or `metadata` of kv-v2
 */
export function policyPath(reach: VaultReach, store: string | undefined, path: string, part = 'data'): string {
  const engine = store === undefined ? { mount: reach.mount, version: 2 } : reach.engines[store];
  return engine?.version === 1 ? `${engine.mount}/${path}` : `${engine?.mount}/${part}/${path}`;
}
