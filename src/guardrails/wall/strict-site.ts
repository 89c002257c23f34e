import type { CredentialPlace } from '../credential/credential-place.ts';
import type { CredentialForm } from '../credential/verdict.ts';
import type { FieldPath, Manifest } from '../manifest/manifest.ts';

/** A text that is refused where only references pass. */
export interface StrictSite {
  readonly manifest: Manifest;
  readonly place: CredentialPlace;
  readonly form: CredentialForm;
  /** The name that makes it one. */
  readonly key: string;
  /** The field of the manifest that holds the text, or holds what carries it. */
  readonly path: FieldPath;
  /** Steps inside what that field carries. */
  readonly innerPath: FieldPath;
  /** Index into the innermost text. */
  readonly offset: number;
}

/**
 * A text that carries more than is opened, too many layers or too many bytes, or bytes that cannot be read.
 */
export interface UnopenedSite {
  readonly manifest: Manifest;
  readonly path: FieldPath;
  readonly reason: 'too-much' | 'unreadable';
}

/** A text for people that says what its field is called. */
export interface LabelSite {
  readonly manifest: Manifest;
  /** Through all that is opened on the way. */
  readonly path: FieldPath;
}

/** What the manifests of a run hold, as far as a text may refer to it. */
export interface KnownNames {
  readonly secrets: ReadonlySet<string>;
  readonly dataKeys: ReadonlySet<string>;
  /** Recognises a field that a rule of its own judges, such as a fixture map. */
  isJudgedElsewhere(manifest: Manifest, path: FieldPath): boolean;
}
