import { createPrivateKey } from 'node:crypto';
import zlib from 'node:zlib';
import { strictDenotation } from '../credential/strict/strict-names.ts';

const { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } = zlib;
// Node.js 20, which the package supports, does not have it.
const zstdDecompressSync: typeof zlib.zstdDecompressSync | undefined = zlib.zstdDecompressSync;

/** What bytes turned out to be. */
export type Opened =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'private-key' }
  /** Compressed or packed in a way that is not opened. */
  | { readonly kind: 'unreadable' }
  /** More than may be judged comes out of them. */
  | { readonly kind: 'too-large' };

/** Bytes that may come out of compressed ones. */
const mostBytes = 8 * 1024 * 1024;

const startsWith = (bytes: Buffer, ...signature: readonly number[]): boolean =>
  signature.every((byte, index) => bytes[index] === byte);

/** Opens bytes as far as there is something to open; `undefined` for pictures, programs and the like. */
export function openBytes(bytes: Buffer): Opened | undefined {
  let current = bytes;
  // Compressed once more is rare, and each round is paid for.
  for (let round = 0; round < 4; round++) {
    if (isKeyStore(current) || isPrivateKey(current)) return { kind: 'private-key' };
    const inflated = decompress(current);
    if (inflated === 'too-large') return { kind: 'too-large' };
    if (inflated === undefined) break;
    current = inflated;
  }
  if (isPacked(current)) return { kind: 'unreadable' };
  const text = textOf(current);
  // What is no UTF-8 may be lengths between names and values rather than letters.
  const among = text === undefined || /[\u0080-\u009f\ufffd]/.test(text) ? textsAmong(current) : undefined;
  if (text === undefined && among === undefined) return undefined;
  return { kind: 'text', text: [text, among].filter((part) => part !== undefined).join('\n') };
}

