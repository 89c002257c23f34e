import * as z from 'zod/mini';
import { renderedProblem } from './rendered-problems.ts';

/** File in which a published tree keeps what was published into it; it is committed with the rest. */
export const recordFile = '.vaultwright-published.json';

const recordSchema = z.strictObject({
  kind: z.literal('PublishedTree'),
  version: z.literal(1),
  /**
   * Published files by path below the folder of the record, each with its source and the SHA-256 of its text.
   */
  files: z.record(z.string(), z.strictObject({ from: z.string(), sha256: z.string() })),
});
/** What was published into a folder. */
export type PublishedRecord = z.output<typeof recordSchema>;

/** Whether each step of a path is a name, so that it stays below its folder. */
export const isInside = (path: string): boolean =>
  path.split('/').every((step) => step !== '' && step !== '.' && step !== '..') && !/[\\\0]/.test(path);

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
