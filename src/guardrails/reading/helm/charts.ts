import { basename, dirname, join } from 'node:path';
import type { Manifest } from '../../manifest/manifest.ts';
import { listAt, textAt } from '../../manifest/normalise.ts';
import { isValuesFile } from '../manifest-role.ts';
import { entriesOf, type GivenPaths, typeOf } from '../regular-file.ts';
import type { Installation } from './installations.ts';
import type { HelmOutcome } from './program.ts';

/** How a chart is to be rendered; by whom, where the tree says. */
export interface Wanted extends Omit<Installation, 'manifest'> {
  readonly manifest?: Manifest;
}

export interface ChartRun extends Wanted {
  readonly outcome: HelmOutcome;
}

/** Charts in the `charts/` of another are rendered with it. */
export const outermost = (chartFiles: readonly string[]): string[] => {
  const folders = new Set(chartFiles.map((file) => dirname(file)));
  return chartFiles.filter((file) => {
    const above = dirname(dirname(file));
    return basename(above) !== 'charts' || !folders.has(dirname(above));
  });
};

/**
 * Recognises a chart that is for itself; where nobody asks for all of them, one whose dependencies are there
 * too.
 *
 * @param shown its folder as it is shown, with its last slash
 */
export function isRenderable(
  chartFile: string,
  shown: string,
  manifests: readonly Manifest[],
  isAutomatic: boolean,
): boolean {
  const folder = dirname(chartFile);
  const own = manifests.filter(({ file }) => file === `${shown}Chart.yaml` || file === `${shown}requirements.yaml`);
  if (own.some(({ value }) => value.type === 'library')) return false;
  if (!isAutomatic) return true;
  const names = own.flatMap(({ value }) => listAt(value, 'dependencies').map((each) => textAt(each, 'name') ?? ''));
  if (names.length === 0) return true;
  const vendored = entriesOf(join(folder, 'charts')) ?? [];
  return names.every((name) => vendored.some((entry) => entry.name === name || entry.name.startsWith(`${name}-`)));
}

/** Versions of kinds that templates ask a cluster for; those of Kubernetes helm knows itself. */
export function askedFor(manifests: readonly Manifest[]): string[] {
  const groups = manifests.flatMap(({ isTemplate, value }) => {
    const version = isTemplate ? value.apiVersion : undefined;
    return typeof version === 'string' && /^[a-z0-9-]+(?:\.[a-z0-9-]+)+\/v\w+$/.test(version) ? [version] : [];
  });
  return [...new Set(groups)].filter((group) => !/\.(?:k8s|openshift)\.io\//.test(group)).sort();
}

export const furtherValues = (folder: string): string[] =>
  (entriesOf(folder) ?? [])
    .map(({ name }) => name)
    .filter((name) => isValuesFile(name) && name !== 'values.yaml' && /\.ya?ml$/.test(name))
    .sort();

/**
 * The first entry below a chart, behind its links as well, that is neither file nor folder, or leads out of
 * the given paths.
 */
export function strayEntry(folder: string, given: GivenPaths, seen = new Set<string>()): string | undefined {
  for (const entry of entriesOf(folder) ?? []) {
    if (entry.isFile()) continue;
    const path = join(folder, entry.name);
    const type = typeOf(path);
    const place = given.place(path);
    if (place === undefined || !(type === 'file' || type === 'folder')) return path;
    if (type === 'file' || seen.has(place.real)) continue;
    seen.add(place.real);
    const inside = strayEntry(path, given, seen);
    if (inside !== undefined) return inside;
  }
  return undefined;
}
