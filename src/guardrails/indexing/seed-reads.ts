import type { ManifestIndex } from './manifest-index.ts';
import type { Site } from './site.ts';

/**
 * A path as it is read, without the mount that some spell before it; the operator drops `data/` behind that,
 * too.
 * @see https://github.com/external-secrets/external-secrets/blob/main/providers/v1/vault/client_get.go
 */
export const withoutMount = (path: string, mount: string): string =>
  path.startsWith(`${mount}/`) ? path.slice(mount.length + 1).replace(/^data\//, '') : path;

/** A path that an ExternalSecret reads through a store of Vault, without the mount. */
export interface SeedRead {
  readonly path: string;
  readonly site: Site;
  readonly scope: string;
}

/**
 * Lists the paths that are read through stores that the tree does not show, however they spell the mount:
 * what seeds one of them may be read.
 */
export function pathsReadAnywhere(index: Pick<ManifestIndex, 'externalSecrets'>): ReadonlySet<string> {
  return new Set(
    index.externalSecrets.flatMap(({ reads }) =>
      reads.flatMap(({ path }) => {
        const [, rest = path] = /^[\w.-]+\/(?:data\/)?(.+)$/.exec(path) ?? [];
        return [path, rest];
      }),
    ),
  );
}

/**
 * Lists the reads of the scopes whose lists seed at least one path that is read: only such a list is about
 * the same Vault.
 */
export function readsBesideSeeds(index: Pick<ManifestIndex, 'externalSecrets' | 'stores' | 'seeds'>): SeedRead[] {
  if (index.seeds.length === 0) return [];
  const reads = index.externalSecrets.flatMap(({ object, reads: each, stores, namespaces }) => {
    const [reference] = stores;
    const store = reference && index.stores.find(object.scope, reference, namespaces?.[0]);
    const mount = store?.vault?.mount;
    return mount === undefined
      ? []
      : each.map(({ path, site }) => ({ path: withoutMount(path, mount), site, scope: object.scope }));
  });
  const isSeeded = (scope: string): boolean =>
    index.seeds.some((seed) => reads.some((read) => read.scope === scope && read.path === seed.path));
  return reads.filter(({ scope }) => isSeeded(scope));
}
