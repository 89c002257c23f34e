import type { FieldPath, JsonObject, JsonValue, Manifest } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import { readDocuments } from '../read-documents.ts';
import { applyOperation } from './json-patch.ts';
import { mergePatch } from './merge-patch.ts';
import { type Origin, originOf, type Sourced, withEntry } from './origins.ts';
import { BuildError } from './problem.ts';
import { idKey, idOf, type Resource, textOf } from './resource.ts';
import { Selector } from './selector.ts';

/** What a kustomization's patches are applied with. */
export interface PatchInput {
  readonly manifest: Manifest;
  resources: Resource[];
  /** Returns the documents of a patch file. @throws BuildError where it is not there */
  readonly documentsOf: (file: string) => readonly Sourced<JsonObject>[];
  readonly refuse: (error: BuildError, origin: Origin) => void;
  readonly originAt: (path: FieldPath) => Origin;
}

type PatchField = 'patches' | 'patchesStrategicMerge' | 'patchesJson6902';

/**
 * Applies the patches of one field of a kustomization, in their order; one that is refused leaves the others.
 */
export function applyPatches(input: PatchInput, field: PatchField): void {
  const entries = input.manifest.value[field];
  for (const [index, entry] of (isList(entries) ? entries : []).entries()) {
    try {
      if (field === 'patchesStrategicMerge') applyMerges(input, loose(input, entry, [field, index]), 'own');
      else if (isObject(entry)) applyEntry(input, entry, [field, index]);
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      input.refuse(error, input.originAt([field, index]));
    }
  }
}

