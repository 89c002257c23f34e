import type { JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import type { FieldTables } from './default-fields.ts';
import { readField, splitFieldPath } from './field-path.ts';
import { editField } from './field-specs.ts';
import { type Origin, withEntry, withItems } from './origins.ts';
import { BuildError } from './problem.ts';
import {
  effectiveNamespace,
  groupVersion,
  isClusterScoped,
  type Resource,
  type ResourceId,
  textOf,
} from './resource.ts';

/** An entry of `vars`: a name, and the field whose value `$(NAME)` stands for. */
export interface Variable {
  readonly name: string;
  readonly fieldPath: string;
  readonly origin: Origin;
}

/** Marks the resource that a variable reads. @throws BuildError where several fit */
export function declareVariable(entry: JsonObject, origin: Origin, resources: readonly Resource[]): Variable {
  const reference = isObject(entry.objref) ? entry.objref : {};
  const kind = textOf(reference.kind);
  const { group, version } =
    reference.apiVersion === undefined
      ? { group: textOf(reference.group), version: textOf(reference.version) }
      : groupVersion(reference.apiVersion);
  const namespace = textOf(reference.namespace);
  const wanted: ResourceId = { group, version, kind, name: textOf(reference.name), namespace };
  const isWanted = (id: ResourceId): boolean =>
    id.group === group &&
    id.version === version &&
    id.kind === kind &&
    id.name === wanted.name &&
    ((namespace === '' && !isClusterScoped(wanted)) || effectiveNamespace(id) === effectiveNamespace(wanted));
  const found = resources.filter(({ allIds }) => allIds.some(isWanted));
  if (found.length > 1) throw new BuildError('a variable fits several resources');
  const name = textOf(entry.name);
  found[0]?.variables.push(name);
  const fieldref = isObject(entry.fieldref) ? entry.fieldref : {};
  return { name, origin, fieldPath: textOf(fieldref.fieldpath ?? fieldref.fieldPath) || 'metadata.name' };
}

/** Puts the values of variables where `$(NAME)` stands. @throws BuildError where a variable has no value */
export function resolveVariables(
  variables: readonly Variable[],
  resources: readonly Resource[],
  { varReference }: FieldTables,
): void {
  if (variables.length === 0) return;
  const values = new Map<string, JsonValue>();
  for (const { name, fieldPath } of variables) {
    const source = resources.find((resource) => resource.variables.includes(name));
    const value = source && readField(source.sourced, splitFieldPath(fieldPath.replaceAll(/\[(\d+)\]/g, '.$1')))?.value;
    if (value === undefined) throw new BuildError('a variable has no value');
    values.set(name, value);
  }
  const set = (value: JsonValue): JsonValue => substituted(value, values);
  for (const resource of resources)
    for (const spec of varReference) editField(resource, { ...spec, create: false }, { set });
}

function substituted(value: JsonValue, values: ReadonlyMap<string, JsonValue>): JsonValue {
  if (typeof value === 'string') return withValues(value, values);
  if (isList(value)) {
    const items = value.map((item) => (typeof item === 'string' ? withValues(item, values) : item));
    return items.every((item, index) => item === value[index]) ? value : withItems(value, items);
  }
  if (!isObject(value)) return value;
  let map = value;
  for (const [key, item] of Object.entries(value)) {
    const next = typeof item === 'string' ? withValues(item, values) : item;
    if (next !== item) map = withEntry(map, key, next);
  }
  return map;
}

function withValues(text: string, values: ReadonlyMap<string, JsonValue>): JsonValue {
  if (!text.includes('$')) return text;
  const whole = /^\$\(([^)]*)\)$/.exec(text)?.[1];
  const alone = whole === undefined ? undefined : values.get(whole);
  if (alone !== undefined && alone !== null && typeof alone !== 'object') return alone;
  return text.replaceAll(/\$\$|\$\(([^)]*)\)/g, (found, name?: string) => {
    if (name === undefined) return '$';
    const value = values.get(name);
    return value === undefined || value === null || typeof value === 'object' ? found : String(value);
  });
}
