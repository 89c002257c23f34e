import { lstatSync, readdirSync, realpathSync } from 'node:fs';
import path from 'node:path';

/** Where the machine's own root is seen inside a sandbox. */
export const hostRoot = '/.host';

/** One mount of a sandbox. */
export interface SandboxMount {
  readonly source: string;
  /** Absolute path inside the sandbox. */
  readonly target: string;
  readonly readOnly: boolean;
  readonly isFile: boolean;
}

/** The root folder of a sandbox: what is made in it before anything is mounted. */
export interface SandboxRoot {
  /** Folders, parents first. */
  readonly folders: readonly string[];
  /** Links by folder: each entry of the machine's folder of that name that is not in the way of a mount. */
  readonly links: readonly { readonly folder: string; readonly entries: readonly string[] }[];
  /** Empty files on which files are mounted. */
  readonly files: readonly string[];
  /** The mounts at the places to which their targets resolve, outer ones first. */
  readonly mounts: readonly SandboxMount[];
}

/**
 * Plans a root in which any path can be a mount point, without rights on the machine's own folders.
 *
 * Every folder on the way to a mount point is made anew and filled with links to the machine's entries.
 */
export function planSandboxRoot(mounts: readonly SandboxMount[]): SandboxRoot {
  const resolved = mounts
    .map((mount) => ({ ...mount, target: resolveOnHost(mount.target) }))
    .sort((a, b) => a.target.length - b.target.length);
  const targets = new Set(resolved.map(({ target }) => target));
  const folders = new Set<string>(['/']);
  for (const target of targets) for (const parent of parentsOf(target)) folders.add(parent);
  // A folder below a mount point is what was mounted; mount points inside it must exist there.
  const made = [...folders].filter((folder) => !isCovered(folder, targets));
  const bare = resolved.filter(({ target }) => !parentsOf(target).some((parent) => isCovered(parent, targets)));
  const own = new Set([...made, ...targets, '/proc', hostRoot]);
  return {
    folders: [...made, ...bare.filter(({ isFile }) => !isFile).map(({ target }) => target), '/proc', hostRoot].sort(),
    links: made.map((folder) => ({
      folder,
      entries: entriesOf(folder)
        .map((entry) => path.join(folder, entry))
        .filter((entry) => !own.has(entry)),
    })),
    files: bare.filter(({ isFile }) => isFile).map(({ target }) => target),
    mounts: resolved,
  };
}

const parentsOf = (target: string): string[] => {
  const parent = path.dirname(target);
  return parent === target ? [] : [...parentsOf(parent), parent];
};

const isCovered = (folder: string, targets: ReadonlySet<string>): boolean =>
  targets.has(folder) || (folder !== '/' && isCovered(path.dirname(folder), targets));

/**
 * Follows the links of the machine (`/var/run` to `/run`), so that the mount stands where a program will
 * look.
 */
function resolveOnHost(target: string): string {
  let resolved = '/';
  for (const part of target.split('/').filter((name) => name !== '')) {
    const next = path.join(resolved, part);
    resolved = isLink(next) ? realpathSync(next) : next;
  }
  return resolved;
}

function isLink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink();
  } catch {
    return false;
  }
}

function entriesOf(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
