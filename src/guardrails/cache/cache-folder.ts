import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  type Stats,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { isInside, isThere, readRegular, realPath } from '../reading/regular-file.ts';
import { repositoryOf } from '../reading/tracked-files.ts';
import { type CacheFault, cacheProblem } from './cache-problems.ts';

const keyBytes = 32;
/** In bytes; a tree of 4,000 files has about one megabyte. */
const largestEntry = 64 * 1024 * 1024;
/** What is kept, the newest first. */
const mostEntries = 64;
const mostBytes = 128 * 1024 * 1024;
const staleMs = 60 * 60 * 1000;
const heading = 'vaultwright check cache 1';
const entryName = /^[0-9a-f]{64}$/;

/**
 * A folder of one user in which entries stand by name, each with a keyed digest: what another program wrote,
 * what was cut off, and what stood under another name is not there.
 */
export class CacheFolder {
  readonly #folder: string;
  readonly #key: Buffer;

  private constructor(folder: string, key: Buffer) {
    this.#folder = folder;
    this.#key = key;
  }

  /**
   * Opens the folder, which is made where it is missing.
   *
   * @param checked absolute paths of what is checked: the folder may stand in none, nor in their repository
   * @throws ConfigurationError VW1095 where others could write or read the folder
   */
  static open(folder: string, checked: readonly string[]): CacheFolder {
    const refuse = (fault: CacheFault): never => {
      throw cacheProblem(folder, fault);
    };
    const trees = checked.flatMap((path) => [path, repositoryOf(path) ?? path].map((one) => realPath(one) ?? one));
    const isInTree = (path: string): boolean => trees.some((tree) => isInside(path, tree));
    if (isInTree(realWhereItWillBe(folder))) refuse('in the tree');
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
    } catch {
      refuse(isThere(folder) ? 'not a folder' : 'unusable');
    }
    const stats = lstatSync(folder);
    if (!stats.isDirectory()) refuse('not a folder');
    if (isInTree(realPath(folder) ?? folder)) refuse('in the tree');
    if (isForeign(stats)) refuse('foreign');
    if (isOpen(stats)) refuse('open');
    try {
      return new CacheFolder(folder, keyIn(folder) ?? refuse('foreign key'));
    } catch (error) {
      if (error instanceof Error && 'syscall' in error) refuse('unusable');
      throw error;
    }
  }

  /** A key of its own for one purpose. */
  keyFor(purpose: string): Buffer {
    return createHmac('sha256', this.#key).update(purpose).digest();
  }

  /** The name of the entry for what an answer depends on. */
  nameOf(identity: string): string {
    return createHmac('sha256', this.keyFor('name')).update(identity).digest('hex');
  }

  /** Returns what was kept under a name; `undefined` where that is nothing, or not what was kept. */
  read(name: string): string | undefined {
    const path = join(this.#folder, name);
    const bytes = readRegular(path, largestEntry);
    if (bytes === undefined) return undefined;
    const end = bytes.indexOf('\n');
    const head = bytes.toString('latin1', 0, end === -1 ? 0 : end);
    const payload = bytes.subarray(end + 1);
    const expected = Buffer.from(this.#head(name, payload), 'latin1');
    const given = Buffer.from(head, 'latin1');
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // It counts as old then, which costs a run.
    }
    return payload.toString('utf8');
  }

  /**
   * Keeps a text under a name, whole or not at all, and removes what is too old or too much.
   *
   * @returns false where the folder cannot be written
   */
  write(name: string, text: string): boolean {
    const payload = Buffer.from(text, 'utf8');
    if (payload.length > largestEntry - 1024) return false;
    const draft = join(this.#folder, `${name}.${randomBytes(8).toString('hex')}.draft`);
    try {
      writeFileSync(draft, Buffer.concat([Buffer.from(`${this.#head(name, payload)}\n`, 'latin1'), payload]), {
        flag: 'wx',
        mode: 0o600,
      });
      renameSync(draft, join(this.#folder, name));
      this.#prune();
      return true;
    } catch {
      rmSync(draft, { force: true });
      return false;
    }
  }

  remove(name: string): void {
    rmSync(join(this.#folder, name), { force: true });
  }

  #head(name: string, payload: Buffer): string {
    const mac = createHmac('sha256', this.keyFor('entry')).update(`${name}\n`).update(payload).digest('hex');
    return `${heading} ${mac}`;
  }

  #prune(): void {
    const now = Date.now();
    const files = readdirSync(this.#folder).flatMap((name) => {
      const stats = lstatSync(join(this.#folder, name), { throwIfNoEntry: false });
      return stats?.isFile() === true ? [{ name, age: now - stats.mtimeMs, size: stats.size }] : [];
    });
    for (const { name, age } of files) if (name.endsWith('.draft') && age > staleMs) this.remove(name);
    let bytes = 0;
    const entries = files.filter(({ name }) => entryName.test(name)).sort((a, b) => a.age - b.age);
    for (const [index, { name, size }] of entries.entries()) {
      bytes += size;
      if (index >= mostEntries || bytes > mostBytes) this.remove(name);
    }
  }
}

/** Windows keeps the folders of a user to that user, and tells neither owner nor mode. */
const hasOwners = process.getuid !== undefined;
const isForeign = ({ uid }: Stats): boolean => hasOwners && uid !== process.geteuid?.();
const isOpen = ({ mode }: Stats): boolean => hasOwners && (mode & 0o077) !== 0;

/** The key of the folder, made where there is none; `undefined` where others may know or write it. */
function keyIn(folder: string): Buffer | undefined {
  const path = join(folder, 'key');
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return newKey(folder, path);
  if (!stats.isFile() || isForeign(stats) || isOpen(stats)) return undefined;
  const key = readRegular(path, keyBytes);
  if (key?.length === keyBytes) return key;
  // Cut off by a full disk: what was kept under it is lost.
  rmSync(path);
  return newKey(folder, path);
}

function newKey(folder: string, path: string): Buffer | undefined {
  const key = randomBytes(keyBytes);
  const draft = join(folder, `key.${randomBytes(8).toString('hex')}.draft`);
  writeFileSync(draft, key, { flag: 'wx', mode: 0o600 });
  try {
    // Of two runs that begin at once, the second takes the key of the first.
    linkSync(draft, path);
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return readRegular(path, keyBytes);
    // Not every file system has hard links.
    renameSync(draft, path);
    return key;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Where a folder is or will be, behind the links that are there already. */
function realWhereItWillBe(folder: string): string {
  const real = realPath(folder);
  if (real !== undefined) return real;
  const above = dirname(folder);
  return above === folder ? folder : join(realWhereItWillBe(above), folder.slice(above.length));
}
