import type { FieldPath, JsonObject, JsonValue, Manifest } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import { type Origin, originOf } from './origins.ts';

/** Returns the origin of a field below another. */
export const below = (origin: Origin, path: FieldPath): Origin =>
  path.reduce<Origin>((parent, step) => ({ document: parent.document, parent, step }), origin);

/** Returns what gives the origin of a field of a document. */
export const fieldOrigin =
  (manifest: Manifest) =>
  (path: FieldPath): Origin =>
    below(originOf(manifest), path);

/** Lists the texts of a list, each with its origin. */
export function texts(
  value: JsonObject,
  field: string,
  originAt: (path: FieldPath) => Origin,
): (readonly [text: string, origin: Origin])[] {
  const list = value[field];
  return (isList(list) ? list : []).flatMap((item, index) =>
    typeof item === 'string' && item !== '' ? [[item, originAt([field, index])] as const] : [],
  );
}

/** Lists the maps of a list. */
export const maps = (value: JsonValue | undefined): JsonObject[] => (isList(value) ? value.filter(isObject) : []);
