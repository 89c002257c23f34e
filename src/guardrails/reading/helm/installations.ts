import { join, normalize } from 'node:path';
import type { JsonObject, JsonValue, Manifest } from '../../manifest/manifest.ts';
import { isObject, listAt, objectAt, textAt } from '../../manifest/normalise.ts';
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
    if (value.kind === 'Application') return ofArgo(manifest, chart, value);
    if (value.kind === 'ApplicationSet') return ofArgo(manifest, chart, objectAt(value, 'spec', 'template'));
    return value.kind === 'HelmRelease' ? ofFlux(manifest, chart) : [];
  });
}

interface ChartOfTree {
  readonly folder: string;
  isThere(path: string): boolean;
}

function ofArgo(manifest: Manifest, chart: ChartOfTree, application: JsonObject): Installation[] {
  const { folder } = chart;
  const spec = objectAt(application, 'spec');
  return [spec.source, ...listAt(spec, 'sources')].flatMap((source): Installation[] => {
    const root = rootOf(folder, textAt(source ?? null, 'path'));
    if (root === undefined || !isObject(source)) return [];
    const helm = objectAt(source, 'helm');
    const named = filesIn(chart, listAt(helm, 'valueFiles'), (file) =>
      /^(?:\/|\$[\w-]+\/)/.test(file) ? join(root, file.replace(/^(?:\/|\$[\w-]+\/)/, '')) : join(folder, file),
    );
    const own = isObject(helm.valuesObject) ? helm.valuesObject : (parsed(helm.values) ?? {});
    const parameters = parametersOf(listAt(helm, 'parameters'));
    const namespace = textAt(helm, 'namespace') ?? textAt(spec, 'destination', 'namespace');
    const release = textAt(helm, 'releaseName') ?? textAt(application, 'metadata', 'name') ?? '';
    if (isOpen(release)) return [];
    return [
      {
        manifest,
        release,
        ...(namespace !== undefined && !isOpen(namespace) && { namespace }),
        files: named.files,
        values: merged(own, parameters.tree),
        isOpen: named.isOpen || parameters.isOpen || listAt(helm, 'fileParameters').length > 0,
      },
    ];
  });
}

function ofFlux(manifest: Manifest, { folder, isThere }: ChartOfTree): Installation[] {
  const { value } = manifest;
  const spec = objectAt(value, 'spec');
  const chart = objectAt(spec, 'chart', 'spec');
  const kind = textAt(chart, 'sourceRef', 'kind');
  const root = kind === 'GitRepository' || kind === 'Bucket' ? rootOf(folder, textAt(chart, 'chart')) : undefined;
  const name = textAt(value, 'metadata', 'name');
  if (root === undefined || name === undefined || isOpen(name)) return [];
  const target = textAt(spec, 'targetNamespace');
  const namespace = target ?? textAt(value, 'metadata', 'namespace') ?? manifest.namespace;
  const named = filesIn({ isThere }, listAt(chart, 'valuesFiles'), (file) => join(root, file));
  return [
    {
      manifest,
      release: textAt(spec, 'releaseName') ?? (target === undefined ? name : `${target}-${name}`),
      ...(namespace !== undefined && !isOpen(namespace) && { namespace }),
      files: named.files,
      values: objectAt(spec, 'values'),
      isOpen: named.isOpen || listAt(spec, 'valuesFrom').length > 0,
    },
  ];
}

/** The root of the repository in which a chart has a path; `undefined` where it is another chart. */
function rootOf(folder: string, path: string | undefined): string | undefined {
  if (path === undefined || isOpen(path)) return undefined;
  const steps = normalize(path).replace(/^\.?\/+|(?<!\/)\/+$/g, '');
  if (steps === '' || steps === '.' || steps.startsWith('..')) return undefined;
  return folder.endsWith(`/${steps}`) ? folder.slice(0, -steps.length - 1) : undefined;
}

function filesIn(
  { isThere }: Pick<ChartOfTree, 'isThere'>,
  names: readonly JsonValue[],
  at: (name: string) => string,
): { files: string[]; isOpen: boolean } {
  const found = names.map((name) =>
    typeof name === 'string' && !isOpen(name) && !name.includes('://') ? at(name) : undefined,
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

/** What a template or a substitution has yet to finish. */
const isOpen = (text: string): boolean => /\{\{|\$\{/.test(text);
