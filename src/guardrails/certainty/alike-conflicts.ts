import type { OwnerConflict } from '../indexing/owner-conflicts.ts';
import { folderOf } from '../manifest/folder-of.ts';

/** From how many Secrets on two folders that hold the same are two choices, not two owners. */
const manySecrets = 6;
/** From how many owners in one folder on a Secret is what each version of one thing writes. */
const manyOwners = 4;

/**
 * Counts what many files own alike: two folders that hold the same Secrets, and files of one folder that
 * write one Secret, are versions of one thing, and who deploys one does not deploy the other.
 */
export class AlikeConflicts {
  readonly #secrets = new Map<string, Set<string>>();
  readonly #files = new Map<string, Set<string>>();

  constructor(conflicts: readonly OwnerConflict[]) {
    for (const conflict of conflicts) {
      const { producer, other } = conflict;
      const secret = secretOf(conflict);
      add(this.#secrets, foldersOf(conflict), secret);
      for (const { site } of [producer, other]) add(this.#files, inFolder(conflict), site?.manifest.file ?? '');
    }
  }

  /** Returns how many Secrets or files are alike, `undefined` where they are few. */
  countOf(conflict: OwnerConflict): number | undefined {
    const secrets = this.#secrets.get(foldersOf(conflict))?.size ?? 0;
    const files = this.#files.get(inFolder(conflict))?.size ?? 0;
    if (files >= manyOwners) return files;
    return secrets >= manySecrets ? secrets : undefined;
  }
}

function add(sets: Map<string, Set<string>>, key: string, item: string): void {
  const set = sets.get(key);
  if (set === undefined) sets.set(key, new Set([item]));
  else set.add(item);
}

const secretOf = ({ producer: { namespace, name } }: OwnerConflict): string => `${namespace}\0${name}`;

const foldersOf = ({ producer, other }: OwnerConflict): string =>
  [producer, other]
    .map(({ site }) => folderOf(site?.manifest.file))
    .sort()
    .join('\0');

const inFolder = (conflict: OwnerConflict): string => `${foldersOf(conflict)}\0${secretOf(conflict)}`;