/** An entry of `patchesStrategicMerge` is a patch or the path of one. */
function loose(input: PatchInput, entry: JsonValue, path: FieldPath): readonly Sourced<JsonObject>[] {
  const text = textOf(entry);
  return /\n|^\s*[{[]|:\s/.test(text) ? inline(input.manifest, text, path) : input.documentsOf(text);
}

function applyEntry(input: PatchInput, entry: JsonObject, path: FieldPath): void {
  const [text, file] = [textOf(entry.patch).trim(), textOf(entry.path)];
  if (text === '' ? file === '' : file !== '') throw new BuildError('a patch wants either a text or a path');
  const documents =
    file === '' ? inline(input.manifest, textOf(entry.patch), [...path, 'patch']) : input.documentsOf(file);
  const target = isObject(entry.target) ? new Selector(entry.target) : undefined;
  if (documents.length > 0 && documents.every(({ value }) => isOperation(value))) {
    if (target === undefined) throw new BuildError('a JSON patch has no target');
    if (path[0] === 'patchesJson6902' && textOf((entry.target as JsonObject).name) === '')
      throw new BuildError('the target of a JSON patch has no name');
    applyOperations(input, documents, target, path[0] === 'patches');
    return;
  }
  if (target !== undefined && documents.length > 1) throw new BuildError('several patches share one target');
  const options = isObject(entry.options) ? entry.options : {};
  applyMerges(input, documents, target, options);
}

const isOperation = (value: JsonObject): boolean => typeof value.op === 'string' && value.kind === undefined;

/** Reads a patch that stands in the kustomization itself. */
function inline(manifest: Manifest, text: string, path: FieldPath): Sourced<JsonObject>[] {
  const { documents, problems } = readDocuments(text);
  if (problems.length > 0) throw new BuildError('a patch does not parse');
  return documents.flatMap(({ value, offset }) => {
    const origin = originOf({ locate: (at, inside) => manifest.locate?.(path, offset(at, inside)) });
    if (isObject(value)) return [{ value, origin }];
    return (isList(value) ? value : []).flatMap((item, step) =>
      isObject(item) ? [{ value: item, origin: { document: origin.document, parent: origin, step } }] : [],
    );
  });
}

function applyOperations(
  input: PatchInput,
  operations: readonly Sourced<JsonObject>[],
  target: Selector,
  remembers: boolean,
): void {
  for (const resource of input.resources.filter((each) => target.selects(each))) {
    if (remembers) resource.remember();
    // Kustomize keeps the past of a resource among its annotations, so that these are there to be added to.
    if (resource.previous.length > 0 && !isObject(resource.metadata.annotations))
      resource.setMetadata('annotations', {});
    let patched = resource.sourced;
    for (const operation of operations) patched = applyOperation(patched, operation);
    resource.value = patched.value;
    const { annotations } = resource.metadata;
    if (isObject(annotations) && Object.keys(annotations).length === 0) resource.setMetadata('annotations', undefined);
    resource.isPatched = true;
  }
}

function applyMerges(
  input: PatchInput,
  patches: readonly Sourced<JsonObject>[],
  target: Selector | 'own' | undefined,
  options: JsonObject = {},
): void {
  for (const patch of patches) {
    if (textOf(patch.value.kind) === '' || !isObject(patch.value.metadata) || textOf(patch.value.metadata.name) === '')
      throw new BuildError('a patch has no kind or no name');
    const selected =
      target === undefined || target === 'own'
        ? [ownTarget(input, patch.value)]
        : input.resources.filter((each) => target.selects(each));
    for (const resource of selected) {
      const { apiVersion } = resource.value;
      const fitted =
        target === undefined || apiVersion === undefined
          ? patch
          : { ...patch, value: withEntry(withTexts(patch.value), 'apiVersion', apiVersion) };
      if (!applyMerge(resource, fitted, options)) input.resources = input.resources.filter((each) => each !== resource);
    }
  }
}

/** In a patch for a target, `null` among labels and annotations is a text, not a removal. */
function withTexts(patch: JsonObject): JsonObject {
  let metadata = isObject(patch.metadata) ? patch.metadata : {};
  for (const field of ['labels', 'annotations']) {
    const map = metadata[field];
    if (!isObject(map)) continue;
    let texts = map;
    for (const key in map) if (map[key] === null) texts = withEntry(texts, key, 'null');
    if (texts !== map) metadata = withEntry(metadata, field, texts);
  }
  return withEntry(patch, 'metadata', metadata);
}

/**
 * Kustomize keeps the former names of a resource among its annotations, so a patch that replaces those loses
 * them.
 */
function dropsAnnotations({ $patch, metadata }: JsonObject): boolean {
  const isDropped = (value: JsonValue | undefined): boolean =>
    value === null || (isObject(value) && (value.$patch === 'replace' || value.$patch === 'delete'));
  return $patch === 'replace' || isDropped(metadata) || (isObject(metadata) && isDropped(metadata.annotations));
}

/** A patch without a target is for the one resource of its own id. */
function ownTarget({ resources }: PatchInput, patch: JsonObject): Resource {
  const key = idKey(idOf(patch));
  const found = resources.filter(({ allIds }) => allIds.some((id) => idKey(id) === key));
  const [first] = found;
  if (first === undefined) throw new BuildError('no resource fits a patch');
  if (found.length > 1) throw new BuildError('several resources fit a patch');
  return first;
}

function applyMerge(resource: Resource, patch: Sourced<JsonObject>, options: JsonObject): boolean {
  const { name, namespace, kind } = resource;
  const mayRename = options.allowNameChange === true;
  const mayChangeKind = options.allowKindChange === true;
  if (mayRename || mayChangeKind) resource.remember();
  if (dropsAnnotations(patch.value)) resource.forget();
  const merged = mergePatch(resource.sourced, patch);
  if (merged === undefined) return false;
  resource.value = merged.value;
  resource.isPatched = true;
  if (!mayChangeKind && resource.kind !== kind) resource.value = withEntry(resource.value, 'kind', kind);
  if (!mayRename && resource.name !== name) resource.setMetadata('name', name);
  if (resource.namespace !== namespace) resource.setMetadata('namespace', namespace === '' ? undefined : namespace);
  return true;
}
