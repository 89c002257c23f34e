import { defaultProperty, entryId, wholeEntry } from '../../model/documents/coordinates.ts';
import { type FixtureEntry, type FixtureMap, pathsOfPart } from '../../model/documents/fixture-map.ts';
import type { RemoteRead } from './external-secret.ts';

const listed = new WeakMap<FixtureMap, readonly (readonly [id: string, entry: FixtureEntry])[]>();

/** The entries of a fixture map; many rules ask for them, and an environment has tens of thousands. */
export function entriesOf(map: FixtureMap): readonly (readonly [id: string, entry: FixtureEntry])[] {
  const known = listed.get(map) ?? Object.entries(map.entries);
  listed.set(map, known);
  return known;
}

/** What nearly every entry has; shared, so that nobody adds to it. */
const onlyDefault: ReadonlySet<string> = new Set([defaultProperty]);

/** The Vault keys of a fixture map, by what ExternalSecrets say of them. */
export class FixtureKeys {
  /** Properties by entry. */
  readonly #entries = new Map<string, ReadonlySet<string>>();
  /** Id of a store by its name; the platform's own store has none. */
  readonly #stores: ReadonlyMap<string, string>;

  /** Ids of the keys that others are composed of. */
  readonly composed: ReadonlySet<string>;

  constructor(map: FixtureMap) {
    const composed = new Set<string>();
    this.#stores = new Map(Object.entries(map.storeNames ?? {}).map(([id, name]) => [name, id]));
    for (const [id, { recipe }] of entriesOf(map)) {
      if (recipe?.type === 'compose') for (const part of recipe.parts.flatMap(pathsOfPart)) composed.add(part);
      const end = id.indexOf('#');
      const at = end < 0 ? id : id.slice(0, end);
      const known = this.#entries.get(at);
      if (known === undefined && end < 0) this.#entries.set(at, onlyDefault);
      else this.#entries.set(at, new Set([...(known ?? []), end < 0 ? defaultProperty : id.slice(end + 1)]));
    }
    this.composed = composed;
  }

  /** Returns the id of the entry that is read. */
  entryOf({ path, store }: Pick<RemoteRead, 'path' | 'store'>): string {
    return entryId({ path, store: store === undefined ? undefined : this.#stores.get(store) });
  }

  /**
   * Returns the declared properties of the entry that is read, `undefined` where nothing of it is declared.
   */
  propertiesOf(read: Pick<RemoteRead, 'path' | 'store'>): ReadonlySet<string> | undefined {
    return this.#entries.get(this.entryOf(read));
  }

  /** Returns the ids of the keys that a read takes; those that are not declared are not among them. */
  idsOf(read: Pick<RemoteRead, 'path' | 'store' | 'property' | 'isWhole'>): string[] {
    const entry = this.entryOf(read);
    const ids: string[] = [];
    for (const property of this.#entries.get(entry) ?? []) {
      // Of an entry of unknown properties any may be read.
      const isRead =
        read.isWhole || read.property === undefined || property === read.property || property === wholeEntry;
      if (isRead) ids.push(property === defaultProperty ? entry : `${entry}#${property}`);
    }
    return ids;
  }

  /** The ids of all entries, for hints. */
  get entryIds(): Iterable<string> {
    return this.#entries.keys();
  }
}
