import type { JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import { schemaOf, type TypeSchema } from './merge-keys.ts';
import { itemsOf, listOf, mapOf, originAt, type Sourced, withoutEntry } from './origins.ts';
import { BuildError } from './problem.ts';
import { textOf } from './resource.ts';

const directive = '$patch';

/**
 * Applies a strategic merge patch as kustomize does: items that a patch adds come first, and `null` removes a
 * field.
 *
 * @returns the merged object; `undefined` where the patch deletes it
 */
export function mergePatch(target: Sourced<JsonObject>, patch: Sourced<JsonObject>): Sourced<JsonObject> | undefined {
  return merge(target, patch, schemaOf(target.value)) as Sourced<JsonObject> | undefined;
}

function merge(target: Sourced | undefined, patch: Sourced | undefined, schema?: TypeSchema): Sourced | undefined {
  if (patch === undefined) return target;
  if (patch.value === null) return undefined;
  const isMissing = target === undefined || target.value === null;
  if (!isMissing && shapeOf(target.value) !== shapeOf(patch.value))
    throw new BuildError('a patch holds a map, a list or a scalar where its target holds another');
  if (isObject(patch.value)) return mergeMaps(isMissing ? undefined : target, patch as Sourced<JsonObject>, schema);
  if (isList(patch.value))
    return schema?.keys === undefined ? patch : mergeLists(isMissing ? undefined : target, patch, schema);
  return patch;
}

const shapeOf = (value: JsonValue): string => (isList(value) ? 'list' : isObject(value) ? 'map' : 'scalar');

function mergeMaps(target: Sourced | undefined, patch: Sourced<JsonObject>, schema?: TypeSchema): Sourced | undefined {
  const order = orderIn(patch.value);
  if (order === 'delete') return undefined;
  const rest = order === undefined ? patch.value : withoutEntry(patch.value, directive);
  const from = target === undefined || order === 'replace' ? {} : (target.value as JsonObject);
  const entries = Object.keys(from).map((key) => [key, from[key] as JsonValue] as const);
  const result = new Map(
    entries.map(([key, value]) => [key, { value, origin: originAt(from, (target ?? patch).origin, key) }]),
  );
  for (const key of Object.keys(rest).sort()) {
    const added = { value: rest[key] as JsonValue, origin: originAt(rest, patch.origin, key) };
    const merged = merge(result.get(key), added, schema?.fields?.[key]);
    if (merged === undefined) result.delete(key);
    else result.set(key, merged);
  }
  const value = mapOf(Array.from(result, ([key, sourced]) => ({ key, ...sourced })));
  return { value, origin: (target ?? patch).origin };
}

function orderIn(map: JsonObject): 'delete' | 'replace' | 'merge' | undefined {
  const order = map[directive];
  if (order === undefined || order === null) return undefined;
  if (order === 'delete' || order === 'replace' || order === 'merge') return order;
  throw new BuildError('a patch has an unknown $patch directive');
}

function mergeLists(target: Sourced | undefined, patch: Sourced, schema: TypeSchema): Sourced | undefined {
  const keys = schema.keys ?? [];
  const own = itemsOf(patch.value as readonly JsonValue[], patch.origin);
  const order = own.find(({ value }) => isObject(value) && Object.keys(value).join() === directive)?.value;
  const added = order === undefined ? own : own.filter(({ value }) => value !== order);
  const action = order === undefined ? undefined : orderIn(order as JsonObject);
  if (action === 'delete') return undefined;
  if (target === undefined || action === 'replace') return withMerged(added, [], keys, schema, patch);
  const known = itemsOf(target.value as readonly JsonValue[], target.origin);
  return withMerged(added, known, keys, schema, target);
}

function withMerged(
  added: readonly Sourced[],
  known: readonly Sourced[],
  keys: readonly string[],
  schema: TypeSchema,
  at: Sourced,
): Sourced | undefined {
  const { keys: _, ...element } = schema;
  const isShared = keys.length > 1 && [...added, ...known].some(({ value }) => fieldText(value, keys[1]) !== '');
  const items = isShared ? mergeByKeys(added, known, keys, element) : mergeByKey(added, known, keys[0], element);
  return items.length === 0 && known.length > 0 ? undefined : { value: listOf(items), origin: at.origin };
}

/** Items of one key: those that the patch names come first. */
function mergeByKey(
  added: readonly Sourced[],
  known: readonly Sourced[],
  key: string | undefined,
  element: TypeSchema,
): Sourced[] {
  const rest: (Sourced | undefined)[] = [...known];
  const front: Sourced[] = [];
  const isSame = (first: JsonValue, second: JsonValue): boolean =>
    key === undefined
      ? first === second
      : fieldText(first, key) !== '' && fieldText(first, key) === fieldText(second, key);
  for (const item of added) {
    const index = rest.findIndex((each) => each !== undefined && isSame(each.value, item.value));
    const merged = merge(index === -1 ? undefined : rest[index], item, element);
    if (index !== -1) rest[index] = undefined;
    if (merged !== undefined) front.push(merged);
  }
  return [...front, ...rest.filter((each) => each !== undefined)];
}

/**
 * Items of two keys, as ports have port and protocol: known ones keep their order behind those that are new.
 * Where only one side names the second key, kustomize takes them for one item and keeps the known one as it
 * was.
 */
function mergeByKeys(
  added: readonly Sourced[],
  known: readonly Sourced[],
  keys: readonly string[],
  element: TypeSchema,
): Sourced[] {
  const rest: (Sourced | undefined)[] = [...known];
  const front: Sourced[] = [];
  for (const item of added) {
    const wanted = keys.map((key) => fieldText(item.value, key));
    const isAny = (value: JsonValue): boolean => fieldText(value, keys[0]) === wanted[0];
    const isSame = (value: JsonValue): boolean => keys.every((key, at) => fieldText(value, key) === wanted[at]);
    const isVague = (value: JsonValue): boolean => isAny(value) && keys.some((key) => fieldText(value, key) === '');
    const index = rest.findIndex((each) => each !== undefined && isSame(each.value));
    if (index !== -1) rest[index] = merge(rest[index], item, element);
    else if (!rest.some((each) => each !== undefined && isVague(each.value))) {
      const merged = merge(undefined, item, element);
      if (merged !== undefined) front.push(merged);
    }
  }
  return [...front, ...rest.filter((each) => each !== undefined)];
}

const fieldText = (value: JsonValue, key: string | undefined): string =>
  key !== undefined && isObject(value) ? textOf(value[key]) : '';
