import { foldConfusables } from '../credential/confusables.ts';
import type { JsonObject, JsonValue } from './manifest.ts';

/** Distinguishes a map from lists, scalars and null. */
export const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Recognises a list. */
export const isList = (value: JsonValue | undefined): value is readonly JsonValue[] => Array.isArray(value);

/** Every field of every file is asked for, and their names are few. */
const normalised = new Map<string, string>();

/**
 * Makes a kind or field comparable: `" StringData "` and `stringData` are one, so that spelling it oddly
 * evades no rule.
 */
export function normalise(text: string): string {
  let normal = normalised.get(text);
  if (normal === undefined) {
    normal = foldConfusables(text).trim().toLowerCase();
    if (normalised.size > 10_000) normalised.clear();
    if (text.length <= 253) normalised.set(text, normal);
  }
  return normal;
}

/** Returns the key under which an object holds a field, however it is cased or padded. */
export function keyOf(object: JsonObject, field: string): string | undefined {
  if (Object.hasOwn(object, field)) return field;
  const wanted = normalise(field);
  for (const key in object)
    if (Math.abs(key.length - field.length) < 9 && normalise(key) === wanted && Object.hasOwn(object, key)) return key;
  return undefined;
}

/** Returns a field of an object, however its key is cased or padded. */
export function fieldOf(object: JsonValue | undefined, field: string): JsonValue | undefined {
  if (!isObject(object)) return undefined;
  const key = keyOf(object, field);
  return key === undefined ? undefined : object[key];
}

/** Returns a nested field that is a map; an empty one where it is not, so that callers need no test. */
export function objectAt(object: JsonValue | undefined, ...fields: readonly string[]): JsonObject {
  let value: JsonValue | undefined = object;
  for (const field of fields) value = fieldOf(value, field);
  return isObject(value) ? value : {};
}

/** Returns a nested field that is a list; an empty one where it is not. */
export function listAt(object: JsonValue | undefined, ...fields: readonly string[]): readonly JsonValue[] {
  let value: JsonValue | undefined = object;
  for (const field of fields) value = fieldOf(value, field);
  return isList(value) ? value : [];
}

/** Returns a nested field that is a text, trimmed; `undefined` where it is none or empty. */
export function textAt(object: JsonValue | undefined, ...fields: readonly string[]): string | undefined {
  let value: JsonValue | undefined = object;
  for (const field of fields) value = fieldOf(value, field);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}

/**
 * Recognises a true as `kubectl` reads it, by YAML 1.1: `yes`, `on` and `y` are true, too.
 * @see https://yaml.org/type/bool.html
 */
export const isTrue = (value: JsonValue | undefined): boolean =>
  value === true || (typeof value === 'string' && /^\s*(?:true|yes|y|on)\s*$/i.test(value));

/** Recognises a false as `kubectl` reads it. */
export const isFalse = (value: JsonValue | undefined): boolean =>
  value === false || (typeof value === 'string' && /^\s*(?:false|no|n|off)\s*$/i.test(value));
