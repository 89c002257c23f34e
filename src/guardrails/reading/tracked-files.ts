import { dirname, join, resolve, sep } from 'node:path';
import { noteInput, untraced } from './input-trace.ts';
import { isThere, readRegular, typeOf } from './regular-file.ts';

/** In bytes; an index of a million files has about 100 MB. */
const largestIndex = 128 * 1024 * 1024;

/** Finds the root of the repository that holds a path. */
export function repositoryOf(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    if (isThere(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/**
 * Lists the files that the index of a repository holds, as absolute paths; none where it cannot be read. Git
 * itself is not asked: its configuration may name programs, and the checked tree is not trusted.
 *
 * @see https://git-scm.com/docs/index-format
 */
export function trackedFiles(root: string): ReadonlySet<string> {
  // The index changes with every look at the files, its names do not.
  const names = untraced(() => namesIn(gitFolder(root)));
  noteInput(['tracked', root], names.join('\0'));
  return new Set(
    names.map((name) => join(root, ...name.split('/').filter((step) => step !== '..')).replaceAll('/', sep)),
  );
}

function namesIn(folder: string | undefined): string[] {
  const bytes = folder === undefined ? undefined : readRegular(join(folder, 'index'), largestIndex);
  return bytes === undefined ? [] : entriesOf(bytes);
}

/** A worktree and a submodule have a file in place of the folder. */
function gitFolder(root: string): string | undefined {
  const path = join(root, '.git');
  if (typeOf(path) === 'folder') return path;
  const pointer = /^gitdir: (.+)$/m.exec(readRegular(path, 4096)?.toString('utf8') ?? '')?.[1];
  return pointer === undefined ? undefined : resolve(root, pointer.trim());
}

function entriesOf(bytes: Buffer): string[] {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') return [];
  const version = bytes.readUInt32BE(4);
  const count = bytes.readUInt32BE(8);
  // Object names of SHA-256 make entries longer; such an index is not read here.
  if (version < 2 || version > 4) return [];
  const names: string[] = [];
  let previous = Buffer.alloc(0);
  let offset = 12;
  for (let entry = 0; entry < count && offset + 62 < bytes.length; entry++) {
    const start = offset;
    const isExtended = (bytes.readUInt16BE(offset + 60) & 0x4000) !== 0;
    offset += isExtended ? 64 : 62;
    let kept = 0;
    if (version === 4) {
      const stripped = variableLength(bytes, offset);
      kept = previous.length - stripped.value;
      offset = stripped.next;
    }
    const end = bytes.indexOf(0, offset);
    if (end < 0 || kept < 0) return names;
    previous = Buffer.concat([previous.subarray(0, kept), bytes.subarray(offset, end)]);
    names.push(previous.toString('utf8'));
    offset = version === 4 ? end + 1 : start + (Math.floor((end - start) / 8) + 1) * 8;
  }
  return names;
}

/** The offset encoding of pack files: seven bits a byte, each further one counting from one more. */
function variableLength(bytes: Buffer, from: number): { value: number; next: number } {
  let next = from;
  let byte = bytes[next++] ?? 0;
  let value = byte & 0x7f;
  while ((byte & 0x80) !== 0) {
    byte = bytes[next++] ?? 0;
    value = (value + 1) * 128 + (byte & 0x7f);
  }
  return { value, next };
}
