import { objectAt } from '../manifest/normalise.ts';
import { type IndexedObject, siteOf } from './indexed-object.ts';
import type { ManifestIndex } from './manifest-index.ts';
import type { Site } from './site.ts';

/** One Vault path that a list for another tool seeds. */
export interface Seed {
  /** Without the mount. */
  readonly path: string;
  /** True where the list itself holds the value. */
  readonly isLiteral: boolean;
  readonly site: Site;
}

const line = /^\s{0,20}([\w.-]{1,100}\/[\w./-]{1,300})([|;])\s?([a-z-]{3,20})\2([^|;\n]{0,500})(?:\2[^\n]{0,500})?$/i;
const kinds = /^(?:random|generated?|static|literal|fixed|value|file|env|uuid|hex|base64|ask|prompt)$/i;

/**
 * Lists the seeds of a ConfigMap's files whose lines are `path|kind|value|…`, as scripts that fill a Vault
 * read them.
 */
export function seedsOf(object: IndexedObject): Seed[] {
  if (object.kindKey !== 'configmap') return [];
  return Object.entries(objectAt(object.value, 'data')).flatMap(([file, text]) => {
    if (typeof text !== 'string' || !/[|;]/.test(text)) return [];
    const seeds: Seed[] = [];
    let offset = 0;
    for (const row of text.split('\n')) {
      const [, path, , kind = '', value = ''] = line.exec(row) ?? [];
      const isRow = path !== undefined && kinds.test(kind);
      // A line of another shape makes it another file.
      if (!isRow && row.trim() !== '' && !row.trim().startsWith('#')) return [];
      if (isRow)
        seeds.push({
          path: path.slice(path.indexOf('/') + 1),
          isLiteral: /^(?:static|literal|fixed|value)$/i.test(kind) && value.trim() !== '' && !/[${}<>]/.test(value),
          site: { ...siteOf(object, 'data', file), offset },
        });
      offset += row.length + 1;
    }
    return seeds;
  });
}

/**
 * A path as it is read, without the mount that some spell before it; the operator drops `data/` behind that,
 * too.
 * @see https://github.com/external-secrets/external-secrets/blob/main/providers/v1/vault/client_get.go
 */
const withoutMount = (path: string, mount: string): string =>
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
