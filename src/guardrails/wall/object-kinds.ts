import type { CredentialPlace } from '../credential/credential-place.ts';
import { stripReferences } from '../credential/strict/references.ts';
import type { JsonObject, JsonValue } from '../manifest/manifest.ts';
import { isList, isObject } from '../manifest/normalise.ts';

/** Kinds of other operators that become Secrets, and what they make them of. */
export const isSecretOfOthers = (kind: string, name: string, value: JsonValue): boolean =>
  isObject(value) &&
  (name === 'stringdata' ||
    (name === 'data' &&
      /secret$/.test(kind) &&
      !/^(?:cluster)?externalsecret$|^pushsecret$|^sealedsecret$/.test(kind)));

/** Recognises a text that is made of references alone. */
export function isReference(value: JsonValue): boolean {
  if (typeof value !== 'string') return false;
  const { residue, hasReference } = stripReferences(value);
  return hasReference && !/[\p{L}\p{N}]/u.test(residue);
}

/** @see https://www.rfc-editor.org/rfc/rfc7517 */
export const isPrivateWebKey = ({ kty, d, k }: JsonObject): boolean =>
  typeof kty === 'string' &&
  [d, k].some((part) => typeof part === 'string' && part.length >= 16 && !stripReferences(part).hasReference);

const otherFields = new Set(['apiversion', 'kind', 'metadata', 'type', 'immutable']);
/** Fields of what only names a Secret: a target, or what a policy makes one of. */
const fieldsOfReference = new Set('name namespace uid resourceversion fieldpath optional synchronize clone'.split(' '));
/** Anything else that a Secret has is data, or was meant to be. */
export const mayHoldData = (name: string, isWhole: boolean): boolean =>
  !otherFields.has(name) && (isWhole || !fieldsOfReference.has(name));

/** The part of a manifest that an object of a kind is. */
export function placeOfKind(kind: string, outer: CredentialPlace): CredentialPlace {
  if (kind === 'configmap') return 'configmap';
  if (kind === 'secret') return 'secret-data';
  if (kind === 'kustomization') return 'generator';
  return outer === 'values' || outer === 'configmap' || outer === 'annotation' ? outer : 'field';
}

/** The part of a manifest that a field of an object is. */
export function placeBelow(
  field: string,
  name: string,
  kind: string,
  value: JsonValue,
  place: CredentialPlace,
  parent: string,
): CredentialPlace {
  if (name === 'annotations') return 'annotation';
  if (name === 'template' && kind.endsWith('externalsecret')) return 'template';
  if (name === 'helm' || (name === 'values' && kind === 'helmrelease')) return 'values';
  if (name === 'template' && parent === 'target' && place === 'field') return 'template';
  if (place === 'field' && /^env(?:ironment)?$/i.test(field) && typeof value === 'object') return 'env';
  if (place === 'secret-data' && name === 'metadata') return 'field';
  return place;
}

/** Where the containers of a manifest mount something that is not plain. */
export function mountPathsOf(value: JsonValue, found = new Set<string>()): Set<string> {
  if (isList(value)) for (const item of value) mountPathsOf(item, found);
  else if (isObject(value))
    for (const field in value) {
      const inner = value[field] ?? null;
      if (field === 'mountPath' && typeof inner === 'string' && inner.startsWith('/') && inner.length > 1)
        found.add(inner);
      else mountPathsOf(inner, found);
    }
  return found;
}
