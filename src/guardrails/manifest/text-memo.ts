/** What an entry costs beside its text, in characters. */
const overhead = 200;

/**
 * What was made of texts, by the exact text and by all else that the result depends on: a text that comes
 * again is read or judged once.
 */
export class TextMemo<T> {
  /** By the text within, so that the hash of a long one is taken once and it is never copied. */
  readonly #known = new Map<string, Map<string, T>>();
  readonly #mostCharacters: number;
  #characters = 0;

  /** @param mostCharacters of texts that are kept; with more, all are forgotten */
  constructor(mostCharacters: number) {
    this.#mostCharacters = mostCharacters;
  }

  /**
   * Returns what is made of a text.
   * @param as all that it depends on beside the text
   * @param make makes it where it is not known; what it returns is shared, so nobody may change it
   */
  of(as: string, text: string, make: () => T): T {
    const before = this.#known.get(as)?.get(text);
    if (before !== undefined) return before;
    const made = make();
    this.#characters += text.length + overhead;
    if (this.#characters > this.#mostCharacters) {
      this.#known.clear();
      this.#characters = text.length + overhead;
    }
    const known = this.#known.get(as);
    if (known === undefined) this.#known.set(as, new Map([[text, made]]));
    else known.set(text, made);
    return made;
  }
}
