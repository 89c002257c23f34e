import type { IndexedObject } from '../indexing/indexed-object.ts';
import type { SecretReference } from '../indexing/secret-reference.ts';
import { isOfKnownGroup } from '../knowledge/known-groups.ts';

/** How many Secrets of a class must be missing before that says something. */
const fewest = 3;

interface Class {
  readonly missing: Set<string>;
  isUnderstood: boolean;
}

/**
 * Fields of values and of custom resources that look like references, by what names them. Where none of
 * several names a Secret of the tree, the field may mean something else, or another tree.
 */
export class ReferenceClasses {
  readonly #classes = new Map<string, Class>();
  readonly #objects = new Map<IndexedObject, Class>();

  add(reference: SecretReference, isMade: boolean): void {
    const key = keyOf(reference);
    if (key === undefined) return;
    note(this.#classes, key, reference.name, isMade);
    if (reference.site.object) note(this.#objects, reference.site.object, reference.name, isMade);
  }

  /** Returns of how many names in such a field none is made. */
  withoutMaker(reference: SecretReference): number | undefined {
    const key = keyOf(reference);
    if (key === undefined) return undefined;
    const { object } = reference.site;
    for (const found of [this.#classes.get(key), object && this.#objects.get(object)])
      if (found !== undefined && !found.isUnderstood && found.missing.size >= fewest) return found.missing.size;
    return undefined;
  }
}

function note<Key>(classes: Map<Key, Class>, key: Key, name: string, isMade: boolean): void {
  let found = classes.get(key);
  if (found === undefined) {
    found = { missing: new Set(), isUnderstood: false };
    classes.set(key, found);
  }
  if (isMade) found.isUnderstood = true;
  else found.missing.add(name);
}

/** What Kubernetes itself reads is a reference, whatever the others are. */
function keyOf({ site: { manifest, object }, via }: SecretReference): string | undefined {
  if (manifest.role === 'values') return `values\0${via}`;
  return object === undefined || isOfKnownGroup(object.apiVersion) ? undefined : `${object.kindKey}\0${via}`;
}
