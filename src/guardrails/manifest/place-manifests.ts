import type { Manifest } from './manifest.ts';

/**
 * What is known of a manifest from what stands around it, such as its environment or the kustomization that
 * names its file.
 */
export type Placement = Partial<
  Pick<
    Manifest,
    'environment' | 'namespace' | 'isPlaced' | 'isInput' | 'isLeftOut' | 'isPatch' | 'role' | 'purpose' | 'chart'
  >
>;

/**
 * Returns manifests with what is known of their places, in the same order; the given ones stay as they are.
 *
 * What a manifest carries refers to it, so that carried manifests are made anew as well.
 */
export function placeManifests(
  manifests: readonly Manifest[],
  placements: ReadonlyMap<Manifest, Placement>,
): readonly Manifest[] {
  if (placements.size === 0) return manifests;
  const made = new Map<Manifest, Manifest>();
  const place = (manifest: Manifest): Manifest => {
    const known = made.get(manifest);
    if (known !== undefined) return known;
    const { carrier } = manifest;
    const outer = carrier && place(carrier.manifest);
    const isSame = outer === carrier?.manifest && !placements.has(manifest);
    const placed = isSame
      ? manifest
      : {
          ...manifest,
          ...(carrier && outer && { carrier: { ...carrier, manifest: outer } }),
          ...placements.get(manifest),
        };
    made.set(manifest, placed);
    return placed;
  };
  return manifests.map(place);
}
