/** Property of an entry under which a Vault key keeps its value where its declaration names none. */
export const defaultProperty = 'value';

/** Stands for all properties of an entry whose names nobody declared. */
export const wholeEntry = '*';

/** Where a Vault key is: a property of an entry of an engine. */
export interface Coordinates {
  /** Name of the store behind which the entry is; `undefined` for the platform's own. */
  readonly store?: string | undefined;
  /** Path of the entry, below the mount of its engine. */
  readonly path: string;
  /** Property of the entry, or {@link wholeEntry}. */
  readonly property: string;
}

/**
 * Returns the text by which documents and findings name a Vault key: `[store:]path[#property]`.
 *
 * What is left out is the platform's own store, and property `value`; so the id of most keys is their path.
 */
export const keyId = ({ store, path, property }: Coordinates): string =>
  `${entryId({ store, path })}${property === defaultProperty ? '' : `#${property}`}`;

/** Returns the text by which documents name an entry: `[store:]path`. */
export const entryId = ({ store, path }: Omit<Coordinates, 'property'>): string =>
  store === undefined ? path : `${store}:${path}`;

/**
 * Reads the id of a Vault key, or of an entry, back; paths of other providers may hold colons, names of
 * stores may not.
 */
export function parseKeyId(id: string): Coordinates {
  const [, store, path = id, property = defaultProperty] = /^(?:([a-z0-9-]+):)?([^#]*)(?:#(.*))?$/su.exec(id) ?? [];
  return { ...(store !== undefined && { store }), path, property };
}
