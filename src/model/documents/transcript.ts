import { createHash } from 'node:crypto';
import * as z from 'zod/mini';

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const fingerprint = z.string().check(z.regex(/^[0-9A-F]{40}(?:[0-9A-F]{24})?$/));

/** The steps of a ceremony that leave a record. */
const ceremonySteps = [
  'init',
  'receipt',
  'handover',
  'renew-bootstrap',
  'revoke-root',
  'verify',
  'rotate-recovery',
  'generate-root',
] as const;

/** A person who holds a part of the recovery key, or for whom something was encrypted. */
const holder = z.strictObject({
  name: z.string(),
  /** Fingerprint of the OpenPGP key. */
  fingerprint,
  /** How the encrypted file reaches the person, in words. */
  channel: z.optional(z.string()),
});

/**
 * Schema of one line of `transcript.jsonl`, version 1: what was done in a ceremony, by whom, for whom, and
 * the hashes of what was handed over. Never a share, a token or a password, not even encrypted.
 */
export const transcriptRecordSchema = z.strictObject({
  kind: z.literal('CeremonyRecord'),
  version: z.literal(1),
  /** From 1, without a gap. */
  number: z.int().check(z.minimum(1)),
  /** UTC, ISO 8601. */
  time: z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)),
  environment: z.string(),
  /** Id of the Vault cluster. */
  cluster: z.string(),
  /** Who ran the command. */
  officer: z.string(),
  step: z.enum(ceremonySteps),
  event: z.string().check(z.regex(/^[a-z][a-z-]*$/)),
  holders: z.optional(z.array(holder)),
  /** Files that were written or read, by name, with the hash of their bytes. */
  files: z.optional(z.array(z.strictObject({ name: z.string(), sha256 }))),
  /** Numbers, names and states. */
  facts: z.optional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
  /** Hash of the line before; zeros in the first. */
  previous: sha256,
  hash: sha256,
});
/** One line of the transcript of a ceremony. */
export type TranscriptRecord = z.output<typeof transcriptRecordSchema>;

/** What a step says; number, time and hashes are added where it is written. */
export type TranscriptEntry = Omit<TranscriptRecord, 'kind' | 'version' | 'number' | 'previous' | 'hash'>;

/** What stands before the first line. */
export const chainStart = '0'.repeat(64);

/** Makes the line that follows another. */
export function nextRecord(last: TranscriptRecord | undefined, entry: TranscriptEntry): TranscriptRecord {
  const { environment, cluster, officer, step, event, time } = entry;
  const record = {
    kind: 'CeremonyRecord' as const,
    version: 1 as const,
    number: (last?.number ?? 0) + 1,
    time,
    environment,
    cluster,
    officer,
    step,
    event,
    ...(entry.holders && { holders: entry.holders }),
    ...(entry.files && { files: entry.files }),
    ...(entry.facts && { facts: entry.facts }),
    previous: last?.hash ?? chainStart,
  };
  return { ...record, hash: hashOf(record) };
}

/** Formats a line. */
export const recordLine = (record: TranscriptRecord): string => `${JSON.stringify(record)}\n`;

/** What is wrong with a transcript, by line. */
export interface TranscriptDefect {
  readonly line: number;
  readonly what: string;
}

/** Tokens of Vault and OpenBao, which have no place in a transcript. */
const token = /(?<![\w.])(?:hv[sbr]|[sbr])\.[\w-]{20,}/;

/**
 * Reads a transcript and checks its chain: every line is what it was when the next one was written.
 *
 * Who can write the file can make a whole new chain, and can cut off its end: compare the hash of the last
 * line with the one that was noted when the ceremony ended.
 */
export function readTranscript(text: string): {
  readonly records: readonly TranscriptRecord[];
  readonly defects: readonly TranscriptDefect[];
} {
  const records: TranscriptRecord[] = [];
  const defects: TranscriptDefect[] = [];
  const lines = text.split('\n');
  const rest = lines.pop();
  if (rest) lines.push(rest);
  for (const [index, each] of lines.entries()) {
    const line = index + 1;
    const { data: record } = transcriptRecordSchema.safeParse(json(each));
    if (!record) {
      defects.push({ line, what: 'is no record of a ceremony' });
      continue;
    }
    const last = records.at(-1);
    const say = (what: string) => void defects.push({ line, what });
    if (token.test(each)) say('holds what looks like a token');
    if (record.hash !== hashOf(record)) say('was changed after it was written');
    if (record.previous !== (last?.hash ?? chainStart)) say('does not follow the line before it');
    if (record.number !== line) say(`has the number ${record.number}`);
    if (last && record.time < last.time) say('is older than the line before it');
    if (last && record.environment !== last.environment) say('is about another environment');
    if (last && last.cluster !== '' && record.cluster !== last.cluster) say('is about another cluster');
    records.push(record);
  }
  if (lines.length === 0) defects.push({ line: 1, what: 'is missing: the transcript is empty' });
  return { records, defects };
}

/** Hash of all fields but the hash itself, in any order in the line. */
const hashOf = ({ hash: _, ...record }: Omit<TranscriptRecord, 'hash'> & { readonly hash?: string }): string =>
  createHash('sha256').update(canonical(record)).digest('hex');

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
