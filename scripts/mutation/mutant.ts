/** One small change of a source text that a test should notice. */
export interface Mutant {
  /** Path below the root of the repository. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly operator: string;
  /**
   * What stands there, and what would stand there instead, each on one line; `''` for a statement that is
   * gone.
   */
  readonly original: string;
  readonly replacement: string;
  /** Recognises apart mutants of one file that read the same: 1 for the first. */
  readonly occurrence: number;
  /** Where the switch between both goes: a whole expression or statement, by offsets into the text. */
  readonly host: {
    readonly start: number;
    readonly end: number;
    readonly form: 'expression' | 'statement' | 'block';
    /** Text of the whole host under the mutant; unused for statements, which go. */
    readonly text: string;
  };
}
