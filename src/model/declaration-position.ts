import { fileURLToPath } from 'node:url';
import type { Position } from './diagnostic.ts';

const location = /\(?((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]*?):(\d+):(\d+)\)?$/;

/**
 * Returns where `caller` was called: the file, line and column of the declaration that a person wrote.
 *
 * The text of the stack is parsed rather than the structured frames, since only the text is source-mapped under test runners.
 * Positions go into findings, never into rendered output.
 *
 * @param caller the function whose caller is wanted
 */
export function declarationPosition(caller: (...args: never[]) => unknown): Position | undefined {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, caller);
  const stack = holder.stack;
  Error.stackTraceLimit = limit;
  const match = stack?.split('\n').at(-1)?.trim().match(location);
  if (!match) return undefined;
  const [, where = '', line, column] = match;
  return { file: relativeToWorkingDirectory(where), line: Number(line), column: Number(column) };
}

function relativeToWorkingDirectory(where: string): string {
  const file = (where.startsWith('file://') ? fileURLToPath(where.replace(/\?.*$/, '')) : where).replaceAll('\\', '/');
  const root = `${process.cwd().replaceAll('\\', '/')}/`;
  return file.startsWith(root) ? file.slice(root.length) : file;
}
