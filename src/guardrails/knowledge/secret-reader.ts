import type { KindRow } from './kind-row.ts';

/** One kind of resource that reads Secrets by fields whose names do not say so. */
export interface SecretReader extends KindRow {
  /** The vendor's page or source that says so. */
  readonly page: string;
  readonly secrets: readonly ReadSecret[];
}

/**
 * One Secret that a field names. Fields are expressions of `field-expression.ts`; texts are its templates.
 */
export interface ReadSecret {
  /** List or map whose items each name one; fields that begin with `.` are read below the item. */
  readonly each?: string | undefined;
  /** The field with the name; `**` for every text of the resource, with `text`. */
  readonly name: string;
  /** Regular expression for a name inside a longer text, with groups `name`, `key` and `namespace`. */
  readonly text?: string;
  /** Left out: the namespace of the resource. */
  readonly namespace?: string | undefined;
  /** The field with the key; `^` before a name for one beside the name of the Secret. */
  readonly key?: string | undefined;
  /** Keys that the resource takes without naming them. */
  readonly keys?: readonly string[] | undefined;
  /** Keys of which it takes one. */
  readonly oneOf?: readonly string[];
  readonly when?: readonly string[] | undefined;
  /** True where people usually make the Secret by hand, so that its absence is worth a note. */
  readonly isByHand?: true;
  /** What the last step of the field must contain. */
  readonly field?: string;
}

/** Formats the common case: fields that name a Secret as a whole. */
export const reads = (...names: readonly string[]): ReadSecret[] => names.map((name) => ({ name }));
