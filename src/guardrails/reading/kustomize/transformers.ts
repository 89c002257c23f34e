import type { FieldPath, JsonObject, JsonValue } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import type { FieldTables } from './default-fields.ts';
import { editField, type FieldSpec } from './field-specs.ts';
import { fieldSpecs, mergeSpecs } from './field-tables.ts';
import { type Origin, withEntry, withItems } from './origins.ts';
import { BuildError } from './problem.ts';
import { isClusterScoped, isSelected, type Resource, textOf } from './resource.ts';
import { expression } from './selector.ts';

/** The fields of a kustomization that change what it holds, with the way to where they stand. */
export interface TransformerInput {
  readonly kustomization: JsonObject;
  readonly resources: readonly Resource[];
  readonly tables: FieldTables;
  readonly originAt: (path: FieldPath) => Origin;
}

/** Puts every resource into the namespace of the kustomization. */
export function setNamespace({ kustomization, resources, tables, originAt }: TransformerInput): void {
  const namespace = textOf(kustomization.namespace);
  if (namespace === '') return;
  const origin = originAt(['namespace']);
  const edit = { set: () => namespace, empty: '', origin };
  for (const resource of resources) {
    resource.remember();
    const isBinding = /^(?:Cluster)?RoleBinding$/.test(resource.kind);
    if (!isClusterScoped(resource.id)) resource.setMetadata('namespace', namespace, origin);
    if (isBinding) resource.value = withDefaultSubjects(resource.value, namespace, origin);
    for (const spec of tables.namespace) {
      if (spec.path === 'metadata/namespace' || (isBinding && spec.path === 'subjects/namespace')) continue;
      // Only the Namespace of the core group is meant, and nothing else of that name.
      if (spec.path === 'metadata/name' && resource.value.apiVersion !== 'v1') continue;
      editField(resource, spec, edit);
    }
  }
}

/** A binding names the default account of the namespace in which it stands. */
function withDefaultSubjects(binding: JsonObject, namespace: string, origin: Origin): JsonObject {
  const { subjects } = binding;
  if (!isList(subjects)) return binding;
  const items = subjects.map((subject) =>
    isObject(subject) && subject.name === 'default' ? withEntry(subject, 'namespace', namespace, origin) : subject,
  );
  return withEntry(binding, 'subjects', withItems(subjects, items));
}

/** Adds the prefix and the suffix of the kustomization to names. */
export function renameResources({ kustomization, resources, tables }: TransformerInput): void {
  for (const which of ['namePrefix', 'nameSuffix'] as const) {
    const text = textOf(kustomization[which]);
    if (text === '') continue;
    const set = (value: JsonValue): JsonValue => (which === 'namePrefix' ? text + textOf(value) : textOf(value) + text);
    for (const resource of resources) {
      const { firstId } = resource;
      if (neverRenamed.some((kind) => isSelected(firstId, kind))) continue;
      for (const spec of tables[which]) {
        if (!isSelected(firstId, spec)) continue;
        if (spec.path === 'metadata/name') {
          resource[which === 'namePrefix' ? 'prefixes' : 'suffixes'].push(text);
          resource.remember();
        }
        editField(resource, spec, { set });
      }
    }
  }
}

const neverRenamed = [
  { kind: 'CustomResourceDefinition' },
  { group: 'apiregistration.k8s.io', kind: 'APIService' },
  { kind: 'Namespace' },
];

/** Sets the labels and annotations of the kustomization. */
export function setLabels(input: TransformerInput): void {
  const { kustomization, tables, originAt } = input;
  const labels = isList(kustomization.labels) ? kustomization.labels : [];
  for (const [index, entry] of labels.entries()) {
    if (!isObject(entry)) continue;
    const own = mergeSpecs(fieldSpecs(entry.fields), tables.labels);
    const specs = entry.includeSelectors
      ? mergeSpecs(own, tables.commonLabels)
      : mergeSpecs(entry.includeTemplates ? mergeSpecs(own, tables.templateLabels) : own, [
          { path: 'metadata/labels', create: true },
        ]);
    setPairs(input, entry.pairs, specs, originAt(['labels', index, 'pairs']));
  }
  setPairs(input, kustomization.commonLabels, tables.commonLabels, originAt(['commonLabels']));
  setPairs(input, kustomization.commonAnnotations, tables.commonAnnotations, originAt(['commonAnnotations']));
}

