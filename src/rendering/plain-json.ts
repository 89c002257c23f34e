import type { JsonObject, JsonValue } from '../guardrails/manifest/manifest.ts';

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

/** Returns the value itself where it is plain JSON already, which nearly every one is, and a corrected copy otherwise. */
function plainValue(value: unknown, path: (string | number)[]): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return plainList(value, path);
  if (typeof value === 'object' && isPlainObject(value)) return plainObject(value, path);
  throw new NotJsonError(formatPath(path), kindOf(value));
}

function plainList(list: readonly unknown[], path: (string | number)[]): JsonValue {
  let copy: unknown[] | undefined;
  for (let i = 0; i < list.length; i += 1) {
    const item = list[i];
    path.push(i);
    // An undefined element is null in stock cdk8s' YAML, too: dropping it would shift the others.
    const plain = item === undefined ? null : plainValue(item, path);
    path.pop();
    if (plain !== item) {
      copy ??= [...list];
      copy[i] = plain;
    }
  }
  return (copy ?? list) as JsonValue;
}

function plainObject(object: Record<string, unknown>, path: (string | number)[]): JsonObject {
  const changes = new Map<string, JsonValue | undefined>();
  for (const key of Object.keys(object)) {
    const item = object[key];
    path.push(key);
    const plain = item === undefined ? undefined : plainValue(item, path);
    path.pop();
    if (plain === undefined || plain !== item) changes.set(key, plain);
  }
  if (changes.size === 0) return object as JsonObject;
  const entries = Object.keys(object).map((key) => [key, changes.has(key) ? changes.get(key) : object[key]]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

const formatPath = (path: readonly (string | number)[]): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${step}`)).join('');

/**
 * Returns what an API object rendered as plain JSON: no classes and no undefined.
 *
 * @throws NotJsonError for functions, symbols, class instances, NaN and infinities
 */
export function toPlainJson(rendered: unknown): JsonObject {
  const json = plainValue(rendered, []);
  if (json === null || typeof json !== 'object' || Array.isArray(json)) throw new NotJsonError('', kindOf(rendered));
  return json as JsonObject;
}
