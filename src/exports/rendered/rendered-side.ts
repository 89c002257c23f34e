import { loadAll } from 'js-yaml';
import { type EnvironmentDocument, environmentFile } from '../../model/documents/environment-document.ts';
import { readEnvironmentDocument } from '../../model/documents/read-environment-document.ts';
import { isKubernetesObject } from '../../model/kubernetes-object.ts';
import { applicationsOf, emptyPart, mergedValues, take } from './layered-values.ts';
import type { RenderedObject } from './rendered-object.ts';
import { renderedProblem } from './rendered-problems.ts';

/** Files of a rendered tree by path, with `/`, relative to it. */
export interface RenderedTree {
  /** Name by which messages call it: a folder, or a revision. */
  readonly name: string;
  readonly files: ReadonlyMap<string, string>;
}

/**
 * One environment of a rendered tree: its document, its objects, and the values of its charts by component.
 */
export interface RenderedEnvironment {
  readonly document: EnvironmentDocument;
  readonly objects: readonly RenderedObject[];
  readonly values: ReadonlyMap<string, unknown>;
}

/** The environments of a rendered tree by name, and the objects that belong to none of them. */
export interface RenderedSide {
  readonly environments: ReadonlyMap<string, RenderedEnvironment>;
  readonly others: readonly RenderedObject[];
}

const yamlFile = /\.ya?ml$/;
const valuesFolder = 'values';

/**
 * Reads the environments of a rendered tree, wherever in it their folders are.
 * @throws VW4031 where it holds none, or one twice, VW4032 where a document is not valid, VW4033
 * where a file of an environment is no YAML
 */
export function readSide(tree: RenderedTree): RenderedSide {
  const folders = [...tree.files.keys()]
    .filter((file) => file === environmentFile || file.endsWith(`/${environmentFile}`))
    .map((file) => file.slice(0, file.length - environmentFile.length))
    .sort();
  if (folders.length === 0) throw renderedProblem('VW4031', `${tree.name} holds no ${environmentFile}`);
  const documents = folders.map((folder) => documentOf(tree, `${folder}${environmentFile}`));
  const names = documents.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw renderedProblem(
      'VW4031',
      `${tree.name} holds the environment "${twice}" twice; name the folder of one of the trees`,
    );
  const contents = folders.map(() => ({
    objects: [] as RenderedObject[],
    values: new Map<string, unknown>(),
    argoCd: emptyPart(),
  }));
  const others: RenderedObject[] = [];
  const [shared, clusters] = [emptyPart(), emptyPart()];
  const parents = new Set(folders.map((folder) => folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1)));
  for (const file of [...tree.files.keys()].sort()) {
    if (!yamlFile.test(file)) continue;
    const index = folders.findLastIndex((folder) => file.startsWith(folder));
    const content = contents[index];
    if (!content) {
      // What stands beside the environments is of their cluster; a repository holds much else.
      const parent = [...parents].find((each) => file.startsWith(each));
      const read = parent === undefined ? undefined : readable(tree, file);
      const [first, ...steps] = file.slice(parent?.length).split('/');
      if (first === '_shared' && take(shared, steps, read?.[0])) continue;
      if (first === '_clusters' && take(clusters, steps.slice(1), read?.[0])) continue;
      others.push(...(read ?? []).filter(isKubernetesObject<RenderedObject>));
      continue;
    }
    const steps = file.slice(folders[index]?.length).split('/');
    const read = readable(tree, file);
    if (read === undefined) throw renderedProblem('VW4033', `${file} of ${tree.name} is no YAML`);
    if (take(content.argoCd, steps, read[0])) continue;
    if (steps[0] === valuesFolder && steps.length > 1)
      content.values.set(steps.slice(1).join('/').replace(yamlFile, ''), read[0]);
    else content.objects.push(...read.filter(isKubernetesObject<RenderedObject>));
  }
  const environments = documents.map((document, index) => {
    const { objects, values, argoCd } = contents[index] ?? { objects: [], values: new Map(), argoCd: emptyPart() };
    // Layers are what is published; the whole values stand beside them in the output only.
    const environment = {
      document,
      objects: [...objects, ...applicationsOf(argoCd)],
      values: byComponent(document, mergedValues(argoCd, shared)) ?? values,
    };
    return [document.name, environment] as const;
  });
  return { environments: new Map(environments), others: [...others, ...applicationsOf(clusters)] };
}

/** Values by name of the component, whose Application may have another name. */
function byComponent(
  { components }: EnvironmentDocument,
  values: ReadonlyMap<string, unknown> | undefined,
): ReadonlyMap<string, unknown> | undefined {
  const names = new Map(components.map(({ name, argoCd }) => [argoCd?.name ?? name, name]));
  return values && new Map([...values].map(([name, tree]) => [names.get(name) ?? name, tree]));
}

function documentOf({ name, files }: RenderedTree, file: string): EnvironmentDocument {
  const read = readEnvironmentDocument(files.get(file) ?? '');
  if (read.document) return read.document;
  const where = read.fields.length === 0 ? '' : ` in ${read.fields.slice(0, 5).join(', ')}`;
  throw renderedProblem('VW4032', `${file} of ${name} is not valid${where}`);
}

/** Returns the documents of a file; `undefined` where it is no YAML. */
function readable({ files }: RenderedTree, file: string): unknown[] | undefined {
  try {
    return loadAll(files.get(file) ?? '');
  } catch {
    return undefined;
  }
}
