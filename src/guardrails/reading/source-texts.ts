/** A text that was read, as code frames show it. */
export interface SourceText {
  readonly text: string;
  /** Whether it was read as documents, so that a parser can tell its keys from its values. */
  readonly hasKeys: boolean;
  /** Where the file really is; absent for a stream. */
  readonly real?: string;
}

/** The texts of a check by the names that findings give them: who shows a line of one opens no file again. */
export class SourceTexts {
  readonly #texts = new Map<string, SourceText>();

  add(name: string, source: SourceText): void {
    this.#texts.set(name, source);
  }

  /** Takes over the texts of a further reading. */
  addAll(others: SourceTexts): void {
    for (const [name, source] of others.#texts) this.#texts.set(name, source);
  }

  /** Lists the texts that hold actions of templates. */
  *templates(): Generator<string> {
    for (const { text, hasKeys } of this.#texts.values()) if (hasKeys && text.includes('{{')) yield text;
  }

  /** Lists them with the names of their files. */
  *namedTemplates(): Generator<readonly [string, string]> {
    for (const [name, { text, hasKeys }] of this.#texts) if (hasKeys && text.includes('{{')) yield [name, text];
  }

  get(name: string): SourceText | undefined {
    return this.#texts.get(name);
  }
}
