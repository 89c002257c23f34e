import { dirname } from 'node:path';
import type { Position } from '../../../model/diagnostics/diagnostic.ts';
import { groupBy } from '../../../model/group-by.ts';
import type { Manifest, Rendering } from '../../manifest/manifest.ts';
import { isList } from '../../manifest/normalise.ts';
import { argoSources, folderAt } from '../argo-applications.ts';
import { besideFile } from '../walk-tree.ts';
import { argoOverlay } from './argo-overlay.ts';
import { type Build, buildKustomization } from './build.ts';
import type { BuildTree, KustomizationFile } from './build-tree.ts';
import { fluxOverlay } from './flux-overlay.ts';
import { positionOf } from './origins.ts';
import { appliesTo, type Overlay, withOverlay } from './overlay.ts';
import { type RenderedObject, renderedManifests } from './rendered-manifests.ts';

/** What the kustomizations of a tree build. */
export interface Renderings {
  readonly manifests: readonly Manifest[];
  /** Absolute paths of the files that went into a rendering. */
  readonly inputs: ReadonlySet<string>;
  /** Why kustomize would refuse one of them. */
  readonly problems: readonly { readonly reason: string; readonly position: Position }[];
}

/** The tree, and what is known of its manifests. */
export interface RenderingTree extends BuildTree {
  readonly kustomizations: readonly KustomizationFile[];
  /** Every manifest that was read. */
  readonly manifests: readonly Manifest[];
  /** Formats a folder as it is shown. */
  shown(folder: string): string;
}

/**
 * Builds every kustomization that no other includes, and once more each that a Flux Kustomization changes.
 *
 * Each is a rendering of its own: overlays of one base are never deployed together.
 */
export function renderKustomizations(tree: RenderingTree): Renderings {
  const manifests: Manifest[] = [];
  const inputs = new Set<string>();
  const problems = new Map<string, Renderings['problems'][number]>();
  const carried = carriedManifests(tree.manifests);
  const bySource = new Map<Manifest, RenderedObject>();
  for (const root of roots(tree)) {
    const build = buildKustomization(root, tree);
    for (const input of build.inputs) inputs.add(input);
    // What a remote base or a chart brings may be what a patch looks for.
    for (const { reason, origin } of build.isOpen || build.charts.size > 0 ? [] : build.problems) {
      const position = positionOf(origin) ?? { file: root.manifest.file, line: 1 };
      problems.set(`${position.file}\0${position.line}\0${reason}`, { reason, position });
    }
    const rendering = renderingOf(root, build, tree);
    for (const resource of build.resources) {
      const rendered = renderedManifests(resource, rendering, root, carried);
      for (const manifest of rendered.manifests) manifests.push(manifest);
      if (resource.manifest === undefined) continue;
      const known = bySource.get(resource.manifest);
      bySource.set(resource.manifest, known === undefined ? rendered : { ...rendered, isWhole: false });
    }
  }
  for (const [source, { manifests: only, isWhole }] of bySource) {
    // A literal counts by where it is written, not by which overlay takes it.
    if (!isWhole || only.some(({ purpose }) => purpose !== source.purpose)) continue;
    for (const manifest of only) Object.assign(manifest, { isOnlyRendering: true });
    replace(source, carried);
  }
  return { manifests, inputs, problems: [...problems.values()] };
}

function replace(manifest: Manifest, carried: ReadonlyMap<Manifest, readonly Manifest[]>): void {
  Object.assign(manifest, { isReplaced: true });
  for (const inner of carried.get(manifest) ?? []) replace(inner, carried);
}

function renderingOf({ path }: KustomizationFile, build: Build, tree: RenderingTree): Rendering {
  return {
    folder: tree.shown(dirname(path)),
    ...((build.isOpen || build.lacksFiles) && { isOpen: true }),
    ...(build.charts.size > 0 && { charts: [...build.charts] }),
  };
}

function roots(tree: RenderingTree): KustomizationFile[] {
  const included = new Set(tree.kustomizations.flatMap((file) => includedBy(file, tree)));
  const folders = tree.kustomizations.map(({ path }) => dirname(path));
  const known = folders.map((folder) => ({ folder, shown: tree.shown(folder) }));
  const overlays = tree.manifests.flatMap((manifest) => fluxOverlay(manifest) ?? []);
  const sources = tree.manifests.flatMap((manifest) => argoSources(manifest, folders));
  const ofArgo = groupBy(
    sources.flatMap((source) => {
      const target = folderAt(source.folder, known);
      const overlay = target && argoOverlay(source);
      return overlay === undefined ? [] : [{ overlay, folder: target?.folder }];
    }),
    ({ folder }) => folder,
  );
  return tree.kustomizations.flatMap((file): KustomizationFile[] => {
    if (file.manifest.value.kind === 'Component') return [];
    const folder = dirname(file.path);
    const changed = distinct([
      ...overlays.filter((overlay) => appliesTo(overlay, folder)),
      ...(ofArgo.get(folder) ?? []).map(({ overlay }) => overlay),
    ]);
    if (changed.length > 0) return changed.map((overlay) => withOverlay(file, overlay));
    return included.has(file.path) ? [] : [file];
  });
}

/** Several clusters often get the same. */
const distinct = (overlays: readonly Overlay[]): Overlay[] => [
  ...new Map(overlays.map((overlay) => [JSON.stringify([overlay.fields, overlay.namespace]), overlay])).values(),
];

function includedBy({ path, manifest: { value } }: KustomizationFile, tree: RenderingTree): string[] {
  return ['resources', 'bases', 'components'].flatMap((field) => {
    const list = value[field];
    return (isList(list) ? list : []).flatMap((entry) => {
      const found = typeof entry === 'string' ? tree.kustomizationIn(besideFile(path, entry)) : undefined;
      return found === undefined || found.path === path ? [] : [found.path];
    });
  });
}

function carriedManifests(manifests: readonly Manifest[]): ReadonlyMap<Manifest, readonly Manifest[]> {
  const carried = new Map<Manifest, Manifest[]>();
  for (const manifest of manifests) {
    if (manifest.carrier === undefined) continue;
    const list = carried.get(manifest.carrier.manifest);
    if (list === undefined) carried.set(manifest.carrier.manifest, [manifest]);
    else list.push(manifest);
  }
  return carried;
}
