import { lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { askGit, git } from './git.ts';
import { readRecord, recordFile } from './published-record.ts';
import { renderedProblem } from './rendered-problems.ts';
import type { RenderedTree } from './rendered-side.ts';

/** What a comparison reads; anything else beside it may be large. */
const isRead = (file: string): boolean => /\.(?:ya?ml|json)$/.test(file);

/** Folders that no rendered tree has, and that take long to walk. */
const isPassedOver = (name: string): boolean => name === '.git' || name === 'node_modules';

/**
 * Reads a rendered tree: a folder, `REVISION` or `REVISION:FOLDER` of the Git repository around the working
 * directory; of a published tree, the files as they were before they were published.
 *
 * @throws VW4030 where it is neither, VW4039 where the record of a published tree is not valid
 */
export function readTree(name: string, workingDirectory: string): RenderedTree {
  const folder = resolve(workingDirectory, name);
  const files = statSync(folder, { throwIfNoEntry: false })?.isDirectory()
    ? filesOfFolder(folder)
    : filesOfRevision(name, workingDirectory);
  return { name, files: asRendered(files, name) };
}

function filesOfFolder(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  const pending = [folder];
  for (let next = pending.pop(); next !== undefined; next = pending.pop())
    for (const { name } of readdirSync(next, { withFileTypes: true })) {
      const path = join(next, name);
      // A link may lead out of the tree, or in a circle.
      const stats = lstatSync(path);
      if (stats.isDirectory() && !isPassedOver(name)) pending.push(path);
      else if (stats.isFile() && isRead(name))
        files.set(relative(folder, path).replaceAll(sep, '/'), readFileSync(path, 'utf8'));
    }
  return files;
}

function filesOfRevision(name: string, workingDirectory: string): Map<string, string> {
  const [, revision = name, below = ''] = /^([^:]*)(?::(.*))?$/s.exec(name) ?? [];
  const tree = `${revision}^{tree}`;
  const found = askGit(['rev-parse', '--verify', '--quiet', '--end-of-options', tree], workingDirectory);
  if (found.status !== 0)
    throw renderedProblem('VW4030', `${name} is no folder here, and no revision that git knows here`);
  const root = git(['rev-parse', '--show-toplevel'], workingDirectory).toString().trim();
  const folder = below
    .split('/')
    .filter((step) => step !== '')
    .join('/');
  const listed = git(['ls-tree', '-r', '-z', '--full-tree', found.out.toString().trim()], root).toString();
  const blobs = listed.split('\0').flatMap((line) => {
    const [, mode = '', type, id = '', path = ''] = /^(\d+) (\w+) ([0-9a-f]+)\t(.*)$/s.exec(line) ?? [];
    if (type !== 'blob' || mode === '120000' || !isRead(path)) return [];
    if (folder === '') return [{ path, id }];
    return path.startsWith(`${folder}/`) ? [{ path: path.slice(folder.length + 1), id }] : [];
  });
  if (folder !== '' && blobs.length === 0)
    throw renderedProblem('VW4030', `${revision} has no folder ${folder} with manifests`);
  return new Map(texts(blobs, root));
}

/** Reads the blobs of a repository by one call. */
function texts(blobs: readonly { readonly path: string; readonly id: string }[], root: string): [string, string][] {
  if (blobs.length === 0) return [];
  const answer = git(['cat-file', '--batch'], root, blobs.map(({ id }) => `${id}\n`).join(''));
  let offset = 0;
  return blobs.map(({ path }) => {
    const end = answer.indexOf(0x0a, offset);
    const size = Number(answer.toString('latin1', offset, end).split(' ')[2]);
    const text = answer.toString('utf8', end + 1, end + 1 + size);
    offset = end + 1 + size + 1;
    return [path, text];
  });
}

/** Maps files of a published tree to their rendered places; other trees are taken as they are. */
function asRendered(files: ReadonlyMap<string, string>, name: string): ReadonlyMap<string, string> {
  const records = [...files.keys()].filter((file) => file === recordFile || file.endsWith(`/${recordFile}`));
  if (records.length === 0) return files;
  return new Map(
    records.flatMap((record) => {
      const folder = record.slice(0, record.length - recordFile.length);
      const published = readRecord(files.get(record) ?? '', `${record} of ${name}`).files;
      return Object.entries(published).flatMap(([path, { from }]): [string, string][] => {
        const text = files.get(`${folder}${path}`);
        return text === undefined ? [] : [[from, text]];
      });
    }),
  );
}
