import type { FieldPath, JsonObject, JsonValue } from './manifest.ts';
import { isList, isObject } from './normalise.ts';

/** One field of a tree. */
export interface Field {
  readonly key: string;
  /** Key of the map around it. */
  readonly parent: string;
  readonly value: JsonValue;
  readonly path: FieldPath;
}

/**
 * Lists every field and list item of a document, outer ones first; a list, since nested generators cost more
 * than what they save.
 */
export function everyField(root: JsonObject): readonly Field[] {
  const fields: Field[] = [];
  addBelow(root, '', [], fields);
  return fields;
}

function addBelow(value: JsonValue, key: string, path: FieldPath, fields: Field[]): void {
  if (isList(value)) {
    for (let index = 0; index < value.length; index++)
      addField(value[index] ?? null, key, key, [...path, index], fields);
  } else if (isObject(value)) {
    for (const field of Object.keys(value)) addField(value[field] ?? null, field, key, [...path, field], fields);
  }
}

function addField(value: JsonValue, key: string, parent: string, path: FieldPath, fields: Field[]): void {
  fields.push({ key, parent, value, path });
  if (value !== null && typeof value === 'object') addBelow(value, key, path, fields);
}
