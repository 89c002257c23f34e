import type { FieldPath, JsonObject, JsonValue, Manifest } from '../manifest/manifest.ts';
import { isList, isObject, listAt, objectAt, textAt } from '../manifest/normalise.ts';

/** One source of an Application, or of one that an ApplicationSet makes. */
export interface ArgoSource {
  /** The document that says so. */
  readonly manifest: Manifest;
  /** Where the source stands in it. */
  readonly at: FieldPath;
  readonly source: JsonObject;
  /** Its folder, as a path of its repository without slashes around it. */
  readonly folder: string;
  /** Of the Application; what a template has yet to finish is left out, as in `namespace`. */
  readonly name?: string;
  /** Into which Argo CD applies what has no namespace of its own. */
  readonly namespace?: string;
}

/**
 * Lists the sources of an Application that are folders of a repository, and those of the Applications that an
 * ApplicationSet makes, as far as its generators stand in the tree: lists, and folders of Git.
 *
 * @param folders paths of the tree, as folders of Git are looked up in
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Generators/
 */
export function argoSources(manifest: Manifest, folders: readonly string[]): ArgoSource[] {
  const { value, role, isPatch, isTemplate, isReplaced } = manifest;
  if (role !== 'object' || isPatch || isTemplate || isReplaced) return [];
  if (value.kind === 'Application') return sourcesOf(manifest, value, ['spec']);
  if (value.kind !== 'ApplicationSet') return [];
  const template = objectAt(value, 'spec', 'template');
  const choices = listAt(value, 'spec', 'generators').flatMap((generator) => choicesOf(generator, folders));
  const at = ['spec', 'template', 'spec'];
  const known = new Set<string>();
  return (choices.length > 0 ? choices : [{}]).flatMap((choice) => {
    const application = finished(template, choice) as JsonObject;
    return sourcesOf(manifest, application, at).filter((source) => {
      const key = JSON.stringify([source.folder, source.namespace, source.name, source.source]);
      return !known.has(key) && known.add(key);
    });
  });
}

function sourcesOf(manifest: Manifest, application: JsonObject, at: FieldPath): ArgoSource[] {
  const spec = objectAt(application, 'spec');
  const name = textAt(application, 'metadata', 'name');
  const namespace = textAt(spec, 'destination', 'namespace');
  const sources = [
    { source: spec.source, path: [...at, 'source'] },
    ...listAt(spec, 'sources').map((source, index) => ({ source, path: [...at, 'sources', index] })),
  ];
  return sources.flatMap(({ source, path }): ArgoSource[] => {
    const folder = isObject(source) ? folderOf(textAt(source, 'path')) : undefined;
    if (folder === undefined || !isObject(source)) return [];
    return [
      {
        manifest,
        at: path,
        source,
        folder,
        ...(name !== undefined && !isUnfinished(name) && { name }),
        ...(namespace !== undefined && !isUnfinished(namespace) && { namespace }),
      },
    ];
  });
}

/** A path of a repository without what stands around it; `undefined` for its root and what is open. */
export function folderOf(path: string | undefined): string | undefined {
  if (path === undefined || isUnfinished(path)) return undefined;
  const steps = path.split('/').filter((step) => step !== '' && step !== '.');
  return steps.length === 0 || steps.includes('..') ? undefined : steps.join('/');
}

/**
 * Finds the folder of the tree that a path of a repository means: the one below the working directory, else
 * the only one that ends so. The path may be that of another repository.
 *
 * @param shown the folders, as they are shown
 */
export function folderAt<Folder extends { readonly shown: string }>(
  path: string,
  folders: readonly Folder[],
): Folder | undefined {
  const exact = folders.find(({ shown }) => shown === path);
  if (exact !== undefined) return exact;
  const found = folders.filter(({ shown }) => shown.endsWith(`/${path}`));
  return found.length === 1 ? found[0] : undefined;
}

/** Returns whether a template or a substitution has yet to finish. */
export const isUnfinished = (text: string): boolean => /\{\{|\$\{/.test(text);

/** A value for each name that a template may use. */
type Choice = Readonly<Record<string, string>>;

function choicesOf(generator: JsonValue, folders: readonly string[]): Choice[] {
  const elements = listAt(generator, 'list', 'elements').flatMap((element) =>
    isObject(element) ? [flattened(element)] : [],
  );
  const patterns = listAt(generator, 'git', 'directories').flatMap((entry) => {
    const path = folderOf(textAt(entry, 'path'));
    return path === undefined ? [] : [{ path, isLeftOut: isObject(entry) && entry.exclude === true }];
  });
  const wanted = patterns.filter(({ isLeftOut }) => !isLeftOut);
  const left = patterns.filter(({ isLeftOut }) => isLeftOut);
  const found = folders.flatMap((folder): Choice[] => {
    const path = wanted.map((pattern) => endLike(folder, pattern.path)).find((end) => end !== undefined);
    if (path === undefined || left.some((pattern) => endLike(folder, pattern.path) !== undefined)) return [];
    const steps = path.split('/');
    const basename = steps.at(-1) ?? '';
    const parts = Object.fromEntries(
      steps.flatMap((step, index) => [
        [`path[${index}]`, step],
        [`path.segments[${index}]`, step],
      ]),
    );
    return [{ ...parts, path, 'path.path': path, 'path.basename': basename, 'path.basenameNormalized': basename }];
  });
  return [...elements, ...found];
}

function flattened(value: JsonObject, prefix = ''): Choice {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, child]): [string, string][] => {
      if (isObject(child)) return Object.entries(flattened(child, `${prefix}${key}.`));
      return child === null || isList(child) ? [] : [[`${prefix}${key}`, String(child)]];
    }),
  );
}

/** The end of a folder that a pattern of Git's generator matches, each `*` one step. */
function endLike(folder: string, pattern: string): string | undefined {
  const [steps, wanted] = [folder.split('/'), pattern.split('/')];
  const end = steps.slice(-wanted.length);
  const isLike = end.length === wanted.length && wanted.every((step, index) => step === '*' || step === end[index]);
  return isLike ? end.join('/') : undefined;
}

/** Puts a choice into the texts of a template, whether Go templates are on (`{{.path.basename}}`) or not. */
function finished(value: JsonValue, choice: Choice): JsonValue {
  if (typeof value === 'string')
    return value.replace(/\{\{-?\s{0,9}\.?([\w.[\]]{1,100})\s{0,9}-?\}\}/g, (whole, name: string) =>
      Object.hasOwn(choice, name) ? (choice[name] ?? whole) : whole,
    );
  if (isList(value)) return value.map((item) => finished(item, choice));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, finished(child, choice)]));
}
