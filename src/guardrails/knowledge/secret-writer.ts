import type { KindRow } from './kind-row.ts';

/** One kind of resource that makes Secrets exist. Names are templates of `field-expression.ts`. */
export interface SecretWriter extends KindRow {
  /** The vendor's page or source that says so. */
  readonly page: string;
  readonly secrets: readonly WrittenSecret[];
}

/** One Secret, or one for each item of a list or map. */
export interface WrittenSecret {
  /**
   * List or map whose items each make one Secret; expressions that begin with `.` are read below the item.
   */
  readonly each?: string | undefined;
  readonly name: string;
  /** Left out: the namespace of the resource. `*`: the namespaces that the running system chooses. */
  readonly namespace?: string;
  /** Texts of keys; left out where only the running system knows them. */
  readonly keys?: readonly string[] | undefined;
  /** Further keys under a condition: `[condition, …keys]`. */
  readonly keysWhen?: readonly (readonly [string, ...string[]])[];
  /** Conditions that must all hold for the Secret to be written. */
  readonly when?: readonly string[] | undefined;
  /**
   * `shares`: it leaves alone what another made; `adds`: it fills a Secret that something else must create.
   * @default 'owns'
   */
  readonly ownership?: 'owns' | 'shares' | 'adds' | undefined;
  /** Writers with the same word here make one Secret together, as Ingresses that share a certificate. */
  readonly together?: string;
  /**
   * True where the field that names it is a reference, too, as of an Ingress whose certificate an annotation
   * asks for.
   */
  readonly isRead?: boolean;
  /**
   * True where the fixed part of the name alone identifies the operator, so that a reader needs no resource
   * to be believed.
   */
  readonly isTelling?: boolean;
}

/** Formats the common case: Secrets named after the resource, with a suffix. */
export const named = (...secrets: readonly (readonly [suffix: string, keys?: readonly string[]])[]): WrittenSecret[] =>
  secrets.map(([suffix, keys]) => ({ name: `{metadata.name}${suffix}`, ...(keys && { keys }) }));
