import type { FieldPath, JsonValue } from './manifest.ts';
import { isObject } from './normalise.ts';

const plain = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const shown = /^[A-Za-z0-9._/ -]{1,253}$/;

/**
 * Formats a path as people write it: `spec.data[0].remoteRef.key`, `data["tls.crt"]`; a key that is no name
 * shows only its length.
 */
export function formatFieldPath(path: FieldPath): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (looksRandom(step)) text += `["(a key of ${step.length} characters)"]`;
    else if (plain.test(step)) text += text === '' ? step : `.${step}`;
    else if (shown.test(step)) text += `["${step}"]`;
    else text += `["(a key of ${step.length} characters)"]`;
  }
  return text;
}

/**
 * Returns whether a generator made a key or a name rather than a person: letters of both cases and digits
 * take turns after one sign or two, as in a value that stands where a name should; it shows only its length.
 *
 * `oauth2ClientSecret` and `s3SecretAccessKey` are names, and so is the hash behind one in lower case.
 */
export function looksRandom(text: string): boolean {
  if (text.length < 8 || text.length > 4_000) return false;
  const word = text.split(/[^A-Za-z0-9]+/).reduce((a, b) => (b.length > a.length ? b : a), '');
  if (word.length < 8 || !/\d/.test(word) || !(word.length >= 20 || (/[a-z]/.test(word) && /[A-Z]/.test(word))))
    return false;
  return word.length < 3 * (word.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g)?.length ?? 1);
}

/** Returns what stands at a path, or `undefined`. */
export function valueAt(root: JsonValue, path: FieldPath): JsonValue | undefined {
  let value: JsonValue | undefined = root;
  for (const step of path) {
    if (typeof step === 'number') value = Array.isArray(value) ? (value[step] as JsonValue | undefined) : undefined;
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
    if (value === undefined) return undefined;
  }
  return value;
}
