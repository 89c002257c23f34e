import type { FieldPath, JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import { readField, splitFieldPath, updateField } from './field-path.ts';
import type { Origin } from './origins.ts';
import { BuildError } from './problem.ts';
import { effectiveNamespace, groupVersion, isSelected, type Resource, textOf } from './resource.ts';
import { Selector } from './selector.ts';

/** One entry of `replacements`, from the kustomization or from a file that it names. */
export interface Replacement {
  readonly value: JsonObject;
  readonly originAt: (path: FieldPath) => Origin;
}

/**
 * Copies the value of one field into others.
 *
 * @throws BuildError where the source or a target is not there
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/replacements/
 */
export function applyReplacement({ value: entry, originAt }: Replacement, resources: readonly Resource[]): void {
  const { source, targets } = entry;
  if (!isList(targets) || (!isObject(source) && entry.sourceValue === undefined))
    throw new BuildError('a replacement has no source or no target');
  const found = isObject(source) ? foundIn(source, resources) : (entry.sourceValue as JsonValue);
  // Without its source the placeholder in the target is no value either.
  const value = found instanceof BuildError ? unknownValue : found;
  for (const [index, target] of targets.entries()) {
    if (!isObject(target) || !isObject(target.select))
      throw new BuildError('a target of a replacement selects nothing');
    const origin = originAt(['targets', index]);
    const rejects = (isList(target.reject) ? target.reject : []).filter(isObject).map((each) => new Selector(each));
    const select = new Selector(target.select);
    for (const resource of resources) {
      if (!select.fitsMetadata(resource)) continue;
      if (rejects.some((each) => each.asksMetadata && each.fitsMetadata(resource))) continue;
      const ids = resource.allIds;
      if (rejects.some((each) => each.asksIds && ids.some((id) => each.selectsId(id)))) continue;
      if (ids.some((id) => select.selectsId(id)) && !(found instanceof BuildError && lacks(resource, target)))
        copyInto(resource, target, value, origin);
    }
  }
  if (found instanceof BuildError) throw found;
}

/** Reads as a variable: nothing is looked up by it. */
const unknownValue = '$(REPLACED)';

function foundIn(source: JsonObject, resources: readonly Resource[]): JsonValue | BuildError {
  try {
    return sourceValue(source, resources);
  } catch (error) {
    if (error instanceof BuildError) return error;
    throw error;
  }
}

/** Only a text is put out of sight where the source is missing, and only one that is there. */
const lacks = ({ sourced }: Resource, target: JsonObject): boolean =>
  (isList(target.fieldPaths) ? target.fieldPaths.map(textOf) : ['metadata.name']).some(
    (path) => path.startsWith('metadata.') || typeof readField(sourced, splitFieldPath(path))?.value !== 'string',
  );

function sourceValue(source: JsonObject, resources: readonly Resource[]): JsonValue {
  const wanted = { ...groupVersionOf(source), kind: textOf(source.kind) };
  const name = textOf(source.name);
  const namespace = textOf(source.namespace);
  const found = resources.filter(({ allIds }) =>
    allIds.some(
      (id) =>
        isSelected(id, wanted) &&
        (name === '' || id.name === name) &&
        (namespace === '' || effectiveNamespace(id) === effectiveNamespace({ ...id, namespace })),
    ),
  );
  const [first] = found;
  if (first === undefined) throw new BuildError('the source of a replacement is not there');
  if (found.length > 1) throw new BuildError('the source of a replacement is not one resource');
  const value = readField(first.sourced, splitFieldPath(textOf(source.fieldPath) || 'metadata.name'))?.value;
  if (value === undefined || value === null)
    throw new BuildError('the field of the source of a replacement is not there');
  return refined(value, isObject(source.options) ? source.options : {});
}

const groupVersionOf = (selector: JsonObject) =>
  typeof selector.apiVersion === 'string'
    ? groupVersion(selector.apiVersion)
    : { group: textOf(selector.group), version: textOf(selector.version) };

function refined(value: JsonValue, options: JsonObject): JsonValue {
  const delimiter = textOf(options.delimiter);
  if (delimiter === '') return value;
  const part = scalarText(value).split(delimiter)[Number(options.index ?? 0)];
  if (part === undefined) throw new BuildError('the index of a replacement is out of bounds');
  return part;
}

function scalarText(value: JsonValue | undefined): string {
  if (value !== undefined && value !== null && typeof value === 'object')
    throw new BuildError('a delimiter of a replacement stands at what is no scalar');
  return value === undefined || value === null ? '' : String(value);
}

function copyInto(resource: Resource, target: JsonObject, value: JsonValue, origin: Origin): void {
  const options = isObject(target.options) ? target.options : {};
  const paths = isList(target.fieldPaths) ? target.fieldPaths.map(textOf) : ['metadata.name'];
  for (const path of paths.length === 0 ? ['metadata.name'] : paths) {
    const set = (old: JsonValue | undefined): JsonValue => joined(old, value, options);
    const update = { set, creates: options.create === true, origin };
    const next = updateField(resource.sourced, splitFieldPath(path), update);
    if (next === undefined) throw new BuildError('a field of a target of a replacement is not there');
    resource.value = next as JsonObject;
    resource.isPatched = true;
  }
}

function joined(old: JsonValue | undefined, value: JsonValue, options: JsonObject): JsonValue {
  const delimiter = textOf(options.delimiter);
  if (delimiter === '') return typed(old, value);
  const parts = scalarText(old).split(delimiter);
  const index = Number(options.index ?? 0);
  const text = scalarText(value);
  if (index < 0) parts.unshift(text);
  else if (index >= parts.length) parts.push(text);
  else parts[index] = text;
  return typed(old, parts.join(delimiter));
}

/** A field keeps its type: the text of a number that is copied into a number is one. */
function typed(old: JsonValue | undefined, value: JsonValue): JsonValue {
  const isScalar = (each: JsonValue | undefined): boolean => each === null || typeof each !== 'object';
  if (old === undefined ? !isScalar(value) : !isScalar(old) || !isScalar(value)) return value;
  if (typeof old === 'string') return String(value);
  const text = String(value);
  if (/^[-+]?\d+(?:\.\d+)?$/.test(text) && (old === undefined || typeof old === 'number')) return Number(text);
  if (/^(?:true|false)$/.test(text) && (old === undefined || typeof old === 'boolean')) return text === 'true';
  return value;
}
