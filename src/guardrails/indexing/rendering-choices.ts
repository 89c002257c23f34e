import type { Manifest, Rendering } from '../manifest/manifest.ts';
import { textAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';

/**
 * Returns which renderings are alternatives: overlays of one base, of which a cluster gets one.
 *
 * They are where at least half of the smaller one are objects that both build from the same document under
 * the same name. What two applications have in common is less.
 */
export class RenderingChoices {
  readonly #objects: readonly IndexedObject[];
  readonly #known = new Map<Rendering, Map<Rendering, boolean>>();
  #contents: Map<Rendering, Set<string>> | undefined;
  readonly #folders = new Map<string, Set<string>>();
  #clusters: readonly (readonly string[])[] | undefined;

  constructor(objects: readonly IndexedObject[]) {
    this.#objects = objects;
  }

  /** Returns whether two objects are never deployed together. */
  areApart(first: IndexedObject | undefined, second: IndexedObject | undefined): boolean {
    if (first !== undefined && second !== undefined && this.#areOfTwoClusters(first.manifest, second.manifest))
      return true;
    const [a, b] = [first?.manifest.rendering, second?.manifest.rendering];
    if (a === undefined || b === undefined || a === b) return false;
    const known = this.#known.get(a) ?? new Map<Rendering, boolean>();
    this.#known.set(a, known);
    const answer = known.get(b) ?? this.#areAlternatives(a, b);
    known.set(b, answer);
    return answer;
  }

  /**
   * Returns whether two objects that no kustomization builds stand in folders beside each other that are
   * variants of one thing: at least two objects, and half of the smaller folder, are in both.
   */
  areInVariants({ manifest: first }: IndexedObject, { manifest: second }: IndexedObject): boolean {
    if (first.rendering !== undefined || second.rendering !== undefined) return false;
    const [a, b] = [first.file.split('/'), second.file.split('/')];
    const apart = a.findIndex((step, index) => step !== b[index]);
    if (apart < 0 || apart >= a.length - 1 || apart >= b.length - 1) return false;
    const [one, other] = [a, b].map((steps) => this.#namesIn(`${steps.slice(0, apart + 1).join('/')}/`));
    return one !== undefined && other !== undefined && sharedBy(one, other) > 1 && areMostlyShared(one, other);
  }

  #namesIn(folder: string): ReadonlySet<string> {
    let names = this.#folders.get(folder);
    if (names === undefined) {
      const own = this.#objects.filter(({ manifest: { file, rendering } }) => !rendering && file.startsWith(folder));
      names = new Set(own.map(({ kindKey, namespace, name }) => `${kindKey}\0${namespace ?? ''}\0${name}`));
      this.#folders.set(folder, names);
    }
    return names;
  }

  /** One Flux Kustomization that two files point at two folders is that of two clusters. */
  #areOfTwoClusters(first: Manifest, second: Manifest): boolean {
    this.#clusters ??= clustersOf(this.#objects);
    if (this.#clusters.length === 0) return false;
    const [a, b] = [first, second].map(({ rendering, file }) => `${rendering?.folder ?? file}/`);
    return this.#clusters.some((folders) => {
      const [one, other] = [a, b].map((place) => folders.find((folder) => place?.startsWith(folder)));
      return one !== undefined && other !== undefined && one !== other;
    });
  }

  #areAlternatives(first: Rendering, second: Rendering): boolean {
    this.#contents ??= contentsOf(this.#objects);
    return areMostlyShared(this.#contents.get(first) ?? new Set(), this.#contents.get(second) ?? new Set());
  }
}

function sharedBy(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  let shared = 0;
  for (const object of one) if (other.has(object)) shared++;
  return shared;
}

function areMostlyShared(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const shared = sharedBy(one, other);
  return shared > 0 && shared * 2 >= Math.min(one.size, other.size);
}

/** Folders of the Flux Kustomizations of one name, where there are several and none lies in another. */
function clustersOf(objects: readonly IndexedObject[]): string[][] {
  const folders = new Map<string, Set<string>>();
  for (const { kindKey, apiVersion, namespace, name, value } of objects) {
    if (kindKey !== 'kustomization' || !apiVersion.startsWith('kustomize.toolkit.fluxcd.io/')) continue;
    const path = textAt(value, 'spec', 'path')?.replace(/^\.?\/|\/$/g, '');
    if (path === undefined || path === '' || path === '.' || /[${]/.test(path)) continue;
    const key = `${namespace ?? ''}\0${name}`;
    folders.set(key, (folders.get(key) ?? new Set()).add(`${path}/`));
  }
  return [...folders.values()].flatMap((set) => {
    const all = [...set];
    const isNested = all.some((one) => all.some((other) => one !== other && other.startsWith(one)));
    return all.length > 1 && !isNested ? [all] : [];
  });
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
