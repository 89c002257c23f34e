import { dirname, resolve } from 'node:path';
import type { FieldPath, JsonObject, Manifest } from '../../manifest/manifest.ts';
import { isList, isObject } from '../../manifest/normalise.ts';
import { absorb } from './absorb.ts';
import type { BuildTree, KustomizationFile } from './build-tree.ts';
import { contentHash } from './content-hash.ts';
import { defaultFields, type FieldTables } from './default-fields.ts';
import { mergeTables, withConfiguration } from './field-tables.ts';
import { generate } from './generators.ts';
import { below, fieldOrigin, maps, texts } from './kustomization-fields.ts';
import { type Origin, originOf, type Sourced } from './origins.ts';
import { applyPatches, type PatchInput } from './patches.ts';
import { BuildError, type BuildProblem } from './problem.ts';
import { applyReplacement } from './replacements.ts';
import { repeatedId, resolveNames } from './resolve-names.ts';
import { idKey, Resource, textOf } from './resource.ts';
import {
  renameResources,
  setImages,
  setLabels,
  setNamespace,
  setReplicas,
  type TransformerInput,
} from './transformers.ts';
import { declareVariable, resolveVariables, type Variable } from './variables.ts';

/** What a kustomization builds. */
export interface Build {
  readonly resources: readonly Resource[];
  readonly problems: readonly BuildProblem[];
  /** Absolute paths of every file that went in, kustomizations and patches included. */
  readonly inputs: ReadonlySet<string>;
  /** True where it brings what the tree does not hold: a remote base, a plugin. */
  readonly isOpen: boolean;
  /** True where it lists files that are not there. */
  readonly lacksFiles: boolean;
  /** Charts that it renders: their names and those of their releases. */
  readonly charts: ReadonlySet<string>;
}

interface Accumulator {
  resources: Resource[];
  tables: FieldTables;
  readonly variables: Variable[];
}

/**
 * Builds a kustomization as `kustomize build` does, from files that are read already.
 *
 * What cannot be done is left out and told, so that the rest can still be judged.
 *
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
 */
export function buildKustomization(root: KustomizationFile, tree: BuildTree): Build {
  const builder = new Builder(tree);
  const resources = builder.build(root);
  const { problems, inputs, isOpen, lacksFiles, charts } = builder;
  return { resources, problems, inputs, isOpen, lacksFiles, charts };
}

const empty = (): Accumulator => ({ resources: [], tables: defaultFields, variables: [] });
const remote = /^(?:[a-z+]+:\/\/|git@|git::|[\w-]+(?:\.[\w-]+)+\/[^/]|[^/]*[?]ref=)|\?(?:ref|version|timeout)=|\/\//;

class Builder {
  readonly problems: BuildProblem[] = [];
  readonly inputs = new Set<string>();
  readonly charts = new Set<string>();
  isOpen = false;
  lacksFiles = false;
  readonly #tree: BuildTree;
  readonly #folders: string[] = [];

  constructor(tree: BuildTree) {
    this.#tree = tree;
  }

  build(root: KustomizationFile): readonly Resource[] {
    const result = empty();
    this.#accumulate(root, result);
    for (const resource of result.resources) {
      if (!resource.needsHash) continue;
      resource.remember();
      resource.setMetadata('name', `${resource.name}-${contentHash(resource.value)}`);
    }
    resolveNames(result.resources, result.tables, ({ origin }, error) => this.#refuse(error, origin));
    const at = originOf(root.manifest);
    this.#try(at, () => resolveVariables(result.variables, result.resources, result.tables));
    for (const resource of result.resources) {
      const { annotations } = resource.metadata;
      const isEmpty = isObject(annotations) && Object.keys(annotations).length === 0;
      if (isEmpty && resource.previous.length > 0) resource.setMetadata('annotations', undefined);
    }
    return result.resources.filter(({ metadata: { annotations } }) => {
      const local = isObject(annotations) ? annotations['config.kubernetes.io/local-config'] : undefined;
      return local === undefined || textOf(local) === 'false';
    });
  }

  #refuse(error: BuildError, origin: Origin): void {
    this.problems.push({ reason: error.message, origin });
  }

