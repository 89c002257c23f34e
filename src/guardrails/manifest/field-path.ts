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
    else if (plain.test(step)) text += text === '' ? step : `.${step}`;
    else if (shown.test(step)) text += `["${step}"]`;
    else text += `["(a key of ${step.length} characters)"]`;
  }
  return text;
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
