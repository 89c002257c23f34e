import { isOpenName } from '../../indexing/open-name.ts';
import { valueAt } from '../../manifest/field-path.ts';
import type { Manifest, Rendering } from '../../manifest/manifest.ts';
import { expandDocument } from '../expand-document.ts';
import type { KustomizationFile } from './build-tree.ts';
import { positionIn } from './origins.ts';
import type { Resource } from './resource.ts';

/** The manifests of a built object. */
export interface RenderedObject {
  readonly manifests: readonly Manifest[];
  /** True where they hold all that their document holds, and nothing else but names and labels. */
  readonly isWhole: boolean;
}

/**
 * Makes the manifests of a built object: itself and what it carries, each with the rendering to which it
 * belongs.
 *
 * @param carried the manifests that each document of the tree carries
 */
export function renderedManifests(
  resource: Resource,
  rendering: Rendering,
  { manifest: kustomization, namespace }: KustomizationFile,
  carried: ReadonlyMap<Manifest, readonly Manifest[]>,
): RenderedObject {
  const { value, sourced, manifest: source } = resource;
  const { file, document, isDegraded, isTemplate } = source ?? kustomization;
  const isSample = /(?:^|\/)samples\//.test(file);
  const purpose = kustomization.purpose ?? (isSample ? source?.purpose : undefined);
  const base = {
    file,
    document,
    rendering,
    ...(isDegraded && { isDegraded }),
    ...(isTemplate && { isTemplate }),
    // Where the overlay is deployed, so is what its base holds; the samples of an operator go into its
    // bundle.
    ...(purpose !== undefined && { purpose }),
    ...(resource.hasUnknownKeys && { hasUnknownKeys: true }),
    ...(resource.firstId.name !== resource.name && { formerName: resource.firstId.name }),
    // A namespace that a substitution finishes is none that could be compared.
    ...(isOpenName(resource.namespace) && { isPlaced: true }),
    ...(namespace !== undefined && { namespace }),
    locate: (path: readonly (string | number)[], offset?: number) => positionIn(sourced, path, offset),
  };
  const inner = source === undefined ? [] : (carried.get(source) ?? []);
  const isWhole = inner.every(({ carrier }) => {
    const path = carrier?.path ?? [];
    return source !== undefined && valueAt(value, path) === valueAt(source.value, path);
  });
  if (source !== undefined && (resource.isPatched || !isWhole))
    return { manifests: expandDocument(value, base, source.role).manifests, isWhole: false };
  const root: Manifest = { ...base, role: source?.role ?? 'object', value };
  return { manifests: [root, ...copies(inner, root, rendering, carried)], isWhole: true };
}

/** What a document carries is the same in each of its renderings, but for the document. */
function copies(
  inner: readonly Manifest[],
  carrier: Manifest,
  rendering: Rendering,
  carried: ReadonlyMap<Manifest, readonly Manifest[]>,
): Manifest[] {
  return inner.flatMap((manifest) => {
    const path = manifest.carrier?.path ?? [];
    const copy: Manifest = { ...manifest, carrier: { manifest: carrier, path }, rendering };
    return [copy, ...copies(carried.get(manifest) ?? [], copy, rendering, carried)];
  });
}
