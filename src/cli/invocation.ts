import { setFlagsFromString } from 'node:v8';
import type { Ask } from './terminal.ts';

/** The outside world as a command sees it, so that a test can stand in for it. */
export interface Invocation {
  readonly args: readonly string[];
  readonly workingDirectory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Whether the output goes to a terminal that shows colours. */
  readonly isColorTerminal: boolean;
  /** Whether the output is shown to a person, rather than read by a program. */
  readonly isTerminal: boolean;
  out(text: string): void;
  err(text: string): void;
  /** Reads standard input to its end. */
  input(): Promise<Buffer>;
  /** Returns how to ask a person; nothing where there is no terminal. */
  terminal?(): Promise<Ask | undefined>;
  /**
   * From now on SIGINT and SIGTERM abort what is given here, instead of ending the process: what is held is
   * given back first.
   */
  stopSignal(): AbortSignal;
  /** Called once when the code of the command is loaded. */
  loaded?(): void;
}

/** The invocation of this process. */
export function processInvocation(): Invocation {
  return {
    args: process.argv.slice(2),
    workingDirectory: process.cwd(),
    environment: process.env,
    isColorTerminal: process.stdout.isTTY === true && process.stdout.hasColors(),
    isTerminal: process.stdout.isTTY === true,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    input: async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
      return Buffer.concat(chunks);
    },
    terminal: async () => (await import('./terminal.ts')).terminalOf(),
    stopSignal: () => {
      const stop = new AbortController();
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
      return stop.signal;
    },
    // Loading has made the young generation large enough; it would go on to 128 MiB, most of it garbage.
    loaded: () => setFlagsFromString('--semi-space-growth-factor=1'),
  };
}
