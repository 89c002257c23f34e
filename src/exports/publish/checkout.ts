import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { askGit, git } from '../rendered/git.ts';
import { type PublishedRecord, readRecord, recordFile } from '../rendered/published-record.ts';
import { renderedProblem } from '../rendered/rendered-problems.ts';
import { steps } from './output-files.ts';

/** A Git checkout into which is published. */
export interface Checkout {
  /** Its root, absolute. */
  readonly root: string;
  /** Folder in it below which everything is published, with a slash at its end; `""` for the root. */
  readonly into: string;
  /** Folder for files on their way, outside of the tree. */
  readonly staging: string;
  readonly record: PublishedRecord;
}

/**
 * Opens a checkout.
 * @throws VW4036 where the folder is not the root of one, VW4039 where its record is not valid
 */
export function openCheckout(folder: string, into: string): Checkout {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw renderedProblem('VW4036', `${folder} is no folder`);
  const { status, out } = askGit(['rev-parse', '--show-toplevel'], folder);
  if (status === null) throw renderedProblem('VW4035', 'git cannot be run');
  const root = out.toString().trim();
  if (status !== 0 || root === '') throw renderedProblem('VW4036', `${folder} is no Git checkout`);
  if (realpathSync(folder) !== realpathSync(root))
    throw renderedProblem('VW4036', `${folder} is not the root of its Git checkout, which is ${root}`);
  const below = into
    .split('/')
    .filter((step) => step !== '' && step !== '.')
    .join('/');
  const prefix = below === '' ? '' : `${below}/`;
  const staging = resolve(root, git(['rev-parse', '--git-path', 'vaultwright-publish'], root).toString().trim());
  const text = textAt(root, `${prefix}${recordFile}`);
  const record = text === undefined ? noRecord : readRecord(text.toString('utf8'), `${prefix}${recordFile}`);
  return { root, into: prefix, staging, record };
}

const noRecord: PublishedRecord = { kind: 'PublishedTree', version: 1, files: {} };

/** What stands at a path of a checkout. */
export type Standing =
  | { readonly kind: 'absent' }
  | { readonly kind: 'file'; readonly bytes: Buffer }
  /** A folder, a link, or a path that leads through one. */
  | { readonly kind: 'other'; readonly what: string };

/** Looks at a path of a checkout without following links. */
export function standingAt(root: string, path: string): Standing {
  for (const parent of steps(path)) {
    const stats = lstatSync(join(root, parent), { throwIfNoEntry: false });
    if (stats === undefined) return { kind: 'absent' };
    if (!stats.isDirectory())
      return { kind: 'other', what: `${parent} is ${stats.isSymbolicLink() ? 'a link' : 'no folder'}` };
  }
  const stats = lstatSync(join(root, path), { throwIfNoEntry: false });
  if (stats === undefined) return { kind: 'absent' };
  if (stats.isFile()) return { kind: 'file', bytes: readFileSync(join(root, path)) };
  return { kind: 'other', what: `${path} is ${stats.isSymbolicLink() ? 'a link' : 'a folder'}` };
}

function textAt(root: string, path: string): Buffer | undefined {
  const standing = standingAt(root, path);
  return standing.kind === 'file' ? standing.bytes : undefined;
}

/** Returns the paths that differ from what is committed, untracked ones included, sorted. */
export function dirtyPaths(root: string): string[] {
  const fields = git(['status', '--porcelain=v1', '-z', '--untracked-files=all', '--no-renames'], root)
    .toString()
    .split('\0');
  return fields
    .filter((field) => field.length > 3)
    .map((field) => field.slice(3))
    .sort();
}

/** Returns the addresses of the remotes of a checkout. */
export function remotesOf(root: string): string[] {
  const { status, out } = askGit(['config', '--get-regexp', '^remote\\..*\\.url$'], root);
  if (status !== 0) return [];
  return out
    .toString()
    .split('\n')
    .map((line) => line.slice(line.indexOf(' ') + 1))
    .filter((url) => url !== '');
}

/** Whether two addresses mean the same repository, by any protocol and user. */
export function isSameRepository(a: string, b: string): boolean {
  const [x, y] = [a, b].map((url) => {
    const [, host = '', path = url] = /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^:/]+)(?::\d+)?[:/](.*)$/i.exec(url) ?? [];
    const steps = path
      .split('/')
      .filter((step) => step !== '')
      .join('/');
    return `${host.toLowerCase()}/${steps.endsWith('.git') ? steps.slice(0, -4) : steps}`;
  });
  return x === y;
}
