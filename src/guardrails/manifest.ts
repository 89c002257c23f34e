import type { Position } from '../model/diagnostic.ts';

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Steps from the root of a document to a field: keys and list indices. */
export type FieldPath = readonly (string | number)[];

/** What a document is, which decides how its fields are read. */
export type ManifestRole =
  /** A Kubernetes object (or anything with `apiVersion` and `kind`). */
  | 'object'
  /** Helm values: a tree whose conventions (`existingSecret`, `createSecret`, …) are read instead of a schema. */
  | 'values'
  /** A kustomization file. */
  | 'kustomization'
  /** Any other structured text. */
  | 'data';

/** One parsed document, wherever it came from: a file, a rendered chart, the construct tree, a string inside another document. */
export interface Manifest {
  readonly role: ManifestRole;
  readonly value: JsonObject;
  /** The file as it is shown to people: relative to the folder that was checked, or to the output folder, with `/`. */
  readonly file: string;
  /** Index of the document inside the file, from 0. */
  readonly document: number;
  /** Environment whose output this is; absent outside the generator and where no configuration says so. */
  readonly environment?: string;
  /** Namespace into which the document is applied where it does not say so itself, e.g. the release namespace of Helm values. */
  readonly namespace?: string;
  /** Path of the construct that rendered it; only from the generator. */
  readonly constructPath?: string;
  /** Where a person declared it in TypeScript; only from the generator. */
  readonly declaredAt?: Position;
  /**
   * Finds the line of a field; computed only when a finding needs it, since it re-reads the text.
   *
   * @param inside line inside the field's own text, from 0, where the field is a text of several lines that holds the finding
   */
  locate?(path: FieldPath, inside?: number): Position | undefined;
}
