import type { JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { isObject } from '../../manifest/normalise.ts';
import { mapOf, originAt, type Sourced, withEntry } from './origins.ts';
import { BuildError } from './problem.ts';
import { idKey, type Resource } from './resource.ts';

/**
 * Adds what a generator made, or merges it into the resource of its name.
 *
 * @returns the resources with it
 * @throws BuildError where there is none to merge into, or one already
 */
export function absorb(made: Resource, resources: readonly Resource[]): Resource[] {
  const key = idKey(made.id);
  const found = resources.filter(({ allIds }) => allIds.some((id) => idKey(id) === key));
  const [old] = found;
  if (old === undefined) {
    if (made.behavior !== 'create') throw new BuildError('a generator merges into or replaces what is not there');
    return [...resources, made];
  }
  if (found.length > 1) throw new BuildError('a generator fits several resources');
  if (made.behavior === 'create') throw new BuildError('a generator makes what is there already');
  for (const field of ['labels', 'annotations'])
    if (isObject(old.metadata[field]) || isObject(made.metadata[field]))
      made.setMetadata(field, merged(old, made, ['metadata', field]));
  made.setMetadata('name', old.name);
  made.setMetadata('namespace', old.namespace === '' ? undefined : old.namespace);
  if (made.behavior === 'merge')
    for (const field of ['data', 'binaryData'])
      if (isObject(old.value[field]) || isObject(made.value[field]))
        made.value = withEntry(made.value, field, merged(old, made, [field]));
  made.previous = old.previous;
  made.prefixes = old.prefixes;
  made.suffixes = old.suffixes;
  made.variables = old.variables;
  made.needsHash &&= old.needsHash;
  made.hasUnknownKeys ||= made.behavior === 'merge' && old.hasUnknownKeys;
  made.behavior = old.behavior;
  return resources.map((each) => (each === old ? made : each));
}

function merged(old: Resource, made: Resource, path: readonly string[]): JsonObject {
  const entries = [old, made].flatMap((resource) => {
    let { value, origin }: Sourced = resource.sourced;
    for (const step of path) {
      if (!isObject(value) || !isObject(value[step])) return [];
      origin = originAt(value, origin, step);
      value = value[step];
    }
    const map = value as JsonObject;
    return Object.keys(map).map((key) => ({
      key,
      value: map[key] as JsonValue,
      origin: originAt(map, origin, key),
    }));
  });
  return mapOf(entries.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)));
}
