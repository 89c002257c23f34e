import type { AccessMapDocument } from '../../model/documents/access-map.ts';
import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import { accessResources } from './access-resources.ts';
import { entryResources } from './entry-resources.ts';
import { type MirrorResource, resourceName } from './resource.ts';

/** Returns the access map of an environment, as its document has it. */
export function accessMapIn({ name, vault, engines, roles, policies }: EnvironmentDocument): AccessMapDocument {
  const own = Object.entries(engines).flatMap(([store, { mount, version, isOwn }]) =>
    isOwn && store !== '' ? [[store, { mount, version }] as const] : [],
  );
  return {
    kind: 'AccessMap',
    version: 1,
    environment: name,
    ...(vault.namespace !== undefined && { namespace: vault.namespace }),
    mount: engines['']?.mount ?? '',
    engines: Object.fromEntries(own),
    authMount: vault.authMount,
    auth: vault.auth,
    roles,
    policies,
  };
}

/**
 * Lists what the configurator of an environment manages, as resources of the provider hashicorp/vault:
 * engines, the auth method and its configuration, policies, roles, entries; sorted.
 */
export function mirrorResources(document: EnvironmentDocument): MirrorResource[] {
  const accessMap = accessMapIn(document);
  const { server, namespace } = document.vault;
  const audit = server?.auditBy === 'api' && namespace === undefined ? server.audit : [];
  return [
    ...audit.map(
      ({ path, type, options }): MirrorResource => ({
        type: 'vault_audit',
        name: resourceName(path),
        kind: 'audit device',
        id: path,
        importId: path,
        attributes: { path, type, options },
      }),
    ),
    ...accessResources(accessMap, document.kubernetesHost),
    ...entryResources(accessMap, document.keys),
  ];
}
