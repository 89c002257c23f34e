import type { Manifest } from '../manifest/manifest.ts';
import { listAt, textAt } from '../manifest/normalise.ts';
import type { Site } from './site.ts';

/** A Helm chart of the tree. */
export interface Chart {
  /** With its last slash. */
  readonly folder: string;
  /** Names of the charts that it brings and that the tree does not hold. */
  readonly absent: readonly string[];
}

/** Lists the charts of some manifests. */
export function chartsOf(manifests: readonly Manifest[]): Chart[] {
  const files = manifests.filter(({ file }) => /(?:^|\/)(?:Chart|requirements)\.yaml$/.test(file));
  const folderOf = (file: string): string => file.slice(0, file.lastIndexOf('/') + 1);
  const folders = new Set(files.flatMap(({ file }) => (file.endsWith('Chart.yaml') ? [folderOf(file)] : [])));
  return [...folders].map((folder) => {
    const own = files.filter(({ file }) => folderOf(file) === folder);
    const brought = own.flatMap(({ value }) =>
      listAt(value, 'dependencies').filter((each) => !folders.has(`${folder}charts/${textAt(each, 'name')}/`)),
    );
    return {
      folder,
      absent: brought.flatMap((each) => [textAt(each, 'name') ?? [], textAt(each, 'alias') ?? []].flat()),
    };
  });
}

/** Recognises a Secret with the name of a chart in its own that the reader's chart brings from elsewhere. */
export function isOfAbsentChart({ manifest: { file } }: Site, secret: string, charts: readonly Chart[]): boolean {
  let own: Chart | undefined;
  for (const chart of charts)
    if (file.startsWith(chart.folder) && chart.folder.length >= (own?.folder.length ?? 0)) own = chart;
  return own?.absent.some((name) => `-${secret}-`.includes(`-${name}-`)) === true;
}
