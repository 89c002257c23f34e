import fs from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Diagnostic } from '../model/diagnostics/diagnostic.ts';
import { ConfigurationError } from '../model/diagnostics/errors.ts';
import { byCodePoint, markerName } from './output-paths.ts';
import { renderingProblem } from './rendering-problems.ts';

const markerSchema = z.object({ format: z.literal(1), files: z.array(z.string()) });

/** Formats the marker of a folder with these files; the same files give the same bytes. */
export const markerText = (files: Iterable<string>): string =>
  `${JSON.stringify({ format: 1, files: [...files].sort(byCodePoint) } satisfies z.infer<typeof markerSchema>, null, 2)}\n`;

/** What desktop systems leave in folders that a person looked at; losing it is no loss. */
const droppings = new Set(['.DS_Store', 'Thumbs.db', 'desktop.ini']);

const notAFolder = (target: string, kind: string): Diagnostic =>
  renderingProblem('VW1924', `the output folder ${target} is ${kind}`, {});

function foreignFiles(target: string, files: readonly string[]): Diagnostic {
  const count = files.length === 1 ? 'a file' : `${files.length} files`;
  const shown = [...files.slice(0, 5), ...(files.length > 5 ? ['…'] : [])].join(', ');
  const what = `the output folder ${target} holds ${count} that Vaultwright did not write: ${shown}`;
  return renderingProblem('VW1923', what, {});
}

/**
 * Returns the files of an output folder as relative paths with `/`, sorted, without the marker; nothing where
 * there is no folder.
 *
 * @throws ConfigurationError VW1924 where something else than a folder stands there, VW1923 where the folder
 * holds files that its marker does not name
 */
export function readOutputFolder(target: string): readonly string[] | undefined {
  const stats = fs.lstatSync(target, { throwIfNoEntry: false });
  if (path.basename(target) === '') throw new ConfigurationError([notAFolder(target, 'the root of the file system')]);
  if (stats === undefined) return undefined;
  if (stats.isSymbolicLink()) throw new ConfigurationError([notAFolder(target, 'a symbolic link')]);
  if (!stats.isDirectory()) throw new ConfigurationError([notAFolder(target, 'not a folder')]);

  const files = fs
    .readdirSync(target, { withFileTypes: true, recursive: true })
    .filter((entry) => !entry.isDirectory() && !droppings.has(entry.name))
    .map((entry) => path.relative(target, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((file) => file !== markerName)
    .sort(byCodePoint);
  const written = new Set(readMarker(target));
  const foreign = files.filter((file) => !written.has(file));
  if (foreign.length > 0) {
    // The list and the marker belong to different folders if another run swapped them in between: look again.
    const now = fs.lstatSync(target, { throwIfNoEntry: false });
    if (now?.ino !== stats.ino || now.ctimeMs !== stats.ctimeMs) return readOutputFolder(target);
    throw new ConfigurationError([foreignFiles(target, foreign)]);
  }
  return files;
}

/**
 * Returns the files that the marker names: none where it is missing or unreadable, so that nothing counts as
 * written.
 */
function readMarker(target: string): readonly string[] {
  try {
    return markerSchema.parse(JSON.parse(fs.readFileSync(path.join(target, markerName), 'utf8'))).files;
  } catch {
    return [];
  }
}
