import type { Manifest } from '../manifest/manifest.ts';
import type { SecretReference } from './secret-reference.ts';

/** Recognises a template for which what helm renders of it stands. */
export const isRenderedTemplate = ({ chart, isTemplate }: Manifest): boolean =>
  chart !== undefined && isTemplate === true;

/**
 * Leaves out what values name where helm rendered their chart: a Secret that no object of it reads is not
 * read, and one that an object reads is a reference of that object. What stands in another field of an
 * object remains, since only the convention of values tells that it is a Secret.
 */
export function withRenderedCharts(references: readonly SecretReference[]): readonly SecretReference[] {
  const read = new Set(
    references.flatMap(({ site, name }) => {
      const folder = site.manifest.rendering?.chart?.folder;
      return folder === undefined ? [] : [`${folder}\0${name}`];
    }),
  );
  return references.filter(({ site, name }) => {
    const { chart } = site.manifest;
    return chart === undefined || (chart.texts.has(name) && !read.has(`${chart.folder}\0${name}`));
  });
}
