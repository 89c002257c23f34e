import fs from 'node:fs';
import path from 'node:path';
import type { Diagnostic } from '../model/diagnostics/diagnostic.ts';
import { ConfigurationError, FindingsError, VaultwrightError } from '../model/diagnostics/errors.ts';
import { markerText, readOutputFolder } from './output-folder.ts';
import { byCodePoint, checkOutputFiles, markerName } from './output-paths.ts';
import { renderingProblem } from './rendering-problems.ts';

const dayInMs = 24 * 60 * 60 * 1000;

/**
 * The folders that stand beside a target while it is swapped, all on its file system: a rename cannot cross
 * two.
 */
const besides = (target: string) => {
  const parent = path.dirname(target);
  const name = `.${path.basename(target)}`;
  return {
    parent,
    /**
     * The old content, for as long as the new one is not in place; its fixed name keeps two runs from
     * swapping at once.
     */
    previous: path.join(parent, `${name}.previous`),
    /**
     * What may be deleted: the id of the process that made it is in the name, so that a live one keeps its
     * own.
     */
    makeScratch: (): string => fs.mkdtempSync(path.join(parent, `${name}.staging-${process.pid}-`)),
    scratchOwner: (sibling: string): string | undefined =>
      sibling.startsWith(`${name}.staging-`) ? /-(\d+)-[A-Za-z0-9]{6}$/.exec(sibling)?.[1] : undefined,
  };
};

const busy = (target: string): Diagnostic =>
  renderingProblem('VW1925', `another run is replacing the output folder ${target}`, {});

const refusedBySystem = (target: string, { code, syscall }: NodeJS.ErrnoException): Diagnostic =>
  renderingProblem('VW1926', `the output folder ${target} cannot be replaced: ${code} in ${syscall}`, {});

/**
 * Replaces the content of an output folder by these files, all or nothing: a crash at any point leaves the
 * previous or the new content whole, at the target or as `.<name>.previous` beside it, from where the next
 * run restores it.
 *
 * A file whose text stays the same stays the same file, time of modification included, so that watchers stay
 * quiet, and a target that already holds exactly these files is left alone. It must not hold anything that an
 * earlier call did not write.
 *
 * @param files texts by relative path with `/`
 * @throws FindingsError VW1920 a path leaves the folder, VW1921 two paths clash, VW1922 a text that a file
 * cannot hold
 * @throws ConfigurationError VW1923 the folder holds other files, VW1924 it is no folder, VW1925 another run
 * is at work, VW1926 the system refuses
 */
export function writeOutput(target: string, files: ReadonlyMap<string, string>): 'written' | 'unchanged' {
  const problems = checkOutputFiles(files);
  if (problems.length > 0) throw new FindingsError(problems);

  const folder = path.resolve(target);
  return coded(folder, () => {
    recoverOutput(folder);
    const present = readOutputFolder(folder);
    const wanted = new Map([...files].sort(([a], [b]) => byCodePoint(a, b)));
    const all = new Map([...wanted, [markerName, markerText(wanted.keys())] as const]);
    const isKept = ([file, text]: readonly [string, string]): boolean => textOf(path.join(folder, file)) === text;
    const kept = new Set(present === undefined ? [] : [...all].filter(isKept).map(([file]) => file));
    if (present?.length === wanted.size && kept.size === all.size) return 'unchanged';

    const { parent, makeScratch } = besides(folder);
    fs.mkdirSync(parent, { recursive: true });
    const staging = makeScratch();
    try {
      stage(staging, all, folder, kept);
      swap(folder, staging, present !== undefined);
    } finally {
      fs.rmSync(staging, { recursive: true, force: true });
    }
    return 'written';
  });
}

/**
 * Puts right what a run that was killed left behind: restores the previous content where the new one did not
 * get into place, and deletes leftovers. To be called before a render too, since that may fail and never
 * reach `writeOutput`.
 */
export function recoverOutput(target: string): void {
  const folder = path.resolve(target);
  coded(folder, () => {
    const { parent, previous, scratchOwner } = besides(folder);
    if (fs.existsSync(previous)) {
      if (!fs.existsSync(folder)) fs.renameSync(previous, folder);
      else discardPrevious(folder);
    }
    for (const name of fs.existsSync(parent) ? fs.readdirSync(parent) : []) {
      const owner = scratchOwner(name);
      if (owner === undefined) continue;
      const leftover = path.join(parent, name);
      const age = Date.now() - (fs.lstatSync(leftover, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > dayInMs || !isAlive(Number(owner))) fs.rmSync(leftover, { recursive: true, force: true });
    }
  });
}

function stage(staging: string, files: ReadonlyMap<string, string>, folder: string, kept: ReadonlySet<string>): void {
  // A temporary folder is closed to others; what is swapped in should be as open as any new folder here.
  fs.chmodSync(staging, 0o777 & ~process.umask());
  for (const parent of new Set([...files.keys()].map((file) => path.dirname(file))))
    fs.mkdirSync(path.join(staging, parent), { recursive: true });
  for (const [file, text] of files) {
    const place = path.join(staging, file);
    if (!kept.has(file) || !isLinked(path.join(folder, file), place)) fs.writeFileSync(place, text, { flag: 'wx' });
  }
}

/** Returns a file a second place; some file systems cannot, and then the same text in a new file will do. */
function isLinked(file: string, place: string): boolean {
  try {
    fs.linkSync(file, place);
    return true;
  } catch {
    return false;
  }
}

function swap(folder: string, staging: string, isPresent: boolean): void {
  const { previous } = besides(folder);
  try {
    if (isPresent) fs.renameSync(folder, previous);
    fs.renameSync(staging, folder);
  } catch (error) {
    if (isPresent && !fs.existsSync(folder) && fs.existsSync(previous)) fs.renameSync(previous, folder);
    throw error;
  }
  if (isPresent) discardPrevious(folder);
}

/** Deletes the old content, renamed first: a half-deleted folder must not pass for the previous content. */
function discardPrevious(folder: string): void {
  const { previous, makeScratch } = besides(folder);
  // Refuses (VW1923) if a person put files there meanwhile, or if the folder never was ours.
  if (readOutputFolder(previous) === undefined) return;
  const discarded = makeScratch();
  fs.renameSync(previous, discarded);
  fs.rmSync(discarded, { recursive: true, force: true });
}

/** Reads a file; nothing where there is none. */
function textOf(file: string): string | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return isSystemError(error) && error.code === 'EPERM';
  }
}

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error;

function coded<T>(folder: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (error instanceof VaultwrightError || !isSystemError(error)) throw error;
    // A folder that came or went between two steps of ours: somebody else swaps the same target.
    const isRace = ['ENOTEMPTY', 'EEXIST', 'ENOENT'].includes(error.code ?? '');
    throw new ConfigurationError([isRace ? busy(folder) : refusedBySystem(folder, error)]);
  }
}
