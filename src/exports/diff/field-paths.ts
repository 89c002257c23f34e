import { isDeepStrictEqual } from 'node:util';
import { isObject, type JsonRecord } from '../../model/json-record.ts';

/** Whether two values of JSON are the same, in any order of their fields. */
export const isSame = (before: unknown, after: unknown): boolean => isDeepStrictEqual(before, after);

/**
 * Returns the paths of the fields that differ, deepest first to be named, sorted; a list counts as one field.
 */
export function differingPaths(before: unknown, after: unknown, path = ''): string[] {
  if (isSame(before, after)) return [];
  if (!isObject(before) || !isObject(after)) return [path];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .sort()
    .flatMap((field) => differingPaths(before[field], after[field], path === '' ? field : `${path}.${field}`));
}

/** Returns the field at a path, if it is there. */
export function fieldAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce((at, field) => (isObject(at) ? at[field] : undefined), value);
}

/** Returns the fields at a path; none where nothing of the kind stands there. */
export const fieldsAt = (value: unknown, ...path: readonly string[]): JsonRecord => {
  const found = fieldAt(value, ...path);
  return isObject(found) ? found : {};
};
