import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const keptFiles = 8;

/** Gives lines of checked files to reporters; only the last few files are kept, since findings come file by file. */
export class SourceLines {
  readonly #workingDirectory: string;
  readonly #stdin: Buffer | undefined;
  readonly #files = new Map<string, readonly string[]>();

  constructor(workingDirectory: string, stdin: Buffer | undefined) {
    this.#workingDirectory = workingDirectory;
    this.#stdin = stdin;
  }

  /** @param line from 1 */
  line(file: string, line: number): string | undefined {
    let lines = this.#files.get(file);
    if (lines === undefined) {
      lines = this.#read(file).split(/\r?\n/);
      this.#files.set(file, lines);
      const [oldest] = this.#files.keys();
      if (this.#files.size > keptFiles && oldest !== undefined) this.#files.delete(oldest);
    }
    return lines[line - 1];
  }

  #read(file: string): string {
    if (file === '<stdin>') return this.#stdin?.toString('utf8') ?? '';
    try {
      return readFileSync(resolve(this.#workingDirectory, file), 'utf8');
    } catch {
      return '';
    }
  }
}
