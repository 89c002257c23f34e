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

/** Visits every field and list item of a document, outer ones first. */
export function* everyField(root: JsonObject): Generator<Field> {
  yield* below(root, '', []);
}

function* below(value: JsonValue, key: string, path: FieldPath): Generator<Field> {
  if (isList(value)) {
    for (const [index, item] of value.entries()) {
      const here = [...path, index];
      yield { key, parent: key, value: item, path: here };
      yield* below(item, key, here);
    }
  } else if (isObject(value)) {
    for (const [field, child] of Object.entries(value)) {
      const here = [...path, field];
      yield { key: field, parent: key, value: child, path: here };
      yield* below(child, field, here);
    }
  }
}
