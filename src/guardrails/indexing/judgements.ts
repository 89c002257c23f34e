/**
 * What was judged of texts, by the exact text and by all else that the judgement depends on: a text that
 * comes again is judged once.
 */
export class Judgements<T> {
  /** By the text within, so that the hash of a long one is taken once and it is never copied. */
  readonly #known = new Map<string, Map<string, T>>();
  readonly #most: number;
  #size = 0;

  /** @param most judgements that are kept */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Returns the judgement of a text.
   * @param as all that it depends on beside the text
   * @param judge makes it, where it is not known
   */
  of(as: string, text: string, judge: () => T): T {
    let known = this.#known.get(as);
    if (known === undefined) {
      known = new Map();
      this.#known.set(as, known);
    }
    const before = known.get(text);
    if (before !== undefined) return before;
    const made = judge();
    if (this.#size < this.#most) {
      known.set(text, made);
      this.#size += 1;
    }
    return made;
  }
}
