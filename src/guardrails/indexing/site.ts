import type { FieldPath, Manifest } from '../manifest/manifest.ts';
import type { IndexedObject } from './indexed-object.ts';

/** Where a finding applies, before it is formatted. */
export interface Site {
  readonly manifest: Manifest;
  /** From the root of the document. */
  readonly path: FieldPath;
  /** Steps inside the text that stands at `path`: a ConfigMap's file, a JSON document in an annotation. */
  readonly innerPath?: FieldPath;
  /** Index into the text that stands at `path`, where one line of it is meant. */
  readonly offset?: number;
  readonly object?: IndexedObject;
  readonly vaultPath?: string;
}

/** Returns the place of a field of an object, given from the object's own root. */
export const siteOf = (object: IndexedObject, ...path: FieldPath): Site => ({
  manifest: object.manifest,
  path: object.path.length === 0 ? path : [...object.path, ...path],
  object,
});

/** Returns the place of another field of the same map. */
export const beside = (site: Site, field: string): Site => ({ ...site, path: [...site.path.slice(0, -1), field] });
