import type { FieldPath, JsonObject, JsonValue, Manifest } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import type { KustomizationFile } from './build.ts';
import { textOf } from './resource.ts';

/** A Flux Kustomization that changes what the folder holds that it applies. */
export interface FluxOverlay {
  readonly manifest: Manifest;
  /** The folder, as a path of its repository. */
  readonly folder: string;
}

/** Fields of a Flux Kustomization, and those of a kustomization into which Flux writes them. */
const copied: Readonly<Record<string, string>> = {
  targetNamespace: 'namespace',
  namePrefix: 'namePrefix',
  nameSuffix: 'nameSuffix',
  patches: 'patches',
  images: 'images',
  components: 'components',
};

/**
 * Finds a Flux Kustomization that changes what it applies.
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
export function fluxOverlay(manifest: Manifest): FluxOverlay | undefined {
  const { value, carrier } = manifest;
  if (carrier !== undefined || !textOf(value.apiVersion).startsWith('kustomize.toolkit.fluxcd.io/')) return undefined;
  const spec = isObject(value.spec) ? value.spec : {};
  const folder = textOf(spec.path).replace(/^\.?\/+|(?<!\/)\/+$/g, '');
  return folder !== '' && Object.keys(copied).some((field) => spec[field] !== undefined)
    ? { manifest, folder }
    : undefined;
}

/** Returns whether an overlay is for a folder; its path is that of a repository whose root may lie above. */
export const appliesTo = ({ folder }: FluxOverlay, path: string): boolean =>
  path === folder || path.endsWith(`/${folder}`);

/** Writes a Flux Kustomization into the kustomization of its folder, as its controller does. */
export function withFlux({ path, manifest: inner }: KustomizationFile, { manifest }: FluxOverlay): KustomizationFile {
  const spec = manifest.value.spec as JsonObject;
  const value: { [field: string]: JsonValue } = { ...inner.value };
  const own = new Map<string, readonly [field: string, from: number]>();
  for (const [field, target] of Object.entries(copied)) {
    const given = spec[field];
    if (given === undefined || given === null) continue;
    const known = value[target];
    const isJoined = isList(given) && isList(known);
    own.set(target, [field, isJoined ? known.length : 0]);
    value[target] = isJoined ? [...known, ...given] : given;
  }
  const locate = (at: FieldPath, offset?: number) => {
    const [field, index, ...rest] = at;
    const [source, from] = own.get(String(field)) ?? [];
    if (source === undefined || from === undefined) return inner.locate?.(at, offset);
    if (typeof index !== 'number') return manifest.locate?.(['spec', source], offset);
    return index < from
      ? inner.locate?.(at, offset)
      : manifest.locate?.(['spec', source, index - from, ...rest], offset);
  };
  return { path, manifest: { ...inner, value, locate } };
}
