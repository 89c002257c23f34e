import { wholeEntry } from '../../model/documents/coordinates.ts';
import { listAt, textAt } from '../manifest/normalise.ts';
import type { ExternalSecret } from './external-secret.ts';
import type { ManifestIndex } from './manifest-index.ts';
import type { SecretProducer } from './secret-producer.ts';

/**
 * Returns the data keys that an ExternalSecret is known to take from whole entries: the declared properties,
 * under the names that its rewrites give them. Others may put further ones there.
 */
export function extractedKeys(index: ManifestIndex, { object, spec, reads }: ExternalSecret): ReadonlySet<string> {
  const map = index.fixturesOf(object);
  const known = new Set<string>();
  if (map === undefined) return known;
  const keys = index.keysOf(map);
  for (const entry of listAt(spec, 'dataFrom')) {
    const path = textAt(entry, 'extract', 'key');
    const read = reads.find((one) => one.isWhole && one.path === path);
    if (read === undefined) continue;
    const renames = listAt(entry, 'rewrite').map((rewrite) => ({
      source: textAt(rewrite, 'regexp', 'source'),
      target: textAt(rewrite, 'regexp', 'target'),
    }));
    for (const property of keys.propertiesOf(read) ?? []) {
      if (property === wholeEntry) continue;
      known.add(
        renames.reduce((name, { source, target }) => (isWhole(source, name) ? (target ?? name) : name), property),
      );
    }
  }
  return known;
}

/**
 * Whether an anchored expression of literal characters is this very name; any other expression renames
 * nothing that is known.
 */
const isWhole = (source: string | undefined, name: string): boolean =>
  source?.startsWith('^') === true && source.endsWith('$') && source.slice(1, -1).replace(/\\(.)/g, '$1') === name;

/** Returns whether one of several writers extracts one of several keys. */
export const extractsAny = (
  index: ManifestIndex,
  producers: readonly SecretProducer[],
  wanted: readonly string[],
): boolean =>
  producers.some(({ site }) => {
    const writer = site?.object && index.externalSecretOf(site.object);
    return writer !== undefined && wanted.some((each) => extractedKeys(index, writer).has(each));
  });