function setPairs(
  { resources }: TransformerInput,
  pairs: JsonValue | undefined,
  specs: readonly FieldSpec[],
  origin: Origin,
): void {
  if (!isObject(pairs)) return;
  const keys = Object.keys(pairs).sort();
  const set = (value: JsonValue): JsonValue => {
    if (value !== null && !isObject(value)) throw new BuildError('labels or annotations are no map');
    return keys.reduce<JsonObject>((map, key) => {
      const at = { document: origin.document, parent: origin, step: key };
      return withEntry(map, key, textOf(pairs[key]), at);
    }, value ?? {});
  };
  if (keys.length > 0)
    for (const resource of resources) for (const spec of specs) editField(resource, spec, { set, empty: {}, origin });
}

/** Sets how many replicas a workload has. */
export function setReplicas({ kustomization, resources, tables, originAt }: TransformerInput): void {
  for (const [index, entry] of listOf(kustomization.replicas).entries()) {
    const name = textOf(entry.name);
    const edit = { set: () => entry.count ?? 0, empty: 0, origin: originAt(['replicas', index, 'count']) };
    let found = false;
    for (const spec of tables.replicas)
      for (const resource of resources) {
        if (!resource.allIds.some((id) => id.name === name && isSelected(id, spec))) continue;
        found = true;
        editField(resource, spec, edit);
      }
    if (!found) throw new BuildError('replicas are set of a workload that is not there');
  }
}

/** Changes names and tags of images. */
export function setImages({ kustomization, resources, tables, originAt }: TransformerInput): void {
  for (const [index, image] of [...listOf(kustomization.images), ...listOf(kustomization.imageTags)].entries()) {
    const origin = originAt(['images', index]);
    const set = (value: JsonValue): JsonValue => (typeof value === 'string' ? withImage(value, image) : value);
    for (const resource of resources) {
      if (resource.kind === 'CustomResourceDefinition') continue;
      resource.value = inContainers(resource.value, set) as JsonObject;
      for (const spec of tables.images) editField(resource, spec, { set, origin });
    }
  }
}

/** Containers stand anywhere in custom resources. */
function inContainers(node: JsonValue, set: (value: JsonValue) => JsonValue): JsonValue {
  if (isList(node)) {
    const items = node.map((item) => inContainers(item, set));
    return items.every((item, index) => item === node[index]) ? node : withItems(node, items);
  }
  if (!isObject(node)) return node;
  let map = node;
  for (const key in node) {
    const value = node[key] as JsonValue;
    const below = inContainers(value, set);
    const next = isList(below) && /^(?:initC|c)ontainers$/.test(key) ? withImages(below, set) : below;
    if (next !== value) map = withEntry(map, key, next);
  }
  return map;
}

function withImages(containers: readonly JsonValue[], set: (value: JsonValue) => JsonValue): readonly JsonValue[] {
  const items = containers.map((container) => withContainerImage(container, set));
  return items.every((item, index) => item === containers[index]) ? containers : withItems(containers, items);
}

function withContainerImage(container: JsonValue, set: (value: JsonValue) => JsonValue): JsonValue {
  if (!isObject(container) || container.image === undefined) return container;
  const image = set(container.image);
  return image === container.image ? container : withEntry(container, 'image', image);
}

const listOf = (value: JsonValue | undefined): JsonObject[] => (isList(value) ? value.filter(isObject) : []);

function withImage(image: string, change: JsonObject): string {
  const [name, newName, newTag, digest, suffix] = ['name', 'newName', 'newTag', 'digest', 'tagSuffix'].map((field) =>
    textOf(change[field]),
  );
  // The name is a regular expression, too.
  const isMatched = expression(`^${name}(?::[\\w.{}-]*)?(?:@sha256:[\\w.{}-]*)?$`).test(image);
  if (!isMatched) return image;
  const parts = splitImage(image);
  const tag = newTag || (digest ? '' : suffix ? parts.tag + suffix : parts.tag);
  const sum = digest || (newTag || suffix ? '' : parts.digest);
  return `${newName || parts.name}${tag && `:${tag}`}${sum && `@${sum}`}`;
}

/** A colon before the first slash belongs to a port. */
function splitImage(image: string): { name: string; tag: string; digest: string } {
  const slash = Math.max(image.indexOf('/'), 0);
  const at = image.indexOf('@', slash);
  const named = at === -1 ? image : image.slice(0, at);
  const colon = named.indexOf(':', slash);
  return {
    name: colon === -1 ? named : named.slice(0, colon),
    tag: colon === -1 ? '' : named.slice(colon + 1),
    digest: at === -1 ? '' : image.slice(at + 1),
  };
}
