import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExitStatus, exitStatus, VaultwrightError } from '../../model/diagnostics/errors.ts';
import { printableJson } from '../../model/diagnostics/printable.ts';
import { terminationMessage } from './termination-message.ts';

const documents = '/opt/vaultwright/documents';
const terminationLog = '/dev/termination-log';

/** The last word of a program, which Kubernetes shows in the status of its Pod. */
export type Summary = Parameters<typeof terminationMessage>[0] & { readonly exitStatus: ExitStatus };

/** What a program of a Pod has besides its own. */
export interface PodContext {
  /** Returns the text of a document that is mounted beside the program, by its name without `.json`. */
  readonly read: (document: string) => string | undefined;
  /** Prints one JSON line with the time. */
  readonly print: (line: object) => void;
  /** Aborted when the Pod is told to end. */
  readonly signal: AbortSignal;
}

/**
 * Runs a program as the one process of a Pod: one JSON line for each step, the last one again as termination
 * message, and its exit status.
 * @param kind kind of the last line where the program ends on an error
 */
export async function runInPod(kind: string, main: (pod: PodContext) => Promise<Summary>): Promise<void> {
  const stop = new AbortController();
  // As first process of its namespace Node.js has no default action for these.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stop.abort());
  const print = (line: object): void =>
    void process.stdout.write(`${printableJson({ time: new Date().toISOString(), ...line })}\n`);
  const summary = await main({ read: textOf, print, signal: stop.signal }).catch((error) => failure(kind, error));
  print(summary);
  try {
    writeFileSync(terminationLog, terminationMessage({ time: new Date().toISOString(), ...summary }));
  } catch {
    // Not in a Pod.
  }
  process.exitCode = summary.exitStatus;
}

function textOf(document: string): string | undefined {
  try {
    return readFileSync(join(documents, `${document}.json`), 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * The message of an unexpected error can quote what was being read, so only its kind and its frames are
 * shown.
 */
function failure(kind: string, error: unknown): Summary {
  if (error instanceof VaultwrightError)
    return {
      kind,
      status: 'stopped',
      exitStatus: error.exitStatus,
      findings: error.diagnostics.map(({ code, what, place }) => ({ code, what, ...place })),
    };
  const known = error instanceof Error ? error : new Error();
  const frames = (known.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { kind, status: 'stopped', exitStatus: exitStatus.internal, error: known.name, frames: frames.slice(0, 8) };
}
