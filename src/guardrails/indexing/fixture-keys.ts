import { entryId, keyId, parseKeyId, wholeEntry } from '../../model/documents/coordinates.ts';
import { type FixtureMap, pathsOfPart } from '../../model/documents/fixture-map.ts';
import type { RemoteRead } from './external-secret.ts';

/** The Vault keys of a fixture map, by what ExternalSecrets say of them. */
export class FixtureKeys {
  /** Properties by entry. */
  readonly #entries = new Map<string, Set<string>>();
  /** Id of a store by its name; the platform's own store has none. */
  readonly #stores: ReadonlyMap<string, string>;

  /** Ids of the keys that others are composed of. */
  readonly composed: ReadonlySet<string>;

  constructor(map: FixtureMap) {
    const recipes = Object.values(map.entries).map(({ recipe }) => recipe);
    this.composed = new Set(
      recipes.flatMap((recipe) => (recipe?.type === 'compose' ? recipe.parts.flatMap(pathsOfPart) : [])),
    );
    this.#stores = new Map(Object.entries(map.storeNames ?? {}).map(([id, name]) => [name, id]));
    for (const id of Object.keys(map.entries)) {
      const { property, ...entry } = parseKeyId(id);
      const at = entryId(entry);
      const known = this.#entries.get(at);
      if (known === undefined) this.#entries.set(at, new Set([property]));
      else known.add(property);
    }
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
    const entry = parseKeyId(this.entryOf(read));
    const id = (property: string): string => keyId({ ...entry, property });
    const properties = [...(this.propertiesOf(read) ?? [])];
    if (read.isWhole || read.property === undefined) return properties.map(id);
    // Of an entry of unknown properties any may be read.
    return properties.filter((property) => property === read.property || property === wholeEntry).map(id);
  }

  /** The ids of all entries, for hints. */
  get entryIds(): Iterable<string> {
    return this.#entries.keys();
  }
}
