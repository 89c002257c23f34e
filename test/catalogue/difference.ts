/** One way in which an environment differs from the catalogue. */
export interface Difference {
  readonly environment: string;
  /** Name of a Secret, of a component, or of a Vault key. */
  readonly subject: string;
  readonly what: string;
}
