import type { JsonObject, JsonValue } from '../guardrails/manifest.ts';

/** A value that JSON has no word for, and where it stands. */
export class NotJsonError extends Error {
  readonly field: string;
  /** What was found, by type or class: never the value of a text. */
  readonly found: string;

  constructor(field: string, found: string) {
    super(`${found} has no JSON form`);
    this.field = field;
    this.found = found;
  }
}

const kindOf = (value: unknown): string => {
  if (typeof value === 'object' && value !== null) return `an object of class ${value.constructor?.name ?? 'unknown'}`;
  if (typeof value === 'number') return `the number ${value}`;
  return `a value of type ${typeof value}`;
};

const isPlainObject = (value: object): value is Record<string, unknown> => {
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};

function toJsonValue(value: unknown, field: string): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value))
    // An undefined list element is null in JSON and in stock cdk8s' YAML: dropping it would shift the others.
    return Array.from(value, (item, i) => (item === undefined ? null : toJsonValue(item, `${field}[${i}]`)));
  if (typeof value === 'object' && isPlainObject(value)) return toJsonObject(value, field);
  throw new NotJsonError(field, kindOf(value));
}

function toJsonObject(value: Record<string, unknown>, field: string): JsonObject {
  const entries: Record<string, JsonValue> = {};
  for (const key of Object.keys(value)) {
    const item = value[key];
    if (item === undefined) continue;
    const json = toJsonValue(item, field === '' ? key : `${field}.${key}`);
    // Assigning to this one name would set the prototype instead of a field.
    if (key === '__proto__') Object.defineProperty(entries, key, { value: json, enumerable: true, writable: true });
    else entries[key] = json;
  }
  return entries;
}

/**
 * Copies what an API object rendered into plain JSON: no classes, no undefined, nothing shared with the construct tree.
 *
 * @throws NotJsonError for functions, symbols, class instances, NaN and infinities
 */
export function toPlainJson(rendered: unknown): JsonObject {
  const json = toJsonValue(rendered, '');
  if (json === null || typeof json !== 'object' || Array.isArray(json)) throw new NotJsonError('', kindOf(rendered));
  return json as JsonObject;
}
