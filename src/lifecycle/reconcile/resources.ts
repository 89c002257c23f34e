import type { AccessMapDocument } from '../../model/documents/access-map.ts';
import { configuratorRoleFields } from '../../model/documents/configurator.ts';
import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import { authOf, loginMethodOf } from '../../model/documents/logins/login-methods.ts';
import { AuditDevice } from './audit-device.ts';
import { AuthConfiguration } from './auth-config.ts';
import { AuthMethodMount } from './auth-method.ts';
import { Engine } from './mount.ts';
import { Policy } from './policy.ts';
import type { Resource } from './resource.ts';
import { Role } from './role.ts';

/** The resources that an access map declares, by the phase of a run that brings them about. */
export interface AccessResources {
  readonly engines: readonly Resource[];
  /** The mount of the auth method, then its configuration; empty where whoever runs Vault keeps both. */
  readonly auth: readonly Resource[];
  readonly policies: readonly Resource[];
  readonly roles: readonly Resource[];
}

/**
 * Lists what an access map declares.
 * @param kubernetesHost address at which Vault reaches the API server
 */
export function accessResources(accessMap: AccessMapDocument, kubernetesHost: string): AccessResources {
  const { mount, engines = {}, authMount } = accessMap;
  const method = loginMethodOf(accessMap);
  const auth = authOf(accessMap);
  const config = method.config?.(auth, kubernetesHost);
  // Several stores may read one engine.
  const byMount = new Map(
    [...Object.values(engines), { mount, version: 2 as const }].map((engine) => [engine.mount, engine]),
  );
  return {
    engines: [...byMount.values()].map((engine) => new Engine(engine)),
    auth: method.role
      ? [new AuthMethodMount(authMount, method), ...(config ? [new AuthConfiguration(authMount, config)] : [])]
      : [],
    policies: accessMap.policies.map((policy) => new Policy(policy)),
    roles: accessMap.roles.flatMap((role) => {
      const fields = method.role?.(role, auth);
      return fields ? [new Role(authMount, role.name, fields)] : [];
    }),
  };
}

/**
 * Lists what of a regulated environment people write for its configurator, its role and its policy, and the
 * audit devices that it makes.
 */
export function configuratorResources({
  configurator,
  vault,
}: Pick<EnvironmentDocument, 'configurator' | 'vault'>): Record<'audit' | 'policies' | 'roles', readonly Resource[]> {
  if (!configurator) return { audit: [], policies: [], roles: [] };
  const { server, authMount } = vault;
  const devices = server?.auditBy === 'api' && vault.namespace === undefined ? server.audit : [];
  const { policy, role } = configurator;
  return {
    audit: devices.map((device) => new AuditDevice(device)),
    policies: [new Policy(policy)],
    roles: [new Role(authMount, role.name, configuratorRoleFields(configurator, vault))],
  };
}
