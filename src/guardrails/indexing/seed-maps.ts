import { objectAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';
import { type Site, siteOf } from './site.ts';

/** One Vault path that a list for another tool seeds. */
export interface Seed {
  /** Without the mount. */
  readonly path: string;
  /** True where the list itself holds the value. */
  readonly isLiteral: boolean;
  readonly site: Site;
}

const line = /^\s{0,20}([\w.-]{1,100}\/[\w./-]{1,300})([|;])\s?([a-z-]{3,20})\2([^|;\n]{0,500})(?:\2[^\n]{0,500})?$/i;
const kinds = /^(?:random|generated?|static|literal|fixed|value|file|env|uuid|hex|base64|ask|prompt)$/i;

/**
 * Lists the seeds of a ConfigMap's files whose lines are `path|kind|value|…`, as scripts that fill a Vault
 * read them.
 */
export function seedsOf(object: IndexedObject): Seed[] {
  if (object.kindKey !== 'configmap') return [];
  return Object.entries(objectAt(object.value, 'data')).flatMap(([file, text]) => {
    if (typeof text !== 'string' || !/[|;]/.test(text)) return [];
    const seeds: Seed[] = [];
    let offset = 0;
    for (const row of text.split('\n')) {
      const [, path, , kind = '', value = ''] = line.exec(row) ?? [];
      const isRow = path !== undefined && kinds.test(kind);
      // A line of another shape makes it another file.
      if (!isRow && row.trim() !== '' && !row.trim().startsWith('#')) return [];
      if (isRow)
        seeds.push({
          path: path.slice(path.indexOf('/') + 1),
          isLiteral: /^(?:static|literal|fixed|value)$/i.test(kind) && value.trim() !== '' && !/[${}<>]/.test(value),
          site: { ...siteOf(object, 'data', file), offset },
        });
      offset += row.length + 1;
    }
    return seeds;
  });
}
