import { join } from 'node:path';
import type { JsonObject, JsonValue, Manifest } from '../../manifest/manifest.ts';
import { isObject, listAt, objectAt, textAt } from '../../manifest/normalise.ts';
import { type ArgoSource, argoSources, folderOf, isUnfinished } from '../argo-applications.ts';
import { readCarriedText } from '../carried-text.ts';
import { parameterTree } from '../carried-values.ts';

/** How an Application or a HelmRelease of the tree installs one of its charts. */
export interface Installation {
  /** The document that says so. */
  readonly manifest: Manifest;
  readonly release: string;
  readonly namespace?: string;
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly values: JsonObject;
  /** True where a part of its values is not in the tree. */
  readonly isOpen: boolean;
}

/**
 * Lists who installs a chart of the tree; a path is that of a repository whose root may lie above what is
 * checked.
 *
 * @param folder absolute
 * @param isThere tells a file that may be read
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/
 * @see https://fluxcd.io/flux/components/helm/helmreleases/
 */
export function installationsOf(
  folder: string,
  manifests: readonly Manifest[],
  isThere: (path: string) => boolean,
): Installation[] {
  const chart = { folder, isThere };
  return manifests.flatMap((manifest) => {
    const { value, role, isPatch, isTemplate, isReplaced } = manifest;
    if (role !== 'object' || isPatch || isTemplate || isReplaced) return [];
    if (value.kind === 'HelmRelease') return ofFlux(manifest, chart);
    return argoSources(manifest, [folder]).flatMap((source) => ofArgo(source, chart));
  });
}

interface ChartOfTree {
  readonly folder: string;
  isThere(path: string): boolean;
}

function ofArgo({ manifest, source, name = '', ...application }: ArgoSource, chart: ChartOfTree): Installation[] {
  const { folder } = chart;
  const root = rootOf(folder, application.folder);
  if (root === undefined) return [];
  const helm = objectAt(source, 'helm');
  const named = filesIn(chart, listAt(helm, 'valueFiles'), (file) =>
    /^(?:\/|\$[\w-]+\/)/.test(file) ? join(root, file.replace(/^(?:\/|\$[\w-]+\/)/, '')) : join(folder, file),
  );
  const own = isObject(helm.valuesObject) ? helm.valuesObject : (parsed(helm.values) ?? {});
  const parameters = parametersOf(listAt(helm, 'parameters'));
  const namespace = textAt(helm, 'namespace') ?? application.namespace;
  const release = textAt(helm, 'releaseName') ?? name;
  if (release === '' || isUnfinished(release)) return [];
  return [
    {
      manifest,
      release,
      ...(namespace !== undefined && { namespace }),
      files: named.files,
      values: merged(own, parameters.tree),
      isOpen: named.isOpen || parameters.isOpen || listAt(helm, 'fileParameters').length > 0,
    },
  ];
}

function ofFlux(manifest: Manifest, { folder, isThere }: ChartOfTree): Installation[] {
  const { value } = manifest;
  const spec = objectAt(value, 'spec');
  const chart = objectAt(spec, 'chart', 'spec');
  const kind = textAt(chart, 'sourceRef', 'kind');
  const root = kind === 'GitRepository' || kind === 'Bucket' ? rootOf(folder, textAt(chart, 'chart')) : undefined;
  const name = textAt(value, 'metadata', 'name');
  if (root === undefined || name === undefined || isUnfinished(name)) return [];
  const target = textAt(spec, 'targetNamespace');
  const namespace = target ?? textAt(value, 'metadata', 'namespace') ?? manifest.namespace;
  const named = filesIn({ isThere }, listAt(chart, 'valuesFiles'), (file) => join(root, file));
  return [
    {
      manifest,
      release: textAt(spec, 'releaseName') ?? (target === undefined ? name : `${target}-${name}`),
      ...(namespace !== undefined && !isUnfinished(namespace) && { namespace }),
      files: named.files,
      values: objectAt(spec, 'values'),
      isOpen: named.isOpen || listAt(spec, 'valuesFrom').length > 0,
    },
  ];
}

/** The root of the repository in which a chart has a path; `undefined` where it is another chart. */
function rootOf(folder: string, path: string | undefined): string | undefined {
  const steps = folderOf(path);
  return steps !== undefined && folder.endsWith(`/${steps}`) ? folder.slice(0, -steps.length - 1) : undefined;
}

function filesIn(
  { isThere }: Pick<ChartOfTree, 'isThere'>,
  names: readonly JsonValue[],
  at: (name: string) => string,
): { files: string[]; isOpen: boolean } {
  const found = names.map((name) =>
    typeof name === 'string' && !isUnfinished(name) && !name.includes('://') ? at(name) : undefined,
  );
  const files = found.flatMap((file) => (file !== undefined && isThere(file) ? [file] : []));
  return { files, isOpen: files.length < names.length };
}

function parsed(text: JsonValue | undefined): JsonObject | undefined {
  if (isObject(text)) return text;
  if (typeof text !== 'string') return undefined;
  const value = readCarriedText(text, 'values.yaml').documents[0]?.value;
  return isObject(value) ? value : undefined;
}

function parametersOf(parameters: readonly JsonValue[]): { tree: JsonObject; isOpen: boolean } {
  const typed = parameters.flatMap((parameter) => {
    if (!isObject(parameter) || typeof parameter.name !== 'string' || parameter.name.includes('[')) return [];
    return [
      { ...parameter, value: parameter.forceString === true ? (parameter.value ?? '') : asTyped(parameter.value) },
    ];
  });
  return { tree: parameterTree(typed, 'name', 'value').tree, isOpen: typed.length < parameters.length };
}

/** As `--set` reads a value. */
function asTyped(value: JsonValue | undefined): JsonValue {
  if (value === 'true' || value === 'false') return value === 'true';
  if (value === 'null' || value === undefined) return null;
  return typeof value === 'string' && /^(?:0|-?[1-9]\d{0,14})$/.test(value) ? Number(value) : value;
}

function merged(base: JsonObject, over: JsonObject): JsonObject {
  const result: { [key: string]: JsonValue } = Object.assign(Object.create(null), base);
  for (const [key, value] of Object.entries(over)) {
    const known = result[key];
    result[key] = isObject(known) && isObject(value) ? merged(known, value) : value;
  }
  return result;
}
