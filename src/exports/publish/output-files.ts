import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { environmentFile } from '../../model/documents/environment-document.ts';
import { type Publication, publicationFile, publicationSchema } from '../../model/documents/publication.ts';
import { isInside, recordFile } from '../rendered/published-record.ts';
import { renderedProblem } from '../rendered/rendered-problems.ts';

/** One file of the output, on its way into the repository. */
export interface OutgoingFile {
  /** Path in the rendered output. */
  readonly from: string;
  readonly bytes: Buffer;
}

/** What is to be published. */
export interface Outgoing {
  /** By path below the folder into which it is published. */
  readonly files: ReadonlyMap<string, OutgoingFile>;
  /** Address of the repository for which it was rendered, where the platform says it. */
  readonly url?: string;
}

/**
 * Reads the rendered output and where each of its files goes: as `publication.json` says, or to the same path
 * where there is none.
 *
 * @param into folder that a person asks for, where the platform does not say the places
 * @throws VW4031 where the folder holds no rendered output, VW4040 where the map is not usable
 */
export function readOutgoing(folder: string, into?: string): Outgoing {
  const found = filesIn(folder);
  const names = new Set(found);
  if (!found.some((file) => file === environmentFile || file.endsWith(`/${environmentFile}`)))
    throw renderedProblem('VW4031', `${folder} holds no ${environmentFile}`);
  const map = publicationIn(folder, found);
  if (map && into !== undefined)
    throw renderedProblem('VW4040', `--into ${into} would move what ${publicationFile} has given its place`);
  const targets = new Map<string, OutgoingFile>();
  for (const [from, to] of (map && Object.entries(map.files)) ??
    found.filter((file) => !file.startsWith('.')).map((file) => [file, file] as const)) {
    if (!isInside(to) || to === recordFile) throw renderedProblem('VW4040', `${from} would go to ${to}`);
    const other = targets.get(to);
    if (other) throw renderedProblem('VW4040', `${other.from} and ${from} would both go to ${to}`);
    if (!names.has(from)) throw renderedProblem('VW4040', `${publicationFile} names ${from}, which is not there`);
    targets.set(to, { from, bytes: readFileSync(join(folder, from)) });
  }
  const below = [...targets.keys()].find((path) => steps(path).some((parent) => targets.has(parent)));
  if (below !== undefined) throw renderedProblem('VW4040', `${below} would go below another file`);
  return { files: targets, ...(map && { url: map.repository.url }) };
}

/** Returns the folders of a path, from the outermost. */
export const steps = (path: string): string[] => {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
};

function publicationIn(folder: string, found: readonly string[]): Publication | undefined {
  if (!found.includes(publicationFile)) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(join(folder, publicationFile), 'utf8'));
  } catch {
    json = undefined;
  }
  const { data } = publicationSchema.safeParse(json);
  if (!data) throw renderedProblem('VW4040', `${publicationFile} is not valid`);
  return data;
}

/** Returns the regular files of the output, sorted. */
function filesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    throw renderedProblem('VW4030', `${folder} is no folder`);
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .sort();
}
