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

/** Lists the texts of a tree that are values: no names of objects, keys or labels. */
export function outerTexts(root: JsonObject): readonly TextLeaf[] {
  const found: TextLeaf[] = [];
  addLeaves(found, root, '', []);
  return found;
}

/** Lists texts with those that stand in them: JSON texts and `KEY=value` lines are opened. */
export const withInner = (leaves: readonly TextLeaf[]): readonly TextLeaf[] =>
  leaves.flatMap((leaf) => [leaf, ...innerTexts(leaf)]);

/** @param path one list for all, which is copied only for what is found */
function addLeaves(found: TextLeaf[], value: JsonValue, key: string, path: (string | number)[]): void {
  if (typeof value === 'string') found.push({ key, text: value, path: [...path] });
  else if (isList(value)) {
    for (const [index, item] of value.entries()) {
      path.push(index);
      addLeaves(found, item, key, path);
      path.pop();
    }
  } else if (isObject(value)) {
    const isData = path.at(-1) === 'data' || path.at(-1) === 'stringData';
    for (const field of Object.keys(value)) {
      if (!isData && naming.test(field)) continue;
      path.push(field);
      addLeaves(found, value[field] ?? null, field, path);
      path.pop();
    }
  }
}

function innerTexts({ key, text, path }: TextLeaf): readonly TextLeaf[] {
  const start = text.trimStart();
  if (start.startsWith('{') || start.startsWith('[')) {
    try {
      const opened: TextLeaf[] = [];
      addLeaves(opened, JSON.parse(text) as JsonValue, key, []);
      return withInner(opened).map((leaf) => ({ ...leaf, path, innerPath: leaf.path }));
    } catch {
      // Not JSON after all: its lines are looked at.
    }
  }
  if (text.length > 200_000) return [];
  const settings = text.matchAll(/(?:^|[\s;,])([\w.-]+)\s*[=:]\s*["']?([^\s"';,]+)["']?/g);
  return Array.from(settings, ([, name = key, value = '']) => ({ key: name, text: value, path }));
}
