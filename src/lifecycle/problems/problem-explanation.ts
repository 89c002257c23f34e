/** What a person is told about a state, besides what is in it. */
export interface ProblemExplanation {
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  /** Who must act: `person` looks at a named state, `configuration` is wrong, `later` goes away by itself. */
  readonly class: 'person' | 'configuration' | 'later';
}
