import { createHash } from 'node:crypto';
import { closeSync, fstatSync, readFileSync, readSync } from 'node:fs';
import { isTraced, noteInput } from './input-trace.ts';
import { openRegular } from './regular-file.ts';

/** Largest file whose structure is parsed, in bytes. */
export const maximumParsedBytes = 8 * 1024 * 1024;

/** How the text of a file came about, where that is worth telling. */
export type DecodingNote = 'not UTF-8' | 'binary' | 'large' | 'too large' | 'unreadable';

export interface DecodedFile {
  readonly text: string;
  readonly note?: DecodingNote;
}

const sliceBytes = 1024 * 1024;
const maximumKeptLines = 20_000;
const maximumLines = 2_000_000;
const longestKeptLine = 4_000;
const telling = /pass|pwd|secret|token|key|cred|auth|BEGIN|:\/\/|^\s*(?:apiVersion|kind|name)\s*:/i;

/**
 * Reads a file as text: UTF-8 or, by its byte order mark, UTF-16; broken sequences become replacement
 * characters.
 *
 * Of a file above the limit only the lines that could matter are kept, each at its own line number, so that
 * memory stays bounded; `too large` says that not even all of them were.
 */
export function decodeFile(path: string): DecodedFile {
  try {
    const file = openRegular(path);
    try {
      return decodeOpen(path, file);
    } finally {
      closeSync(file);
    }
  } catch {
    noteInput(['text', path]);
    return { text: '', note: 'unreadable' };
  }
}

function decodeOpen(path: string, file: number): DecodedFile {
  const small = smallText(file);
  if (small !== undefined) {
    noteInput(['text', path], scratch.subarray(0, small.bytes));
    return small.text.includes('\uFFFD') || small.text.includes('\0')
      ? decodeBytes(Buffer.from(scratch.subarray(0, small.bytes)))
      : { text: withoutMark(small.text) };
  }
  if (fstatSync(file).size > maximumParsedBytes) return tellingLines(path, file);
  // The descriptor still stands at the beginning, since only given positions were read.
  const bytes = readFileSync(file);
  noteInput(['text', path], bytes);
  return decodeBytes(bytes);
}

// Nearly every manifest fits: one buffer for all of them spares asking for the size of each.
const scratch = Buffer.allocUnsafeSlow(128 * 1024);

function smallText(file: number): { readonly text: string; readonly bytes: number } | undefined {
  let length = 0;
  // A network file system may give a file in parts.
  for (let read = -1; read !== 0 && length < scratch.length; length += read) {
    read = readSync(file, scratch, length, scratch.length - length, length);
  }
  return length < scratch.length ? { text: scratch.toString('utf8', 0, length), bytes: length } : undefined;
}

/** Decodes bytes as `decodeFile` decodes a file. */
export function decodeBytes(bytes: Buffer): DecodedFile {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: withoutMark(bytes.toString('utf16le')) };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    const swapped = Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2))).swap16();
    return { text: withoutMark(swapped.toString('utf16le')) };
  }
  const text = withoutMark(bytes.toString('utf8'));
  if (bytes.includes(0)) return { text: text.replaceAll('\0', ' '), note: 'binary' };
  // A replacement character may be the writer's own.
  const isBroken = Buffer.compare(Buffer.from(text, 'utf8'), bytes) !== 0 && text.includes('\uFFFD');
  return isBroken ? { text, note: 'not UTF-8' } : { text };
}

const withoutMark = (text: string): string => (text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);

// Lines that are left out stay as empty lines, so that the others keep their numbers.
function tellingLines(path: string, file: number): DecodedFile {
  const seen = isTraced() ? createHash('sha256') : undefined;
  const buffer = Buffer.alloc(sliceBytes);
  const kept: string[] = [];
  let lines = 0;
  let pending = '';
  let note: DecodingNote = 'large';
  const keep = (part: string): void => {
    const isTelling = part.length < longestKeptLine && telling.test(part);
    if (part.length >= longestKeptLine || (isTelling && lines >= maximumKeptLines)) note = 'too large';
    const isKept = isTelling && lines < maximumKeptLines;
    if (isKept) lines++;
    kept.push(isKept ? Buffer.from(part, 'latin1').toString('utf8') : '');
  };
  for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
    seen?.update(buffer.subarray(0, read));
    const parts = (pending + buffer.toString('latin1', 0, read)).split('\n');
    pending = (parts.pop() ?? '').slice(0, longestKeptLine);
    for (const part of parts) keep(part);
    if (kept.length > maximumLines) note = 'too large';
    if (lines >= maximumKeptLines || kept.length > maximumLines) break;
  }
  keep(pending);
  if (seen) noteInput(['text', path], 'large', seen.digest());
  return { text: kept.join('\n'), note };
}
