import type { Manifest } from '../manifest/manifest.ts';
import { textAt } from '../manifest/normalise.ts';
import { judgedFile } from './judged-file.ts';
import type { Suppression } from './suppression.ts';
import { parseStatement } from './suppression-comment.ts';

/**
 * Annotation of an object whose lines each accept a finding: `<rule> [<field>] [until YYYY-MM-DD]: <reason>`.
 */
export const suppressionAnnotation = 'vaultwright.io/ignore';

/** Finds the suppressions that annotations of objects state; each is about its own object. */
export function suppressionAnnotations(manifests: Iterable<Manifest>): Suppression[] {
  return [...manifests].flatMap((manifest) => {
    const text = textAt(manifest.value, 'metadata', 'annotations', suppressionAnnotation);
    if (text === undefined || manifest.isAlternative) return [];
    const path = ['metadata', 'annotations', suppressionAnnotation];
    const kind = textAt(manifest.value, 'kind');
    const name = textAt(manifest.value, 'metadata', 'name');
    return text.split('\n').flatMap((line): Suppression[] => {
      if (line.trim() === '') return [];
      const { field, ...parsed } = parseStatement(line.trim());
      return [
        {
          ...parsed,
          position: manifest.locate?.(path, text.indexOf(line)) ??
            manifest.declaredAt ?? { file: manifest.file, line: 1 },
          covers: ({ place }) =>
            judgedFile(place) === manifest.file &&
            place.object?.kind === kind &&
            place.object?.name === name &&
            (field === undefined || place.field === field || place.field?.startsWith(`${field}.`) === true),
        },
      ];
    });
  });
}
