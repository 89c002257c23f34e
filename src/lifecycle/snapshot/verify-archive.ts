import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { isObject } from '../../model/json-record.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';

/** What a snapshot says of itself, proven by its own sums. */
export interface SnapshotFacts {
  /** SHA-256 of the whole file. */
  readonly sha256: string;
  readonly bytes: number;
  /** Index and term of raft at which it was taken. */
  readonly index: number;
  readonly term: number;
}

const blockSize = 512;
const sumsFile = 'SHA256SUMS';
/** Longest entry that is kept in memory: the sums and the description; the state itself is only summed. */
const keptBytes = 1024 * 1024;

/**
 * Reads a snapshot of raft from beginning to end: a compressed archive with its state, a description and the
 * sums of both.
 * @throws VW5190 where it is no such archive, ends early, or differs from its sums
 * @see https://developer.hashicorp.com/vault/docs/commands/operator/raft#snapshot-inspect
 */
export async function verifyArchive(file: string): Promise<SnapshotFacts> {
  const whole = createHash('sha256');
  let bytes = 0;
  const archive = new ArchiveReader();
  const source = createReadStream(file);
  source.on('data', (chunk) => {
    whole.update(chunk);
    bytes += chunk.length;
  });
  try {
    await pipeline(source, createGunzip(), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) archive.take(chunk);
    });
  } catch {
    throw broken('cannot be decompressed to its end');
  }
  const sums = sumsIn(archive.end());
  const names = [...archive.sums.keys()].filter((name) => !name.startsWith(sumsFile)).sort();
  for (const name of names) {
    if (sums.get(name) === undefined) throw broken(`has no sum of ${name}`);
    if (sums.get(name) !== archive.sums.get(name)) throw broken(`differs from its sum in ${name}`);
  }
  for (const name of ['meta.json', 'state.bin']) if (!names.includes(name)) throw broken(`lacks ${name}`);
  const { Index: index, Term: term } = described(archive.kept.get('meta.json') ?? '');
  if (typeof index !== 'number' || typeof term !== 'number') throw broken('does not say at which index it was taken');
  return { sha256: whole.digest('hex'), bytes, index, term };
}

const broken = (what: string) => lifecycleError('VW5190', `The snapshot ${what}`);

function described(text: string): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(text);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

function sumsIn(kept: ReadonlyMap<string, string>): Map<string, string> {
  const text = kept.get(sumsFile);
  if (text === undefined) throw broken(`lacks ${sumsFile}`);
  return new Map([...text.matchAll(/^([0-9a-f]{64}) [ *](\S+)$/gm)].map(([, sum = '', name = '']) => [name, sum]));
}

/** Reads an archive of tar as it comes, without keeping more of it than small entries. */
class ArchiveReader {
  readonly sums = new Map<string, string>();
  readonly kept = new Map<string, string>();
  #rest: Buffer = Buffer.alloc(0);
  #entry: { name: string; left: number; padding: number; hash: Hash; parts: Buffer[] | undefined } | undefined;
  #ended = false;

  take(chunk: Buffer): void {
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length > 0 && !this.#ended) if (!(this.#entry ? this.#content() : this.#header())) return;
    this.#rest = Buffer.alloc(0);
  }

  /** The small entries. @throws VW5190 where the archive ends inside of one */
  end(): ReadonlyMap<string, string> {
    if (this.#entry) throw broken('ends early');
    return this.kept;
  }

  #header(): boolean {
    if (this.#rest.length < blockSize) return false;
    const block = this.#rest.subarray(0, blockSize);
    this.#rest = this.#rest.subarray(blockSize);
    if (block.every((byte) => byte === 0)) {
      this.#ended = true;
      return true;
    }
    const name = textIn(block, 0, 100);
    const size = sizeIn(block);
    if (size === undefined || name === '') throw new RangeError('no header of tar');
    const padding = (blockSize - (size % blockSize)) % blockSize;
    const parts = size <= keptBytes ? [] : undefined;
    this.#entry = { name, left: size, padding, hash: createHash('sha256'), parts };
    return this.#content();
  }

  #content(): boolean {
    const entry = this.#entry;
    if (!entry) return false;
    const part = this.#rest.subarray(0, entry.left);
    entry.hash.update(part);
    entry.parts?.push(Buffer.from(part));
    entry.left -= part.length;
    this.#rest = this.#rest.subarray(part.length);
    if (entry.left > 0) return false;
    const skipped = Math.min(entry.padding, this.#rest.length);
    entry.padding -= skipped;
    this.#rest = this.#rest.subarray(skipped);
    if (entry.padding > 0) return false;
    this.sums.set(entry.name, entry.hash.digest('hex'));
    if (entry.parts) this.kept.set(entry.name, Buffer.concat(entry.parts).toString('utf8'));
    this.#entry = undefined;
    return true;
  }
}

const textIn = (block: Buffer, from: number, length: number): string => {
  const field = block.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.subarray(0, end === -1 ? length : end).toString('utf8');
};

/** Size in octal digits, or for large entries as a binary number behind a set bit. */
function sizeIn(block: Buffer): number | undefined {
  const field = block.subarray(124, 136);
  if (((field[0] ?? 0) & 0x80) !== 0) {
    const size = field.subarray(4).readBigUInt64BE();
    return size <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(size) : undefined;
  }
  const digits = textIn(block, 124, 12).trim();
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}
