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

/**
 * Copies a value as plain JSON, reading each property once: a getter or a proxy could give the guardrails one
 * answer and the file another.
 */
function plainValue(value: unknown, path: (string | number)[]): JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  if (Array.isArray(value)) return plainList(value, path);
  if (typeof value === 'object' && isPlainObject(value)) return plainObject(value, path);
  throw new NotJsonError(formatPath(path), kindOf(value));
}

function plainList(list: readonly unknown[], path: (string | number)[]): JsonValue {
  const copy: JsonValue[] = [];
  const { length } = list;
  for (let i = 0; i < length; i += 1) {
    const item = list[i];
    path.push(i);
    // An undefined element is null in stock cdk8s' YAML, too: dropping it would shift the others.
    copy.push(item === undefined ? null : plainValue(item, path));
    path.pop();
  }
  return copy;
}

function plainObject(object: Record<string, unknown>, path: (string | number)[]): JsonObject {
  const copy: { [key: string]: JsonValue } = {};
  for (const key of Object.keys(object)) {
    const item = object[key];
    if (item === undefined) continue;
    path.push(key);
    const plain = plainValue(item, path);
    path.pop();
    // An assignment would set the prototype instead.
    if (key === '__proto__')
      Object.defineProperty(copy, key, { value: plain, enumerable: true, configurable: true, writable: true });
    else copy[key] = plain;
  }
  return copy;
}

const formatPath = (path: readonly (string | number)[]): string =>
  path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i === 0 ? '' : '.'}${step}`)).join('');

/**
 * Returns a copy of what was rendered as plain JSON: no classes, no undefined, nothing that could answer
 * differently a second time.
 *
 * @throws NotJsonError for functions, symbols, class instances, NaN and infinities
 */
export function toPlainJson(rendered: unknown): JsonObject {
  const json = plainValue(rendered, []);
  if (json === null || typeof json !== 'object' || Array.isArray(json)) throw new NotJsonError('', kindOf(rendered));
  return json as JsonObject;
}
