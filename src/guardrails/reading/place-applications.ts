import { dirname } from 'node:path';
import type { Manifest } from '../manifest/manifest.ts';
import type { Placement } from '../manifest/place-manifests.ts';
import { argoSources, folderAt } from './argo-applications.ts';

/**
 * Finds the namespace of what an Application of Argo CD applies from a plain folder: that of its destination,
 * where a document has none of its own and all Applications of the folder agree.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/directory/
 */
export function applicationNamespaces(manifests: readonly Manifest[]): ReadonlyMap<Manifest, Placement> {
  const placements = new Map<Manifest, Placement>();
  const applied = manifests.filter(
    ({ role, isInput, isTemplate, rendering, namespace, isLeftOut }) =>
      role === 'object' && !isInput && !isTemplate && !isLeftOut && rendering === undefined && namespace === undefined,
  );
  const folders = [...new Set(applied.map(({ file }) => dirname(file)))].map((shown) => ({ shown }));
  const paths = folders.map(({ shown }) => shown);
  const namespaces = new Map<string, Set<string | undefined>>();
  for (const manifest of manifests)
    for (const { source, folder, namespace } of argoSources(manifest, paths)) {
      if (source.helm !== undefined || source.kustomize !== undefined) continue;
      const target = folderAt(folder, folders)?.shown;
      if (target !== undefined) namespaces.set(target, (namespaces.get(target) ?? new Set()).add(namespace));
    }
  for (const manifest of applied) {
    const [namespace, ...others] = namespaces.get(dirname(manifest.file)) ?? [];
    if (namespace !== undefined && others.length === 0) placements.set(manifest, { namespace });
  }
  return placements;
}
