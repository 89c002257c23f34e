import type { JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { isList, objectAt } from '../../manifest/normalise.ts';
import type { ArgoSource } from '../argo-applications.ts';
import type { Overlay } from './overlay.ts';

/** Options of Argo CD that are fields of a kustomization of the same name. */
const options = [
  'namespace',
  'namePrefix',
  'nameSuffix',
  'commonLabels',
  'commonAnnotations',
  'patches',
  'components',
  'replicas',
] as const;

/**
 * Makes an overlay of a source of an Application: Argo CD writes its options into the kustomization of the
 * folder, and applies what has no namespace into that of the destination.
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/
 */
export function argoOverlay({ manifest, at, source, folder, namespace }: ArgoSource): Overlay | undefined {
  if (source.helm !== undefined || source.chart !== undefined) return undefined;
  const given = objectAt(source, 'kustomize');
  const fields = Object.fromEntries(
    options.flatMap((option) => (given[option] === undefined ? [] : [[option, given[option] as JsonValue]])),
  );
  const images = isList(given.images)
    ? given.images.flatMap((image) => (typeof image === 'string' ? [asImage(image)] : []))
    : [];
  if (images.length > 0) fields.images = images;
  if (namespace === undefined && Object.keys(fields).length === 0) return undefined;
  const pathOf = (field: string) => [...at, 'kustomize', field];
  return { manifest, folder, fields, pathOf, ...(namespace !== undefined && { namespace }) };
}

/** `nginx=registry/nginx:1.2`, `nginx:1.2`, `nginx@sha256:…`. */
function asImage(text: string): JsonObject {
  const [, name, image = ''] = /^(?:([^=]*)=)?(.*)$/.exec(text) ?? [];
  const [tagged = '', digest] = image.split('@', 2);
  const colon = tagged.lastIndexOf(':');
  const [bare, tag] = colon > tagged.lastIndexOf('/') ? [tagged.slice(0, colon), tagged.slice(colon + 1)] : [tagged];
  return {
    name: name ?? bare,
    ...(name !== undefined && { newName: bare }),
    ...(tag !== undefined && { newTag: tag }),
    ...(digest !== undefined && { digest }),
  };
}
