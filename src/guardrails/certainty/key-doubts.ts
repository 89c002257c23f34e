import type { GuardrailConfiguration } from '../engine/configuration.ts';
import type { ManifestIndex } from '../indexing/manifest-index.ts';
import type { SecretProducer } from '../indexing/secret-producer.ts';
import type { SecretReference } from '../indexing/secret-reference.ts';
import { folderOf } from '../manifest/folder-of.ts';
import { isAllDeclared } from './is-all-declared.ts';

/**
 * Whether the writer that was found for a Secret is the one that its reader means: it is where something
 * reads a key that it writes, or where it stands beside the reader.
 */
export class KeyDoubts {
  readonly #index: ManifestIndex;
  readonly #isOff: boolean;
  #met: Set<string> | undefined;

  constructor(index: ManifestIndex, configuration: GuardrailConfiguration) {
    this.#index = index;
    this.#isOff = isAllDeclared(configuration);
  }

  /** Returns whether nothing shows that these writers are meant. */
  isInDoubt({ site, scope, name }: SecretReference, writers: readonly SecretProducer[]): boolean {
    if (this.#isOff || site.manifest.constructPath !== undefined) return false;
    const folder = folderOf(site.manifest.file);
    if (writers.some((writer) => writer.ownership === 'declares' || folderOf(writer.site?.manifest.file) === folder))
      return false;
    this.#met ??= this.#read();
    return !this.#met.has(`${scope}\0${name}\0${treeOf(site.manifest.file)}`);
  }

  #read(): Set<string> {
    const met = new Set<string>();
    for (const { site, scope, namespace, name, key, oneOf } of this.#index.references) {
      if (key === undefined && oneOf === undefined) continue;
      const found = this.#index.producers.resolve(scope, namespace, name, site.object);
      if (found.known && [key, ...(oneOf ?? [])].some((each) => each !== undefined && found.keys?.has(each)))
        met.add(`${scope}\0${name}\0${treeOf(site.manifest.file)}`);
    }
    return met;
  }
}

/** The folder at the top, which may be that of a cluster with Secrets of its own. */
const treeOf = (file: string): string => file.split('/', 1)[0] ?? '';
