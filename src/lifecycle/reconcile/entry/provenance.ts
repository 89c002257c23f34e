import { defaultProperty } from '../../../model/documents/coordinates.ts';
import type { StoredEntry } from '../../clients/vault/entry-reader.ts';
import type { ValueMarker } from '../../values/value-marker.ts';

type Present = Extract<StoredEntry, { kind: 'present' }>;
type Properties = Readonly<Record<string, unknown>>;

/**
 * Vault keeps ten versions where nobody says otherwise.
 * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2
 */
const longestHistory = 10;

/**
 * Whose the values of an entry are, by its markers and, where others write to the entry as well, by its
 * earlier versions.
 *
 * Each of those is read at most once, and none where the entry has no property besides `value`: a newer
 * version is then somebody else’s.
 */
export class Provenance {
  readonly #stored: Present;
  readonly #readVersion: (version: number) => Promise<Properties | undefined>;
  readonly #versions = new Map<number, Promise<Properties | undefined>>();
  readonly #isShared: boolean;

  /** @param readVersion returns what an earlier version held; `undefined` where it is gone */
  constructor(stored: Present, readVersion: (version: number) => Promise<Properties | undefined>) {
    this.#stored = stored;
    this.#readVersion = readVersion;
    this.#isShared = Object.keys(stored.properties).some((property) => property !== defaultProperty);
  }

  /** Returns whether a value is the one that we wrote, though its entry may have got new versions since. */
  async isOurs(property: string, marker: ValueMarker | undefined): Promise<boolean> {
    const { version, properties } = this.#stored;
    if (marker === undefined || marker.version > version) return false;
    if (marker.version === version) return true;
    if (!this.#isShared) return false;
    const ours = await this.#at(marker.version);
    return ours !== undefined && ours[property] === properties[property];
  }

  /**
   * Returns whether a value came to stand directly on our own untouched one, or on nothing, in whichever
   * version that was.
   */
  async isNew(property: string, marker: ValueMarker | undefined): Promise<boolean> {
    const { version, properties } = this.#stored;
    const known = marker?.version ?? 0;
    if (version === known + 1) return true;
    if (!this.#isShared || version <= known) return false;
    const before = await this.#before(property, properties[property]);
    if (before === undefined) return false;
    if (marker === undefined) return !Object.hasOwn(before, property);
    const ours = await this.#at(known);
    return ours !== undefined && Object.hasOwn(before, property) && before[property] === ours[property];
  }

  /** The version below the oldest one in a row that holds the value; `undefined` where that is not known. */
  async #before(property: string, value: unknown): Promise<Properties | undefined> {
    const { version } = this.#stored;
    for (let earlier = version - 1; earlier >= version - longestHistory; earlier--) {
      const properties = await this.#at(earlier);
      if (properties?.[property] !== value) return properties;
    }
    return undefined;
  }

  #at(version: number): Promise<Properties | undefined> {
    // Before its first version an entry holds nothing.
    if (version <= 0) return Promise.resolve({});
    const known = this.#versions.get(version) ?? this.#readVersion(version);
    this.#versions.set(version, known);
    return known;
  }
}
