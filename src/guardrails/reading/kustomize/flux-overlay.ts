import type { JsonValue, Manifest } from '../../manifest/manifest.ts';
import { isObject } from '../../manifest/normalise.ts';
import type { Overlay } from './overlay.ts';
import { textOf } from './resource.ts';

/** Fields of a Flux Kustomization, and those of a kustomization into which Flux writes them. */
const copied: Readonly<Record<string, string>> = {
  targetNamespace: 'namespace',
  namePrefix: 'namePrefix',
  nameSuffix: 'nameSuffix',
  patches: 'patches',
  images: 'images',
  components: 'components',
};

const sources = Object.fromEntries(Object.entries(copied).map(([field, target]) => [target, field]));

/**
 * Finds a Flux Kustomization that changes what it applies.
 * @see https://fluxcd.io/flux/components/kustomize/kustomizations/
 */
export function fluxOverlay(manifest: Manifest): Overlay | undefined {
  const { value, carrier } = manifest;
  if (carrier !== undefined || !textOf(value.apiVersion).startsWith('kustomize.toolkit.fluxcd.io/')) return undefined;
  const spec = isObject(value.spec) ? value.spec : {};
  const folder = textOf(spec.path).replace(/^\.?\/+|(?<!\/)\/+$/g, '');
  const given = Object.entries(copied).filter(([field]) => spec[field] !== undefined);
  if (folder === '' || given.length === 0) return undefined;
  const fields = Object.fromEntries(given.map(([field, target]) => [target, spec[field] as JsonValue]));
  return { manifest, folder, fields, pathOf: (field) => ['spec', sources[field] ?? field] };
}
