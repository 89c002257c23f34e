import * as z from 'zod/mini';
import { renderedProblem } from './rendered-problems.ts';

/** File in which a published tree keeps what was published into it; it is committed with the rest. */
export const recordFile = '.vaultwright-published.json';

const publishedFile = z.strictObject({
  /** Path in the rendered output. */
  from: z.string(),
  /** SHA-256 of its text. */
  sha256: z.string(),
  /** SHA-256 that it had before the run that was not seen to end; it has either. */
  was: z.optional(z.string()),
});

const recordSchema = z.strictObject({
  kind: z.literal('PublishedTree'),
  version: z.literal(1),
  /** Whether the run that wrote it has not come to its end: files may be as before or as after it. */
  unfinished: z.optional(z.literal(true)),
  /** Published files by path below the folder of the record. */
  files: z.record(z.string(), publishedFile),
});
/** What was published into a folder. */
export type PublishedRecord = z.output<typeof recordSchema>;
export type PublishedFile = z.output<typeof publishedFile>;

/** Whether each step of a path is a name, so that it stays below its folder and out of Git's own. */
export const isInside = (path: string): boolean =>
  path.split('/').every((step) => step !== '' && step !== '.' && step !== '..' && step.toLowerCase() !== '.git') &&
  !/[\\\0]/.test(path);

/**
 * Reads a record.
 * @param where how messages call the file
 * @throws VW4039 where it is not valid
 */
export function readRecord(text: string, where: string): PublishedRecord {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const { data } = recordSchema.safeParse(json);
  if (!data || !Object.keys(data.files).every(isInside)) throw renderedProblem('VW4039', `${where} is not valid`);
  return data;
}

/** Formats a record; the same files give the same bytes. */
export function recordText(files: PublishedRecord['files'], unfinished?: true): string {
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  const record: PublishedRecord = {
    kind: 'PublishedTree',
    version: 1,
    ...(unfinished && { unfinished }),
    files: sorted,
  };
  return `${JSON.stringify(record, null, 2)}\n`;
}
