import { createHash } from 'node:crypto';
import type { JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';

const letters: Readonly<Record<string, string>> = { 0: 'g', 1: 'h', 3: 'k', a: 'm', e: 't' };

/**
 * Computes the suffix that kustomize gives the name of a generated object: it changes with what the object
 * holds.
 */
export function contentHash(object: JsonObject): string {
  const { kind, data, stringData, binaryData, type } = object;
  const hashed =
    kind === 'Secret'
      ? { data: data ?? '', kind, name: '', ...(isObject(stringData) && { stringData }), type: type ?? '' }
      : { ...(isObject(binaryData) && { binaryData }), data: data ?? '', kind: kind ?? '', name: '' };
  const hex = createHash('sha256').update(goJson(hashed)).digest('hex').slice(0, 10);
  return hex.replace(/[013ae]/g, (digit) => letters[digit] ?? digit);
}

/** Formats a value as Go writes JSON: keys in order, and what HTML reads as markup escaped. */
const goJson = (value: JsonValue): string =>
  JSON.stringify(inOrder(value)).replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

function inOrder(value: JsonValue): JsonValue {
  if (isList(value)) return value.map(inOrder);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, inOrder(value[key] as JsonValue)]));
}
