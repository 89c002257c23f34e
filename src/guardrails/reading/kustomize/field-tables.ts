import type { JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import { defaultFields, type FieldTables, type NameReference } from './default-fields.ts';
import type { FieldSpec } from './field-specs.ts';
import { isSelected, textOf } from './resource.ts';

/**
 * Adds what a file under `configurations` says about fields.
 * @see https://github.com/kubernetes-sigs/kustomize/tree/master/examples/transformerconfigs
 */
export function withConfiguration(tables: FieldTables, value: JsonObject): FieldTables {
  const added = (name: string): FieldSpec[] => fieldSpecs(value[name]);
  return mergeTables(tables, {
    namePrefix: added('namePrefix'),
    nameSuffix: added('nameSuffix'),
    namespace: added('namespace'),
    commonLabels: added('commonLabels'),
    labels: added('labels'),
    templateLabels: added('templateLabels'),
    commonAnnotations: added('commonAnnotations'),
    images: added('images'),
    replicas: added('replicas'),
    varReference: added('varReference'),
    nameReference: (isList(value.nameReference) ? value.nameReference : []).filter(isObject).map((entry) => ({
      ...gvkOf(entry),
      fieldSpecs: fieldSpecs(entry.fieldSpecs),
    })),
  });
}

/** Joins two tables; most builds know only the default one. */
export function mergeTables(first: FieldTables, second: FieldTables): FieldTables {
  if (first === second || second === defaultFields) return first;
  if (first === defaultFields && isWhole(second)) return second;
  const specs = (name: Exclude<keyof FieldTables, 'nameReference'>): FieldSpec[] =>
    mergeSpecs(first[name], second[name]);
  return {
    namePrefix: specs('namePrefix'),
    nameSuffix: specs('nameSuffix'),
    namespace: specs('namespace'),
    commonLabels: specs('commonLabels'),
    labels: specs('labels'),
    templateLabels: specs('templateLabels'),
    commonAnnotations: specs('commonAnnotations'),
    images: specs('images'),
    replicas: specs('replicas'),
    varReference: specs('varReference'),
    nameReference: mergeReferences(first.nameReference, second.nameReference),
  };
}

/** A table of a kustomization below holds the default one already. */
const isWhole = (tables: FieldTables): boolean => tables.nameReference.length >= defaultFields.nameReference.length;

/** Adds the fields that are not there; one of a wider kind covers those of narrower kinds. */
export function mergeSpecs(known: readonly FieldSpec[], more: readonly FieldSpec[]): FieldSpec[] {
  const merged = [...known];
  for (const spec of more)
    if (!merged.some((each) => each.path === spec.path && isSelected(each, spec))) merged.push(spec);
  return merged;
}

function mergeReferences(known: readonly NameReference[], more: readonly NameReference[]): NameReference[] {
  const merged = [...known];
  for (const reference of more) {
    const at = merged.findIndex(
      ({ group = '', version = '', kind = '' }) =>
        group === (reference.group ?? '') && version === (reference.version ?? '') && kind === (reference.kind ?? ''),
    );
    const same = merged[at];
    if (same === undefined) merged.push(reference);
    else merged[at] = { ...same, fieldSpecs: mergeSpecs(same.fieldSpecs, reference.fieldSpecs) };
  }
  return merged;
}

/** Reads a list of `{ path, kind, group, version, create }`. */
export const fieldSpecs = (value: JsonValue | undefined): FieldSpec[] =>
  (isList(value) ? value : []).filter(isObject).flatMap((entry) => {
    const path = textOf(entry.path);
    return path === '' ? [] : [{ path, ...gvkOf(entry), ...(entry.create === true && { create: true }) }];
  });

const gvkOf = ({ group, version, kind }: JsonObject) => ({
  ...(textOf(group) !== '' && { group: textOf(group) }),
  ...(textOf(version) !== '' && { version: textOf(version) }),
  ...(textOf(kind) !== '' && { kind: textOf(kind) }),
});
