import { environmentsAnnotation, limitedKeysAnnotation } from '../../model/documents/annotations.ts';
import type { IndexedObject } from '../indexing/indexed-object.ts';

/** Returns the environments to which an object is limited, `undefined` where it belongs in all of them. */
export function limitedEnvironments({ annotations }: IndexedObject): readonly string[] | undefined {
  const text = annotations[environmentsAnnotation];
  if (typeof text !== 'string') return undefined;
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** Returns the environments of each limited data key; an annotation that is no such JSON limits nothing. */
export function limitedKeys({
  annotations,
}: Pick<IndexedObject, 'annotations'>): ReadonlyMap<string, readonly string[]> {
  const text = annotations[limitedKeysAnnotation];
  if (typeof text !== 'string') return new Map();
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return new Map();
    const limits = new Map<string, string[]>();
    for (const [environment, keys] of Object.entries(parsed))
      for (const key of Array.isArray(keys) ? keys.map(String) : [])
        limits.set(key, [...(limits.get(key) ?? []), environment]);
    return limits;
  } catch {
    return new Map();
  }
}
