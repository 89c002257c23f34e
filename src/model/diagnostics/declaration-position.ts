import { fileURLToPath } from 'node:url';
import type { Position } from './diagnostic.ts';

const location = /\(?((?:file:\/\/|\/|[A-Za-z]:[\\/])[^()]{0,4096}?):(\d{1,9}):(\d{1,9})\)?$/;

type Callable = ((...args: never[]) => unknown) | (abstract new (...args: never[]) => unknown);

/**
 * Deepest chain of base-class constructors that is looked through to find the constructor that a person
 * wrote.
 */
const constructorDepth = 8;

/**
 * Returns where `caller` was called: the file, line and column of the declaration that a person wrote.
 *
 * The text of the stack is parsed rather than the structured frames, since only the text is source-mapped
 * under test runners. Positions go into findings, never into rendered output.
 *
 * @param caller the function or class whose caller is wanted
 */
export function declarationPosition(caller: Callable): Position | undefined {
  return positionOf(framesAbove(caller, 1)[0]);
}

/**
 * Returns the line inside the constructor of class `name` from which `base` was reached: where a person's
 * subclass declares itself.
 *
 * @param base the library's base class
 * @param name name of the subclass
 */
export function subclassPosition(base: Callable, name: string): Position | undefined {
  const frames = framesAbove(base, constructorDepth);
  return positionOf(frames.find((frame) => frame.includes(`new ${name} (`)) ?? frames[0]);
}

/**
 * Returns where an error came from: the line inside the constructor of class `name` that led to it, else the
 * closest line to where it was thrown that is no part of Node.js or of a package.
 *
 * @param name name of a person's class that was being constructed
 */
export function positionOfError({ stack = '' }: Error, name: string | undefined): Position | undefined {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  // What only waited for it is not where it came from.
  const thrown = frames.filter((frame) => !/^\s+at async /.test(frame));
  const own = thrown.find((frame) => !/node:|\/node_modules\//.test(frame));
  return positionOf(frames.find((frame) => frame.includes(`new ${name} (`)) ?? own ?? thrown[0]);
}

function framesAbove(caller: Callable, depth: number): string[] {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = depth;
  Error.captureStackTrace(holder, caller);
  const stack = holder.stack;
  Error.stackTraceLimit = limit;
  return stack?.split('\n').slice(1) ?? [];
}

function positionOf(frame: string | undefined): Position | undefined {
  const match = frame?.trim().match(location);
  if (!match) return undefined;
  const [, where = '', line, column] = match;
  return { file: relativeToWorkingDirectory(where), line: Number(line), column: Number(column) };
}

function relativeToWorkingDirectory(where: string): string {
  const file = (where.startsWith('file://') ? fileURLToPath(where.split('?')[0] ?? '') : where).replaceAll('\\', '/');
  const root = `${process.cwd().replaceAll('\\', '/')}/`;
  return file.startsWith(root) ? file.slice(root.length) : file;
}
