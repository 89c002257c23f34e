import type { ContentForm } from './content.ts';

/** How a text turned out to be a credential. */
export type CredentialForm =
  /** Any text under a key that names a credential. */
  | 'literal'
  /** A literal that a variable falls back to: `${PASSWORD:-changeme}`. */
  | 'default'
  | ContentForm
  /** A password hash, which is a warning. */
  | 'hash';

export interface Verdict {
  readonly form: CredentialForm;
  /** Index into the text where the credential starts. */
  readonly offset: number;
  /** What the text could as well be. */
  readonly doubt?: Doubt;
}

/**
 * A literal that may be none: the name of what holds the credential, or a text that says that it is not it.
 */
export type Doubt = 'name' | 'placeholder';
