import { z } from 'zod';
import type { GuardrailConfiguration } from '../engine/configuration.ts';
import { matchesGlob } from '../engine/glob.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { isObject, textAt } from '../manifest/normalise.ts';
import { type Placement, placeManifests } from '../manifest/place-manifests.ts';

/** What the documents that the generator renders for programs have in common. */
const documentSchema = z.looseObject({ kind: z.string(), version: z.number(), environment: z.string().min(1) });

/**
 * Returns the manifests with their environments where nothing says so already: by the files that the
 * configuration assigns to environments, else by the generator's own documents. One that names environment
 * `dev` and lies below a folder `dev` shows that the folder is its output.
 */
export function inEnvironments(
  manifests: readonly Manifest[],
  configuration: GuardrailConfiguration,
): readonly Manifest[] {
  if (manifests.every(({ environment }) => environment !== undefined)) return manifests;
  const placed = configuration.environments.filter(({ files }) => files.length > 0);
  const folders = outputFolders(manifests, configuration);
  if (placed.length === 0 && folders.length === 0) return manifests;
  const placements = new Map<Manifest, Placement>();
  const placedAt = (file: string): string | undefined =>
    placed.find(({ files }) => files.some((glob) => matchesGlob(file, glob)))?.name;
  for (const manifest of manifests) {
    if (manifest.environment !== undefined) continue;
    const environment =
      (manifest.rendering && placedAt(`${manifest.rendering.folder}/kustomization.yaml`)) ??
      placedAt(manifest.file) ??
      folders.find(({ folder }) => manifest.file.startsWith(folder))?.environment;
    if (environment !== undefined) placements.set(manifest, { environment });
  }
  return placeManifests(manifests, placements);
}

/** The folders that hold the output of one environment each, the deepest first. */
function outputFolders(manifests: readonly Manifest[], { documentLabel }: GuardrailConfiguration) {
  const found = new Map<string, string>();
  for (const { file, value } of manifests) {
    const metadata = isObject(value.metadata) ? value.metadata : {};
    const kind = textAt(metadata.labels ?? null, documentLabel);
    const text = kind === undefined ? undefined : textAt(value.data ?? null, `${kind}.json`);
    const environment = text === undefined ? undefined : environmentIn(text);
    if (environment === undefined) continue;
    const steps = file.split('/');
    const at = steps.lastIndexOf(environment, steps.length - 2);
    if (at >= 0) found.set(`${steps.slice(0, at + 1).join('/')}/`, environment);
  }
  const folders = Array.from(found, ([folder, environment]) => ({ folder, environment }));
  return folders.sort((a, b) => b.folder.length - a.folder.length || (a.folder < b.folder ? -1 : 1));
}

function environmentIn(text: string): string | undefined {
  try {
    return documentSchema.safeParse(JSON.parse(text)).data?.environment;
  } catch {
    return undefined;
  }
}