  #try(origin: Origin, step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof BuildError)) throw error;
      this.#refuse(error, origin);
    }
  }

  #accumulate({ path, manifest }: KustomizationFile, into: Accumulator): void {
    const folder = dirname(path);
    const { value } = manifest;
    const originAt = fieldOrigin(manifest);
    this.inputs.add(path);
    this.#folders.push(folder);
    this.#resources(value, folder, into, originAt);
    for (const [file, origin] of texts(value, 'configurations', originAt))
      for (const { value: configuration } of this.#documents(resolve(folder, file), origin))
        into.tables = withConfiguration(into.tables, configuration);
    this.#plugins(value);
    this.#generate(value, folder, into, originAt);
    for (const [entry, origin] of texts(value, 'components', originAt)) this.#component(entry, folder, into, origin);
    this.#transform(manifest, folder, into, originAt);
    for (const [index, entry] of maps(value.vars).entries()) {
      const origin = originAt(['vars', index]);
      this.#try(origin, () => into.variables.push(declareVariable(entry, origin, into.resources)));
    }
    this.#folders.pop();
  }

  #resources(value: JsonObject, folder: string, into: Accumulator, originAt: (path: FieldPath) => Origin): void {
    const known = new Set(into.resources.map(({ id }) => idKey(id)));
    for (const field of ['resources', 'bases']) {
      for (const [entry, origin] of texts(value, field, originAt)) {
        const path = resolve(folder, entry);
        const documents = this.#tree.documentsOf(path);
        if (documents === undefined) this.#base(entry, path, into, origin, known);
        else {
          this.inputs.add(path);
          for (const manifest of documents) {
            if (manifest.isAlternative) continue;
            this.#append(new Resource(manifest.value, originOf(manifest), manifest), into, known, origin);
          }
        }
      }
    }
  }

  #append(resource: Resource, into: Accumulator, known: Set<string>, origin: Origin): void {
    const key = idKey(resource.id);
    if (known.has(key)) this.#refuse(new BuildError('two resources have the same kind, namespace and name'), origin);
    known.add(key);
    into.resources.push(resource);
  }

  #base(entry: string, path: string, into: Accumulator, origin: Origin, known: Set<string>): void {
    const file = this.#tree.kustomizationIn(path);
    if (file === undefined) this.#absent(entry, path, origin);
    else if (file.manifest.value.kind === 'Component')
      this.#refuse(new BuildError('a component is listed among the resources'), origin);
    else if (this.#folders.includes(dirname(file.path)))
      this.#refuse(new BuildError('a kustomization includes itself'), origin);
    else {
      const below = empty();
      this.#accumulate(file, below);
      for (const resource of below.resources) this.#append(resource, into, known, origin);
      into.tables = mergeTables(into.tables, below.tables);
      into.variables.push(...below.variables);
    }
  }

  #component(entry: string, folder: string, into: Accumulator, origin: Origin): void {
    const path = resolve(folder, entry);
    const file = this.#tree.kustomizationIn(path);
    if (file === undefined) this.#absent(entry, path, origin);
    else if (file.manifest.value.kind !== 'Component')
      this.#refuse(new BuildError('what is listed among the components is no Component'), origin);
    else if (this.#folders.includes(dirname(file.path)))
      this.#refuse(new BuildError('a component includes itself'), origin);
    else this.#accumulate(file, into);
  }

  #absent(entry: string, path: string, origin: Origin): void {
    if (remote.test(entry) || this.#tree.mayBeElsewhere(path)) {
      this.isOpen = true;
      return;
    }
    this.lacksFiles = true;
    this.#refuse(new BuildError('a file or folder that it lists is not there'), origin);
  }

  /** Charts and plugins make objects that only their programs know. */
  #plugins(value: JsonObject): void {
    for (const field of ['generators', 'transformers'])
      if (isList(value[field]) && value[field].length > 0) this.isOpen = true;
    for (const chart of [...maps(value.helmCharts), ...maps(value.helmChartInflationGenerator)])
      for (const field of ['name', 'chartName', 'releaseName'])
        if (textOf(chart[field]) !== '') this.charts.add(textOf(chart[field]));
  }

  #generate(value: JsonObject, folder: string, into: Accumulator, originAt: (path: FieldPath) => Origin): void {
    for (const [field, kind] of [
      ['configMapGenerator', 'ConfigMap'],
      ['secretGenerator', 'Secret'],
    ] as const)
      for (const [index, entry] of maps(value[field]).entries()) {
        const at = (path: FieldPath): Origin => originAt([field, index, ...path]);
        const readFile = (name: string): Buffer | undefined => this.#bytes(resolve(folder, name), at([]));
        const input = { kind, arguments: entry, options: value.generatorOptions, originAt: at, readFile };
        this.#try(at([]), () => {
          into.resources = absorb(generate(input), into.resources);
        });
      }
  }

  #bytes(path: string, origin: Origin): Buffer | undefined {
    const bytes = this.#tree.bytesOf(path);
    if (bytes === undefined && !this.#tree.mayBeElsewhere(path))
      this.#refuse(new BuildError('a file that a generator names is not there'), origin);
    return bytes;
  }

  #documents(path: string, origin: Origin): Sourced<JsonObject>[] {
    const documents = this.#tree.documentsOf(path);
    if (documents === undefined) {
      if (this.#tree.mayBeElsewhere(path)) this.isOpen = true;
      else this.#refuse(new BuildError('a file that it names is not there'), origin);
      return [];
    }
    this.inputs.add(path);
    return documents
      .filter(({ isAlternative }) => !isAlternative)
      .map((manifest) => ({ value: manifest.value, origin: originOf(manifest) }));
  }

  #transform(manifest: Manifest, folder: string, into: Accumulator, originAt: (path: FieldPath) => Origin): void {
    const { value } = manifest;
    const patches: PatchInput = {
      manifest,
      originAt,
      get resources() {
        return into.resources;
      },
      set resources(resources) {
        into.resources = resources;
      },
      documentsOf: (file) => this.#documents(resolve(folder, file), originAt([])),
      refuse: (error, origin) => this.#refuse(error, origin),
    };
    const input = (): TransformerInput => ({
      kustomization: value,
      resources: into.resources,
      tables: into.tables,
      originAt,
    });
    const at = originAt([]);
    applyPatches(patches, 'patchesStrategicMerge');
    applyPatches(patches, 'patches');
    this.#try(originAt(['namespace']), () => setNamespace(input()));
    if (repeatedId(into.resources) && textOf(value.namespace) !== '')
      this.#refuse(new BuildError('the namespace makes one of two resources'), originAt(['namespace']));
    this.#try(at, () => renameResources(input()));
    this.#try(originAt(['labels']), () => setLabels(input()));
    applyPatches(patches, 'patchesJson6902');
    this.#try(originAt(['replicas']), () => setReplicas(input()));
    this.#try(originAt(['images']), () => setImages(input()));
    for (const [index, entry] of maps(value.replacements).entries())
      for (const replacement of this.#replacements(entry, folder, originAt, index))
        this.#try(originAt(['replacements', index]), () => applyReplacement(replacement, into.resources));
  }

  #replacements(entry: JsonObject, folder: string, originAt: (path: FieldPath) => Origin, index: number) {
    const file = textOf(entry.path);
    if (file === '')
      return [{ value: entry, originAt: (path: FieldPath) => originAt(['replacements', index, ...path]) }];
    return this.#documents(resolve(folder, file), originAt(['replacements', index])).map(({ value, origin }) => ({
      value,
      originAt: (path: FieldPath) => below(origin, path),
    }));
  }
}
