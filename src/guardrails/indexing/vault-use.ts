import type { AccessMapDocument } from '../../model/documents/access-map.ts';
import type { VaultRole } from '../../model/documents/vault-role.ts';
import type { IndexedObject } from './indexed-object.ts';
import type { ManifestIndex } from './manifest-index.ts';
import { withoutMount } from './seed-reads.ts';
import type { Site } from './site.ts';

/** One path that an object reads or writes through a store. */
export interface VaultUse {
  /** Below the mount. */
  readonly path: string;
  /** As policies spell it: `secret/data/…`. */
  readonly apiPath: string;
  readonly capability: 'read' | 'create' | 'update' | 'list';
  readonly role: VaultRole;
  readonly access: AccessMapDocument;
  readonly site: Site;
}

type Need = Pick<VaultUse, 'path' | 'capability' | 'site'> & { readonly store?: string | undefined };

/**
 * Lists every path that goes through a store whose role an access map knows, with the capability that it
 * needs.
 */
export function* vaultUsesOf(index: ManifestIndex): Generator<VaultUse> {
  const needs = new Map<IndexedObject, Need[]>();
  for (const { object, reads, searches } of index.externalSecrets)
    needs.set(object, [
      ...reads.map(({ path, site, store }) => ({ path, site, store, capability: 'read' as const })),
      ...searches.map(({ folder, site, store }) => ({ path: folder, site, store, capability: 'list' as const })),
    ]);
  for (const { object, pushes } of index.pushSecrets)
    needs.set(
      object,
      pushes.flatMap(({ path, site }) =>
        (['read', 'create', 'update'] as const).map((capability) => ({ path, site, capability })),
      ),
    );
  for (const { object, reference, namespace } of index.storeUses) {
    const store = index.stores.find(object.scope, reference, namespace, object);
    const access = store && index.accessFor(store);
    const role = access?.roles.find((candidate) => candidate.name === store?.vault?.role);
    if (access === undefined || role === undefined) continue;
    const mount = store?.vault?.mount ?? access.mount;
    // Without a mount the first step of each path is one.
    if (mount === '') continue;
    const isFirst = store?.vault?.version === 'v1';
    for (const { store: named, ...need } of needs.get(object) ?? []) {
      if (named !== undefined && named !== reference.name) continue;
      // What constructs render never spells the mount.
      const path = access.environment === '' ? withoutMount(need.path, mount) : need.path;
      const part = need.capability === 'list' ? 'metadata/' : 'data/';
      yield { ...need, role, access, apiPath: `${mount}/${isFirst ? '' : part}${path}` };
    }
  }
}
