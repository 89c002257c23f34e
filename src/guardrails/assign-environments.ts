import { z } from 'zod';
import type { GuardrailConfiguration } from './configuration.ts';
import { matchesGlob } from './glob.ts';
import type { Manifest } from './manifest.ts';
import { isObject, textAt } from './normalise.ts';

/** What the documents that the generator renders for programs have in common. */
const documentSchema = z.looseObject({ kind: z.string(), version: z.number(), environment: z.string().min(1) });

/**
 * Gives every manifest its environment, where something tells: the files that the configuration assigns to environments, else the
 * generator's own documents. One that names environment `dev` and lies below a folder `dev` says that the folder is its output.
 *
 * An environment that the configuration does not know counts as a cluster of its own, since nothing says which ones share one.
 */
export function assignEnvironments(
  manifests: Iterable<Manifest>,
  configuration: GuardrailConfiguration,
): readonly Manifest[] {
  const all = [...manifests];
  if (all.every(({ environment }) => environment !== undefined)) return all;
  const folders = outputFolders(all, configuration);
  const environmentOf = ({ file }: Manifest): string | undefined =>
    configuration.environments.find(({ files }) => files.some((glob) => matchesGlob(file, glob)))?.name ??
    folders.find(({ folder }) => file.startsWith(folder))?.environment;
  return all.map((manifest) => {
    const environment = manifest.environment ?? environmentOf(manifest);
    return environment === undefined || environment === manifest.environment ? manifest : { ...manifest, environment };
  });
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
