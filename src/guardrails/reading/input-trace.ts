import { AsyncLocalStorage } from 'node:async_hooks';
import { createHmac, type Hmac } from 'node:crypto';

/** What a check can ask of the machine that it runs on. */
export type InputKind =
  /** What stands in a file that is read as text, and how it was read. */
  | 'text'
  /** The bytes of a small file. */
  | 'bytes'
  /** The names and types in a folder. */
  | 'folder'
  /** Whether a path is a file, a folder, something else, or nothing. */
  | 'type'
  /** The path behind all links. */
  | 'real'
  /** The files that git tracks below a root. */
  | 'tracked'
  /** Everything of a chart or a file of values, as helm reads it. */
  | 'chart'
  /** The version of helm. */
  | 'helm';

/** One question: the path, and for `bytes` the size that is the most. */
export type Input = readonly [kind: InputKind, path: string, most?: number];

/** Questions for which one digest is kept: enough to cost little, few enough that a change is seen early. */
const inputsOfDigest = 64;

/** Kinds whose answer is short, so that the same question is noted once. */
const short: ReadonlySet<InputKind> = new Set(['folder', 'type', 'real', 'tracked', 'chart', 'helm']);

/**
 * All that a check asked, in its order, and keyed digests of the answers: who gets the same answers to the
 * same questions would find the same.
 *
 * It holds no answer, and nobody without the key can try out one against a digest.
 */
export class InputTrace {
  readonly inputs: Input[] = [];
  readonly #key: Buffer;
  readonly #digests: string[] = [];
  readonly #answers = new Map<string, string>();
  #open: Hmac | undefined;
  #isSpoiled = false;

  constructor(key: Buffer) {
    this.#key = key;
  }

  note([kind, path, most]: Input, answer: readonly (string | Buffer)[]): void {
    if (short.has(kind)) {
      const question = `${kind}\0${path}`;
      const text = answer.join('\0');
      const known = this.#answers.get(question);
      if (known !== undefined) {
        // Somebody edits the tree meanwhile.
        if (known !== text) this.spoil();
        return;
      }
      this.#answers.set(question, text);
    }
    this.inputs.push(most === undefined ? [kind, path] : [kind, path, most]);
    this.#open ??= createHmac('sha256', this.#key);
    this.#open.update(JSON.stringify([kind, path, most, answer.map((part) => Buffer.byteLength(part))]));
    for (const part of answer) this.#open.update(part);
    if (this.inputs.length % inputsOfDigest === 0) this.#close();
  }

  /** Says that what was found depends on more than the answers, as on the time that a program took. */
  spoil(): void {
    this.#isSpoiled = true;
  }

  get isSpoiled(): boolean {
    return this.#isSpoiled;
  }

  /** Digests of the answers so far; of the last few only where all are given. */
  digests(isWhole: boolean): readonly string[] {
    if (isWhole) this.#close();
    return this.#digests;
  }

  #close(): void {
    if (this.#open === undefined) return;
    this.#digests.push(this.#open.digest('base64'));
    this.#open = undefined;
  }
}

const traces = new AsyncLocalStorage<InputTrace | undefined>();

/** Runs what reads files with a trace of all that it asks. */
export const traced = <T>(trace: InputTrace, run: () => T): T => traces.run(trace, run);

/** Notes an answer in the trace of this run, where there is one. */
export function noteInput(input: Input, ...answer: readonly (string | Buffer)[]): void {
  traces.getStore()?.note(input, answer);
}

/** Runs what has one answer for all that it reads, which the caller notes. */
export const untraced = <T>(run: () => T): T => traces.run(undefined, run);

/** Whether answers are noted. */
export const isTraced = (): boolean => traces.getStore() !== undefined;

/** Says in the trace of this run that nothing may be kept of it. */
export const spoilTrace = (): void => traces.getStore()?.spoil();
