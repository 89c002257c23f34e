import { isObject } from '../../../model/json-record.ts';

/**
 * The fields in which two plain values differ, deepest first common path of each; lists are compared item by
 * item.
 */
export function differingFields(wanted: unknown, found: unknown, path: string): string[] {
  if (Array.isArray(wanted) && Array.isArray(found))
    return wanted.length === found.length
      ? wanted.flatMap((item, index) => differingFields(item, found[index], `${path}[${index}]`))
      : [path];
  if (isObject(wanted) && isObject(found))
    return [...new Set([...Object.keys(wanted), ...Object.keys(found)])]
      .sort()
      .flatMap((field) => differingFields(wanted[field], found[field], `${path}.${field}`));
  return wanted === found ? [] : [path];
}
