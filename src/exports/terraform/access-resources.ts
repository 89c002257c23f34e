import type { AccessMapDocument } from '../../model/documents/access-map.ts';
import type { LoginFields } from '../../model/documents/logins/login-method.ts';
import { authOf, loginMethodOf } from '../../model/documents/logins/login-methods.ts';
import { vaultPolicyText } from '../../model/documents/vault-policy-text.ts';
import { Expression, type HclValue } from './hcl.ts';
import { addressOf, type MirrorResource, resourceName } from './resource.ts';

/** Types of the provider for the roles of a method. */
const roleTypes: Readonly<Record<string, string>> = {
  kubernetes: 'vault_kubernetes_auth_backend_role',
  jwt: 'vault_jwt_auth_backend_role',
  approle: 'vault_approle_auth_backend_role',
};

/** Lists engines, auth method, its configuration, policies and roles. */
export function accessResources(accessMap: AccessMapDocument, kubernetesHost: string): MirrorResource[] {
  const { mount, engines = {}, policies } = accessMap;
  const byMount = new Set([
    ...Object.values(engines).flatMap((each) => (each.version === 2 ? [each.mount] : [])),
    mount,
  ]);
  const namespace = namespaceOf(accessMap);
  return [
    ...[...byMount].sort().map((path): MirrorResource => engineResource(path, namespace)),
    ...authResources(accessMap, kubernetesHost, namespace),
    ...policies.map(
      (policy): MirrorResource => ({
        type: 'vault_policy',
        name: resourceName(policy.name),
        kind: 'policy',
        id: policy.name,
        importId: policy.name,
        attributes: { ...namespace, name: policy.name, policy: vaultPolicyText(policy) },
      }),
    ),
  ];
}

/** The Vault namespace of a resource, where there is one. */
export const namespaceOf = ({ namespace }: Pick<AccessMapDocument, 'namespace'>): Readonly<Record<string, string>> =>
  namespace === undefined ? {} : { namespace };

const engineResource = (path: string, namespace: Readonly<Record<string, string>>): MirrorResource => ({
  type: 'vault_mount',
  name: resourceName(path),
  kind: 'engine',
  id: path,
  importId: path,
  attributes: { ...namespace, path, type: 'kv', options: { version: '2' } },
});

function authResources(
  accessMap: AccessMapDocument,
  kubernetesHost: string,
  namespace: Readonly<Record<string, string>>,
): MirrorResource[] {
  const { authMount: path, roles } = accessMap;
  const method = loginMethodOf(accessMap);
  const auth = authOf(accessMap);
  // Whoever runs Vault keeps mount and roles.
  if (!method.role) return [];
  const name = resourceName(path);
  const config = method.config?.(auth, kubernetesHost).written;
  const isJwt = method.type === 'jwt';
  const mount: MirrorResource = {
    type: isJwt ? 'vault_jwt_auth_backend' : 'vault_auth_backend',
    name,
    kind: 'auth method',
    id: path,
    importId: path,
    // The provider has the configuration of this method in its mount.
    attributes: { ...namespace, path, type: method.type, ...(isJwt && config && shown(config)) },
  };
  const backend = new Expression(`${addressOf(mount)}.path`);
  const configuration: MirrorResource[] =
    config && !isJwt
      ? [
          {
            type: 'vault_kubernetes_auth_backend_config',
            name,
            kind: 'auth configuration',
            id: path,
            importId: `auth/${path}/config`,
            attributes: { ...namespace, backend, ...shown(config) },
          },
        ]
      : [];
  const resources = roles.map(
    (role): MirrorResource => ({
      type: roleTypes[method.type] ?? '',
      name: resourceName(role.name),
      kind: 'role',
      id: role.name,
      importId: `auth/${path}/role/${role.name}`,
      attributes: { ...namespace, backend, role_name: role.name, ...shown(method.role?.(role, auth) ?? {}) },
    }),
  );
  return [mount, ...configuration, ...resources];
}

/** What is left to its default, which the provider neither sends nor compares. */
const isDefault = (field: string, value: unknown): boolean =>
  value === '' ||
  value === 0 ||
  value === false ||
  (field === 'token_type' && value === 'default') ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && value !== null && Object.keys(value).length === 0);

/** Returns fields of Vault’s interface as the provider has them, sorted. */
function shown(fields: LoginFields): Record<string, HclValue> {
  return Object.fromEntries(
    Object.entries(fields)
      .filter(([field, value]) => !isDefault(field, value))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([field, value]) => [field, field === 'bound_claims' ? joined(value) : (value as HclValue)]),
  );
}

/** The provider takes several values of a claim as one text. */
const joined = (claims: unknown): HclValue =>
  Object.fromEntries(
    Object.entries(claims as Readonly<Record<string, unknown>>).map(([claim, values]) => [
      claim,
      Array.isArray(values) ? values.join(',') : String(values),
    ]),
  );
