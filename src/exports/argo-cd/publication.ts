import { type EnvironmentDocument, environmentFile } from '../../model/documents/environment-document.ts';
import type { Publication } from '../../model/documents/publication.ts';
import type { ArgoCdSettings } from '../../model/platform/argo-cd.ts';
import { fillPath } from '../../model/platform/argo-cd-paths.ts';
import type { ArgoCdFile } from './argo-cd-files.ts';

/**
 * Returns which file of the output goes where in the GitOps repository.
 *
 * Full Helm values stay behind, since their layers are published. What is nobody's keeps its path.
 * @param output paths of all other files of the output
 */
export function publication(
  output: Iterable<string>,
  files: readonly ArgoCdFile[],
  documents: readonly EnvironmentDocument[],
  settings: ArgoCdSettings,
): Publication {
  const known = new Map(files.map(({ file, published }) => [file, published]));
  const folders = documents.flatMap(({ name: environment, components, disabled }) =>
    [...components, ...disabled].map(({ folder }) => ({
      from: `${environment}/${folder}/`,
      to: `${fillPath(settings.paths.manifests, { environment, folder })}/`,
    })),
  );
  // The longest first: a folder may stand in that of another component.
  folders.sort((a, b) => b.from.length - a.from.length);
  const valueFolders = documents.map(({ name }) => `${name}/values/`);
  for (const file of output) {
    if (known.has(file) || valueFolders.some((folder) => file.startsWith(folder))) continue;
    const [environment = '', ...rest] = file.split('/');
    const isDocument = rest.join('/') === environmentFile;
    const folder = folders.find(({ from }) => file.startsWith(from));
    const inFolder = folder && `${folder.to}${file.slice(folder.from.length)}`;
    known.set(file, isDocument ? fillPath(settings.paths.document, { environment }) : (inFolder ?? file));
  }
  return {
    kind: 'Publication',
    version: 1,
    repository: { url: settings.repoURL, revision: settings.revision },
    files: Object.fromEntries([...known].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
