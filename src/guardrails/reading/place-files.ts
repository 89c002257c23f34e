import { dirname, join } from 'node:path';
import { isOpenName } from '../indexing/open-name.ts';
import { valueAt } from '../manifest/field-path.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { besideFile } from './walk-tree.ts';

interface Kustomization {
  readonly path: string;
  readonly manifest: Manifest;
}

interface Node {
  readonly namespace: string | undefined;
  readonly files: readonly string[];
  readonly children: readonly string[];
}

/** Where a namespace is not known, or nothing sets one. */
const none = '';
const deepest = 20;

/** What kustomizations do with the files around them. */
export interface KustomizePlacement {
  /** The one namespace into which what a file holds is put; files that reach several, or none, are left out. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** Tells a file that stands beside a kustomization, and that none applies. */
  isLeftOut(path: string): boolean;
}

/**
 * Finds into which namespace kustomize puts what each file holds.
 *
 * The outermost kustomization has the last word; Flux's `targetNamespace` stands outside them all.
 *
 * @param isRead tells the absolute path of a file that was read
 * @param flux the Flux Kustomizations of the tree
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/namespace/
 */
export function placeFiles(
  kustomizations: readonly Kustomization[],
  isRead: (path: string) => boolean,
  flux: readonly Manifest[],
): KustomizePlacement {
  const byFolder = new Map(kustomizations.map(({ path }) => [dirname(path), path]));
  const nodes = new Map(kustomizations.map((each) => [each.path, nodeOf(each, isRead, byFolder)]));
  const inner = new Set([...nodes.values()].flatMap(({ children }) => children));
  const targets = flux.flatMap((manifest) => targetOf(manifest) ?? []);
  const reached = new Map<string, Set<string>>();
  const visit = (path: string, outer: string | undefined, depth: number): void => {
    const node = nodes.get(path);
    if (node === undefined || depth > deepest) return;
    const namespace = outer ?? node.namespace;
    for (const file of [path, ...node.files])
      reached.set(file, (reached.get(file) ?? new Set()).add(namespace ?? none));
    for (const child of node.children) visit(child, namespace, depth + 1);
  };
  for (const path of nodes.keys()) {
    const folder = dirname(path);
    const here = targets.filter((target) => folder === target.folder || folder.endsWith(`/${target.folder}`));
    for (const { namespace } of here) visit(path, namespace, 0);
    if (here.length === 0 && !inner.has(path)) visit(path, undefined, 0);
  }
  const namespaces = new Map(
    [...reached].flatMap(([file, [first = none, ...others]]) =>
      first === none || others.length > 0 || isOpenName(first) ? [] : [[file, first] as const],
    ),
  );
  return { namespaces, isLeftOut: (path) => byFolder.has(dirname(path)) && !reached.has(path) };
}

function nodeOf(
  { path, manifest: { value } }: Kustomization,
  isRead: (path: string) => boolean,
  byFolder: ReadonlyMap<string, string>,
): Node {
  const entries = ['resources', 'bases', 'components'].flatMap((field) => {
    const list = value[field];
    return Array.isArray(list) ? list.filter((entry) => typeof entry === 'string') : [];
  });
  const paths = entries.map((entry) => besideFile(path, entry.replace(/\/+$/, '')));
  const { namespace } = value;
  return {
    namespace: typeof namespace === 'string' && namespace !== '' ? namespace : undefined,
    files: paths.filter(isRead),
    children: paths.flatMap((each) => byFolder.get(join(each)) ?? []),
  };
}

function targetOf({ value }: Manifest): { folder: string; namespace: string } | undefined {
  const [folder, namespace] = ['path', 'targetNamespace'].map((field) => valueAt(value, ['spec', field]));
  if (typeof folder !== 'string' || typeof namespace !== 'string') return undefined;
  return { folder: folder.replace(/^\.?\/+|\/+$/g, ''), namespace };
}
