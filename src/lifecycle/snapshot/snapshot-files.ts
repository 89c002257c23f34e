import { open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { lifecycleError } from '../problems/lifecycle-problems.ts';

/** What lies beside a snapshot: whose it is, and what opens it. It holds no key, only the name of one. */
export const snapshotRecordSchema = z.strictObject({
  kind: z.literal('Snapshot'),
  version: z.literal(1),
  environment: z.string(),
  /** When it was taken, ISO 8601. */
  takenAt: z.string(),
  file: z.string(),
  sha256: z.string(),
  bytes: z.int(),
  index: z.int(),
  term: z.int(),
  /** What the server said of itself then. */
  server: z.strictObject({ version: z.string(), clusterId: z.string() }),
  /** The seal whose key opens it: type, and the name of the key. */
  seal: z.strictObject({ type: z.string(), key: z.string() }),
});
export type SnapshotRecord = z.output<typeof snapshotRecordSchema>;

/** How many snapshots stay, and how long. The newest always does. */
export interface Retention {
  readonly count: number;
  readonly days: number;
}

const ending = '.snap';
const unfinished = '.part';
const day = 24 * 60 * 60 * 1000;

/** Returns the name of a snapshot; names sort by time. */
export const snapshotName = (environment: string, at: Date): string =>
  `${environment}-${at.toISOString().replaceAll(/[-:]|\.\d+/g, '')}${ending}`;
export const unfinishedName = (name: string): string => `${name}${unfinished}`;
export const recordName = (snapshot: string): string => `${snapshot}.json`;

/** Removes what runs left that did not end. */
export async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await namesIn(folder))
    if (name.endsWith(unfinished)) await rm(join(folder, name), { force: true });
}

/**
 * Returns a finished snapshot its name. Its record is there before, so that no snapshot is ever without one;
 * both are on the disk before anything older goes.
 */
export async function keepSnapshot(folder: string, record: SnapshotRecord): Promise<void> {
  const text = `${JSON.stringify(record, undefined, 2)}\n`;
  const beside = join(folder, recordName(record.file));
  const written = await open(`${beside}${unfinished}`, 'w', 0o600);
  try {
    await written.writeFile(text);
    await written.sync();
  } finally {
    await written.close();
  }
  await rename(`${beside}${unfinished}`, beside);
  await rename(join(folder, unfinishedName(record.file)), join(folder, record.file));
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

/**
 * Removes what is too old or too much, oldest first, with its record; other files stay.
 * @returns the names of what went
 */
export async function applyRetention(
  folder: string,
  environment: string,
  { count, days }: Retention,
  now: Date,
): Promise<string[]> {
  const records = (await recordsIn(folder)).filter((record) => record.environment === environment);
  const newestFirst = records.sort((a, b) => (a.takenAt < b.takenAt ? 1 : -1));
  const removed = newestFirst.filter(
    ({ takenAt }, place) => place > 0 && (place >= count || now.getTime() - Date.parse(takenAt) > days * day),
  );
  for (const { file } of removed) {
    await rm(join(folder, file), { force: true });
    await rm(join(folder, recordName(file)), { force: true });
  }
  return removed.map(({ file }) => file).sort();
}

/** Reads the records of a folder; files that are none are passed over. */
export async function recordsIn(folder: string): Promise<SnapshotRecord[]> {
  const names = (await namesIn(folder)).filter((name) => name.endsWith(recordName(ending)));
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  return texts.flatMap((text) => recordOf(text) ?? []);
}

/** Returns what a text says of a snapshot; nothing where it is no record. */
export function recordOf(text: string): SnapshotRecord | undefined {
  try {
    const { data } = snapshotRecordSchema.safeParse(JSON.parse(text));
    // A path would let a record name files elsewhere.
    return data && /^[^/\\]+\.snap$/.test(data.file) ? data : undefined;
  } catch {
    return undefined;
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    throw lifecycleError('VW5191', `The folder ${folder} cannot be read`);
  }
}
