import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { relative, sep } from 'node:path';
import { noteInput } from './input-trace.ts';

// Windows has neither flag: there are no FIFOs among its files, and links are asked for before.
const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/**
 * Opens a regular file that is no link; what never ends or waits for a writer (a device, a FIFO, a socket) is
 * refused.
 *
 * @returns the descriptor, which the caller closes
 * @throws Error where it is no such file or the user may not read it
 */
export function openRegular(path: string): number {
  const file = openSync(path, flags);
  try {
    if (fstatSync(file).isFile()) return file;
  } catch (error) {
    closeSync(file);
    throw error;
  }
  closeSync(file);
  throw new TypeError('not a regular file');
}

/**
 * Returns the bytes of a regular file that is no link, `undefined` where there is none of at most that size.
 */
export function readRegular(path: string, maximumBytes: number): Buffer | undefined {
  const bytes = bytesOf(path, maximumBytes);
  noteInput(['bytes', path, maximumBytes], ...(bytes === undefined ? [] : [bytes]));
  return bytes;
}

function bytesOf(path: string, maximumBytes: number): Buffer | undefined {
  let file: number;
  try {
    file = openRegular(path);
  } catch {
    return undefined;
  }
  try {
    return fstatSync(file).size > maximumBytes ? undefined : readFileSync(file);
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** A place of the checked tree: by which name it is known, and where it really is. */
export interface TreePlace {
  readonly path: string;
  readonly real: string;
}

/** The paths that were given to a check: nothing outside of them is ever opened, by any link. */
export class GivenPaths {
  readonly #roots: readonly { readonly given: string; readonly real: string }[];

  /** @param paths absolute */
  constructor(paths: readonly string[]) {
    this.#roots = paths.map((given) => ({ given, real: realPath(given) ?? given }));
  }

  /** Whether a path lies in the given paths as it is written, whether or not something stands there. */
  holds(path: string): boolean {
    return this.#roots.some(({ given }) => isInside(path, given));
  }

  /**
   * Returns the path of a file below the given folder that it is in, with `/`; `undefined` for a file that
   * was given itself.
   */
  below(path: string): string | undefined {
    const root = this.#roots.find(({ given }) => path.startsWith(given.endsWith(sep) ? given : `${given}${sep}`));
    return root && relative(root.given, path).split(sep).join('/');
  }

  /** Follows every link of a path; `undefined` where it leads nowhere, or out of the given paths. */
  place(path: string): TreePlace | undefined {
    const real = realPath(path);
    if (real === undefined) return undefined;
    const root = this.#roots.find((one) => isInside(real, one.real));
    // By the name that was given, so that a tree behind a link is not read twice and its lists of ignored
    // files apply.
    return root && { path: root.given + real.slice(root.real.length), real };
  }
}

/** The path behind all links, `undefined` where it leads nowhere. */
export function realPath(path: string): string | undefined {
  const real = attempt(() => realpathSync(path));
  noteInput(['real', path], ...(real === undefined ? [] : [real]));
  return real;
}

/** What stands at the end of all links, `undefined` where that is nothing, a circle, or no path at all. */
export function typeOf(path: string): 'file' | 'folder' | 'other' | undefined {
  const stats = attempt(() => statSync(path));
  const type = stats && typeOfStats(stats);
  noteInput(['type', path], type ?? 'nothing');
  return type;
}

const typeOfStats = (stats: Stats | Dirent): 'file' | 'folder' | 'other' =>
  stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other';

/** Whether anything stands there, behind its links. */
export const isThere = (path: string): boolean => typeOf(path) !== undefined;

/** The entries of a folder in the order of their names, `undefined` where it cannot be read. */
export function entriesOf(folder: string): readonly Dirent[] | undefined {
  const entries = attempt(() => readdirSync(folder, { withFileTypes: true }));
  entries?.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const told = entries?.map((entry) => `${entry.isSymbolicLink() ? 'link' : typeOfStats(entry)} ${entry.name}`);
  noteInput(['folder', folder], told?.join('\0') ?? 'unreadable');
  return entries;
}

function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}

/** Whether a path is a folder or lies below it; both without links. */
export const isInside = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
