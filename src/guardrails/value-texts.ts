import type { FieldPath, JsonObject, JsonValue } from './manifest.ts';
import { isList, isObject } from './normalise.ts';

/** A text that is a value, not the name of something. */
export interface TextLeaf {
  readonly key: string;
  readonly text: string;
  readonly path: FieldPath;
  readonly innerPath?: FieldPath;
}

const naming =
  /^(?:name|key|secretKey|property|kind|apiVersion|namespace|remoteRef|secretName|secretKeyRef|existingSecret\w*|\w+SecretRef|labels|by)$/;

/** Lists the texts of a tree that are values: no names of objects, keys or labels; JSON texts and `KEY=value` lines are opened. */
export function* valueTexts(root: JsonObject): Generator<TextLeaf> {
  yield* leaves(root, '', []);
}

function* leaves(value: JsonValue, key: string, path: FieldPath): Generator<TextLeaf> {
  if (isList(value)) {
    for (const [index, item] of value.entries()) yield* leaves(item, key, [...path, index]);
  } else if (isObject(value)) {
    for (const [field, child] of Object.entries(value))
      if (!(naming.test(field) && path.at(-1) !== 'data' && path.at(-1) !== 'stringData'))
        yield* leaves(child, field, [...path, field]);
  } else if (typeof value === 'string') {
    yield { key, text: value, path };
    yield* inner(value, key, path);
  }
}

function* inner(text: string, key: string, path: FieldPath): Generator<TextLeaf> {
  const start = text.trimStart();
  if (start.startsWith('{') || start.startsWith('[')) {
    try {
      for (const leaf of leaves(JSON.parse(text) as JsonValue, key, [])) yield { ...leaf, path, innerPath: leaf.path };
      return;
    } catch {
      // Not JSON after all: its lines are looked at.
    }
  }
  if (text.length > 200_000) return;
  for (const match of text.matchAll(/(?:^|[\s;,])([\w.-]+)\s*[=:]\s*["']?([^\s"';,]+)["']?/g))
    yield { key: match[1] ?? key, text: match[2] ?? '', path };
}
