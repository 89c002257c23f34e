import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';

/** Largest file whose structure is parsed, in bytes. */
export const maximumParsedBytes = 8 * 1024 * 1024;

/** How the text of a file came about, where that is worth telling. */
export type DecodingNote = 'not UTF-8' | 'binary' | 'too large' | 'unreadable';

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
 * Reads a file as text: UTF-8 or, by its byte order mark, UTF-16; broken sequences become replacement characters.
 *
 * Of a file above the limit only the lines that could matter are kept, each at its own line number, so that memory stays bounded.
 */
export function decodeFile(path: string): DecodedFile {
  try {
    const text = smallText(path) ?? largeText(path);
    if (text === undefined) return { text: tellingLines(path), note: 'too large' };
    return text.includes('\uFFFD') || text.includes('\0')
      ? decodeBytes(readFileSync(path))
      : { text: withoutMark(text) };
  } catch {
    return { text: '', note: 'unreadable' };
  }
}

// Nearly every manifest fits: one buffer for all of them spares asking for the size of each.
const scratch = Buffer.allocUnsafeSlow(128 * 1024);

function smallText(path: string): string | undefined {
  const file = openSync(path, 'r');
  try {
    let length = 0;
    // A network file system may give a file in parts.
    for (let read = -1; read !== 0 && length < scratch.length; length += read) {
      read = readSync(file, scratch, length, scratch.length - length, length);
    }
    return length < scratch.length ? scratch.toString('utf8', 0, length) : undefined;
  } finally {
    closeSync(file);
  }
}

const largeText = (path: string): string | undefined =>
  statSync(path).size > maximumParsedBytes ? undefined : readFileSync(path, 'utf8');

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
function tellingLines(path: string): string {
  const file = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(sliceBytes);
    const kept: string[] = [];
    let lines = 0;
    let pending = '';
    for (let read = readSync(file, buffer); read > 0; read = readSync(file, buffer)) {
      const parts = (pending + buffer.toString('latin1', 0, read)).split('\n');
      pending = (parts.pop() ?? '').slice(0, longestKeptLine);
      for (const part of parts) {
        const isKept = lines < maximumKeptLines && part.length < longestKeptLine && telling.test(part);
        if (isKept) lines++;
        kept.push(isKept ? Buffer.from(part, 'latin1').toString('utf8') : '');
      }
      if (lines >= maximumKeptLines || kept.length > maximumLines) break;
    }
    return kept.join('\n');
  } finally {
    closeSync(file);
  }
}