/** What archives and compressed texts begin with that nothing here opens, or that is broken. */
const signatures: readonly (readonly number[])[] = [
  // gzip, zstd and zip, where they could not be opened
  [0x1f, 0x8b, 8],
  [0x28, 0xb5, 0x2f, 0xfd],
  [0x50, 0x4b, 3, 4],
  // xz, 7z, rar, lzip, lzop, cab
  [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
  [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  [0x52, 0x61, 0x72, 0x21, 0x1a, 7],
  [0x4c, 0x5a, 0x49, 0x50, 1],
  [0x89, 0x4c, 0x5a, 0x4f, 0, 0x0d, 0x0a],
  [0x4d, 0x53, 0x43, 0x46, 0, 0, 0, 0],
  // frames of lz4, new and old, and of snappy
  [0x04, 0x22, 0x4d, 0x18],
  [0x02, 0x21, 0x4c, 0x18],
  [0xff, 6, 0, 0, 0x73, 0x4e, 0x61, 0x50, 0x70, 0x59],
];

/** Recognises bytes in which a text may be packed that cannot be read here. */
function isPacked(bytes: Buffer): boolean {
  if (bytes.length < 16) return false;
  if (signatures.some((signature) => startsWith(bytes, ...signature))) return true;
  // bzip2: a level, and the number of a block: https://en.wikipedia.org/wiki/Bzip2#File_format
  if (startsWith(bytes, 0x42, 0x5a, 0x68) && bytes.subarray(4, 10).toString('hex') === '314159265359') return true;
  // lzma: properties, a size of the dictionary, and an unknown or a small length:
  // https://www.7-zip.org/sdk.html
  const isUnknown = bytes.subarray(5, 13).every((byte) => byte === 0xff);
  if (bytes[0] === 0x5d && bytes[1] === 0 && bytes[2] === 0 && (isUnknown || bytes.readUInt32LE(9) === 0)) return true;
  // compress: at most sixteen bits, in blocks
  return bytes.length >= 32 && startsWith(bytes, 0x1f, 0x9d) && ((bytes[2] ?? 0) & 0xe0) === 0x80;
}

/** Pictures, fonts and programs, whose names of things are no pairs. */
const media: readonly (readonly number[])[] = [
  [0x89, 0x50, 0x4e, 0x47],
  [0xff, 0xd8, 0xff],
  [0x47, 0x49, 0x46, 0x38],
  [0, 0x61, 0x73, 0x6d],
  [0x7f, 0x45, 0x4c, 0x46],
  [0xca, 0xfe, 0xba, 0xbe],
  [0x77, 0x4f, 0x46],
];

/**
 * The texts among other bytes, a line each, such as those of MessagePack, CBOR and protobuf: one that names a
 * credential has the next one as its value.
 */
function textsAmong(bytes: Buffer): string | undefined {
  const runs: string[] = [];
  let run = '';
  for (const byte of bytes.subarray(0, 1_000_000)) {
    if ((byte >= 0x20 && byte < 0x7f) || byte === 9) run += String.fromCharCode(byte);
    else {
      if (run.length >= shortestRun) runs.push(run);
      run = '';
    }
  }
  if (run.length >= shortestRun) runs.push(run);
  if (runs.length === 0) return undefined;
  const isMedia = media.some((signature) => startsWith(bytes, ...signature));
  return runs
    .map((text, index) => {
      const name = /(?<!\w)[A-Za-z]\w{0,60}$/.exec(text.slice(-61))?.[0] ?? '';
      const next = runs[index + 1];
      return !isMedia && next !== undefined && strictDenotation(name) === 'credential' ? `${name}=${next}` : text;
    })
    .join('\n');
}

const shortestRun = 6;

function decompress(bytes: Buffer): Buffer | 'too-large' | undefined {
  if (bytes.length < 8) return undefined;
  const options = { maxOutputLength: mostBytes };
  const unpack: (() => Buffer) | undefined = startsWith(bytes, 0x1f, 0x8b)
    ? () => gunzipSync(bytes, options)
    : startsWith(bytes, 0x28, 0xb5, 0x2f, 0xfd) && zstdDecompressSync !== undefined
      ? () => zstdDecompressSync(bytes, options)
      : startsWith(bytes, 0x50, 0x4b, 3, 4)
        ? () => unzip(bytes)
        : bytes[0] === 0x78 && bytes.readUInt16BE(0) % 31 === 0
          ? () => inflateSync(bytes, options)
          : undefined;
  try {
    if (unpack !== undefined) return unpack();
    return isText(bytes) ? undefined : unframed(bytes);
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : undefined;
  }
}

/** Raw deflate and brotli have no signature: what comes out must be text. */
function unframed(bytes: Buffer): Buffer | undefined {
  if (bytes.length > 100_000) return undefined;
  // Most of what comes here is a name or a digest: a buffer of the default size costs more than the attempt.
  const options = { maxOutputLength: mostBytes, chunkSize: Math.max(1_024, 4 * bytes.length) };
  const attempts = mayBeDeflated(bytes) ? [inflateRawSync, brotliDecompressSync] : [brotliDecompressSync];
  const { stackTraceLimit } = Error;
  // Nobody reads the stack of a failed attempt, and to write it takes longer than the attempt.
  Error.stackTraceLimit = 0;
  try {
    for (const unpack of attempts) {
      const opened = unpacked(() => unpack(bytes, options));
      if (opened !== undefined && opened.length > 5 && isText(opened)) return opened;
    }
    return undefined;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function unpacked(unpack: () => Buffer): Buffer | undefined {
  try {
    return unpack();
  } catch {
    return undefined;
  }
}

/**
 * Returns whether the first block has a type, and lengths that belong to it; two of three random runs of
 * bytes fail that, and a failed attempt costs twenty times as much.
 * @see https://www.rfc-editor.org/rfc/rfc1951#section-3.2.3
 */
function mayBeDeflated(bytes: Buffer): boolean {
  const type = ((bytes[0] ?? 0) >> 1) & 3;
  if (type === 0) return bytes.length >= 5 && (bytes.readUInt16LE(1) ^ bytes.readUInt16LE(3)) === 0xffff;
  // More than 286 codes of lengths or 30 of distances are none.
  if (type === 2) return (bytes[0] ?? 0) >> 3 <= 29 && ((bytes[1] ?? 0) & 31) <= 29;
  return type === 1;
}

/**
 * The files of an archive, one after the other.
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
function unzip(bytes: Buffer): Buffer {
  const files: Buffer[] = [];
  for (let at = 0; at >= 0 && at + 30 < bytes.length && files.length < 1_000; ) {
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
    const size = bytes.readUInt32LE(at + 18);
    const end = size === 0 ? bytes.length : start + size;
    const body = bytes.subarray(start, end);
    files.push(bytes.readUInt16LE(at + 8) === 8 ? inflateRawSync(body, { maxOutputLength: mostBytes }) : body);
    at = bytes.indexOf(Buffer.from([0x50, 0x4b, 3, 4]), size === 0 ? start : end);
  }
  return Buffer.concat(files.flatMap((file) => [file, Buffer.from('\n')]));
}

/** Java key stores, PKCS#12, and private keys of OpenSSH, PGP and PuTTY in their binary forms. */
function isKeyStore(bytes: Buffer): boolean {
  if (startsWith(bytes, 0xfe, 0xed, 0xfe, 0xed) || startsWith(bytes, 0xce, 0xce, 0xce, 0xce)) return bytes.length > 32;
  if (bytes.subarray(0, 14).toString('latin1') === 'openssh-key-v1') return true;
  // OBJECT IDENTIFIER of pkcs7-data after SEQUENCE and version 3.
  return bytes[0] === 0x30 && bytes.subarray(0, 40).includes(Buffer.from('0201033082', 'hex')) && bytes.length > 200;
}

/** @see https://www.rfc-editor.org/rfc/rfc5958 */
function isPrivateKey(bytes: Buffer): boolean {
  // SEQUENCE { INTEGER 0 or 1 …: a certificate and a public key begin otherwise; the encrypted form begins
  // with two SEQUENCEs.
  if (bytes[0] !== 0x30 || bytes.length < 40 || bytes.length > 20_000) return false;
  const body = (bytes[1] ?? 0) < 0x80 ? 2 : 2 + ((bytes[1] ?? 0) & 0x7f);
  if (bytes[body] !== 2) return isEncryptedKey(bytes.subarray(body));
  for (const type of ['pkcs8', 'pkcs1', 'sec1'] as const)
    try {
      createPrivateKey({ key: bytes, format: 'der', type });
      return true;
    } catch {
      // Not this one.
    }
  return false;
}

/** PBES2, with which PKCS#8 encrypts: a file of the password is all that it needs. */
const isEncryptedKey = (body: Buffer): boolean =>
  body[0] === 0x30 && body.subarray(0, 16).includes(Buffer.from('06092a864886f70d01050d', 'hex'));

/** Decodes bytes as the text that a program would read, in any encoding; a NUL ends a line. */
export function textOf(bytes: Buffer): string | undefined {
  if (bytes.length === 0) return undefined;
  if (startsWith(bytes, 0xff, 0xfe)) return bytes.subarray(2).toString('utf16le').replaceAll('\0', '');
  if (startsWith(bytes, 0xfe, 0xff)) return swapped(bytes.subarray(2));
  const zeros = [0, 0];
  const sample = Math.min(bytes.length, 512);
  for (let index = 0; index < sample; index++) if (bytes[index] === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > sample * 0.35 && even < sample * 0.3) return bytes.toString('utf16le').replaceAll('\0', '');
  if (even > sample * 0.35 && odd < sample * 0.3) return swapped(bytes);
  const text = bytes.toString('utf8');
  const decoded = text.includes('\uFFFD') ? bytes.toString('latin1') : text;
  return isText(bytes) ? decoded.replaceAll('\0', '\n') : undefined;
}

const swapped = (bytes: Buffer): string =>
  Buffer.from(bytes.subarray(0, bytes.length - (bytes.length % 2)))
    .swap16()
    .toString('utf16le')
    .replaceAll('\0', '');

const isUtf8 = (bytes: Buffer): boolean => !bytes.subarray(0, 2_000).toString('utf8').slice(0, -1).includes('\uFFFD');

/** Mostly printable: a few control characters in a text are a way to hide it. */
function isText(bytes: Buffer): boolean {
  const sample = Math.min(bytes.length, 2_000);
  let strange = 0;
  let high = 0;
  for (let index = 0; index < sample; index++) {
    const byte = bytes[index] ?? 0;
    if (byte > 0 && byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13) strange++;
    else if (byte >= 0x7f) high++;
  }
  return strange * 50 < sample && (high * 4 < sample || isUtf8(bytes));
}
