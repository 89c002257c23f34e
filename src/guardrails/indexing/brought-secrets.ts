import { valueAt } from '../manifest/field-path.ts';
import { folderOf } from '../manifest/folder-of.ts';
import type { ManifestIndex } from './manifest-index.ts';
import type { SecretProducer } from './secret-producer.ts';
import type { Site } from './site.ts';

/**
 * Values that ship with a chart name what an installation will have: they can be checked only where the chart
 * itself writes Secrets.
 */
export function isChartDefault(
  { manifest, path }: Site,
  secret: string,
  { charts, producers }: ManifestIndex,
): boolean {
  const rendered = manifest.rendering?.chart;
  if (rendered !== undefined) {
    if (rendered.isInstalled) return false;
    const { template } = manifest;
    const isFixed = template !== undefined && valueAt(template.value, path) === valueAt(manifest.value, path);
    const writes = producers.all.some(({ site }) => site?.manifest.rendering?.chart === rendered);
    return producers.mayBeTemplated(rendered, secret) || !(isFixed || writes);
  }
  if (manifest.role !== 'values' || manifest.carrier !== undefined) return false;
  const chart = charts.find(({ folder }) => manifest.file.startsWith(folder))?.folder;
  return chart !== undefined && !producers.all.some(({ site }) => site?.manifest.file.startsWith(chart) === true);
}

/** Finds the Secret that the rendering of a reader writes under another name than it was given. */
export const renamedIn = (
  { manifest: { rendering } }: Site,
  secret: string,
  writers: readonly SecretProducer[],
): SecretProducer | undefined =>
  rendering &&
  writers.find(({ name: present, site }) => {
    const writer = site?.object;
    return (
      writer?.manifest.rendering === rendering &&
      writer.manifest.formerName === secret &&
      writer.name === present &&
      present !== secret
    );
  });

/**
 * Values beside a kustomization name what it generates: `helm template` makes of them what it builds, and it
 * follows the name then.
 */
export function isGeneratedBeside({ manifest }: Site, secret: string, writers: readonly SecretProducer[]): boolean {
  if (manifest.role !== 'values') return false;
  const folder = folderOf(manifest.file);
  return writers.some(({ site }) => {
    const built = site?.object?.manifest;
    const own = built?.rendering?.folder;
    return built?.formerName === secret && own !== undefined && (folder === own || folder.startsWith(`${own}/`));
  });
}

/** A remote base may write any Secret; a chart that a kustomization renders those of its own name. */
export function mayBeBrought({ manifest: { rendering } }: Site, secret: string): boolean {
  return rendering?.isOpen === true || rendering?.charts?.some((chart) => secret.includes(chart)) === true;
}

/**
 * Flux is given its own login and the key of the encrypted files before it reads a manifest: neither can be
 * in the tree.
 */
export function isBootstrapped({ object, path }: Site, secret: string): boolean {
  if (object === undefined || !/\.toolkit\.fluxcd\.io\//.test(object.apiVersion)) return false;
  return path.includes('decryption') || (object.name === secret && object.kindKey === 'gitrepository');
}
