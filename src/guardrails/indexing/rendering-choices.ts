import type { Rendering } from '../manifest/manifest.ts';
import type { IndexedObject } from './indexed-object.ts';

/**
 * Tells which renderings are alternatives: overlays of one base, of which a cluster gets one.
 *
 * They are where at least half of the smaller one are objects that both build from the same document under
 * the same name. What two applications have in common is less.
 */
export class RenderingChoices {
  readonly #objects: readonly IndexedObject[];
  readonly #known = new Map<Rendering, Map<Rendering, boolean>>();
  #contents: Map<Rendering, Set<string>> | undefined;

  constructor(objects: readonly IndexedObject[]) {
    this.#objects = objects;
  }

  /** Tells whether two objects are never deployed together. */
  areApart(first: IndexedObject | undefined, second: IndexedObject | undefined): boolean {
    const [a, b] = [first?.manifest.rendering, second?.manifest.rendering];
    if (a === undefined || b === undefined || a === b) return false;
    const known = this.#known.get(a) ?? new Map<Rendering, boolean>();
    this.#known.set(a, known);
    const answer = known.get(b) ?? this.#areAlternatives(a, b);
    known.set(b, answer);
    return answer;
  }

  #areAlternatives(first: Rendering, second: Rendering): boolean {
    this.#contents ??= contentsOf(this.#objects);
    const [a, b] = [this.#contents.get(first) ?? new Set(), this.#contents.get(second) ?? new Set()];
    const [smaller, larger] = a.size < b.size ? [a, b] : [b, a];
    let shared = 0;
    for (const object of smaller) if (larger.has(object)) shared++;
    return shared > 0 && shared * 2 >= smaller.size;
  }
}

function contentsOf(objects: readonly IndexedObject[]): Map<Rendering, Set<string>> {
  const contents = new Map<Rendering, Set<string>>();
  for (const { manifest, path, kindKey, namespace, name } of objects) {
    const { rendering, carrier, file, document } = manifest;
    // Every application of a namespace may bring the Namespace.
    if (rendering === undefined || carrier !== undefined || path.length > 0 || kindKey === 'namespace') continue;
    const set = contents.get(rendering) ?? new Set();
    contents.set(rendering, set.add(`${file}\0${document}\0${kindKey}\0${namespace ?? ''}\0${name}`));
  }
  return contents;
}
