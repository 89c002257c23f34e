import { dirname, join, resolve, sep } from 'node:path';
import { matchesGlob } from '../engine/glob.ts';
import { isTestProgram } from '../manifest/file-purpose.ts';
import { IgnoreRules } from './ignore-rules.ts';
import { programName } from './program-texts.ts';
import { entriesOf, type GivenPaths, isThere, readRegular, realPath, type TreePlace, typeOf } from './regular-file.ts';
import { repositoryOf, trackedFiles } from './tracked-files.ts';

/** A file to read: the absolute path by which it is known, where it really is, and how it is shown. */
export interface FoundFile extends TreePlace {
  readonly shown: string;
  /** True below `templates/` of a Helm chart. */
  readonly isChartTemplate: boolean;
  /** True for a file that only who runs the check asks for. */
  readonly isAsked: boolean;
}

/** A place of the tree that was left out, and why. */
export interface LeftOut {
  readonly shown: string;
  readonly kind: 'broken link' | 'link out of the tree' | 'unreadable' | 'not a file' | 'unread list';
}

export interface Walk {
  readonly files: FoundFile[];
  readonly leftOut: LeftOut[];
  /** Folders named `test` in which programs that test stand, absolute. */
  readonly testFolders: ReadonlySet<string>;
  /** Scripts and recipes that people run by hand, absolute. */
  readonly scripts: string[];
  /** Programs, absolute; those that test are none of them. */
  readonly programs: string[];
  /** Files in HCL that are none of Terraform, absolute. */
  readonly hcl: string[];
}

const manifestName = /\.(?:ya?ml|jsonc?)(?:\.(?:gotmpl|tmpl|j2))?$|^kustomization$/i;
/** Files of Vault itself, which hold policies among others. */
const hclName = /\.hcl$/;
const scriptName = /\.(?:sh|bash|zsh|mk|just)$|^(?:gnu)?makefile$|^\.?justfile$/i;
const chartTemplateName = /\.(?:ya?ml|json|tpl)$/i;
const isOfPrograms = (name: string): boolean => scriptName.test(name) || programName.test(name) || hclName.test(name);
const neverEntered = new Set(['.git', 'node_modules']);

interface Level {
  readonly folder: string;
  readonly rules: IgnoreRules;
}

/**
 * Lists the YAML and JSON files below the given paths, in the order of their names.
 *
 * What `.gitignore` files exclude is left out, those of the enclosing repository included, unless git tracks
 * it; a file or folder that is named itself is always read. Symbolic links are followed once and only inside
 * the given paths; only regular files are listed.
 *
 * @param paths absolute
 * @param also globs of further files: of their names, or of paths as they are shown where they hold a slash
 */
export function walkTree(
  paths: readonly string[],
  given: GivenPaths,
  workingDirectory: string,
  also: readonly string[] = [],
): Walk {
  const walker = new Walker(given, workingDirectory, also);
  for (const path of paths) walker.start(path);
  walker.followLinks();
  const { files, leftOut, scripts, programs, hcl, testFolders } = walker;
  return { files, leftOut, scripts, programs, hcl, testFolders };
}

class Walker {
  readonly files: FoundFile[] = [];
  readonly leftOut: LeftOut[] = [];
  readonly scripts: string[] = [];
  readonly programs: string[] = [];
  readonly hcl: string[] = [];
  readonly testFolders = new Set<string>();
  readonly #given: GivenPaths;
  readonly #workingDirectory: string;
  readonly #also: readonly string[];
  readonly #entered = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #tracked = new Map<string, ReadonlySet<string>>();
  readonly #links: { path: string; levels: readonly Level[]; chart: boolean }[] = [];

  constructor(given: GivenPaths, workingDirectory: string, also: readonly string[]) {
    this.#given = given;
    this.#workingDirectory = workingDirectory;
    this.#also = also;
  }

  start(path: string): void {
    const type = typeOf(path);
    if (type === 'folder') {
      const levels = enclosingLists(path).map((list) => this.#level(list));
      // Who names a folder that is left out of the repository, such as rendered output, wants just that.
      this.#enter(path, isIgnored(path, levels, true) ? [] : levels, isInsideTemplates(path));
    } else if (type === 'file') this.#file({ path, real: realPath(path) ?? path }, isInsideTemplates(path));
    else this.leftOut.push({ shown: this.#shown(path), kind: 'not a file' });
  }

  /**
   * Links come last, so that a file inside the given paths is shown by its own name, and left out where its
   * own folder says so.
   */
  followLinks(): void {
    for (let link = this.#links.shift(); link; link = this.#links.shift())
      this.#link(link.path, link.levels, link.chart);
  }

  #enter(folder: string, outer: readonly Level[], isTemplates: boolean): void {
    if (this.#entered.has(folder)) return;
    this.#entered.add(folder);
    const entries = this.#entries(folder);
    if (!entries) return;
    const hasList = entries.some(({ name }) => name === '.gitignore');
    const levels = hasList ? [...outer, this.#level(folder)] : outer;
    const isChart = entries.some(({ name }) => name === 'Chart.yaml');
    if (entries.some(({ name }) => isTestProgram(name))) this.#testFolder(folder);
    for (const entry of entries) {
      const path = `${folder}${sep}${entry.name}`;
      if (entry.isDirectory()) {
        if (neverEntered.has(entry.name) || (isIgnored(path, levels, true) && !this.#holdsTracked(path))) continue;
        this.#enter(path, levels, isTemplates || (isChart && entry.name === 'templates'));
      } else if (entry.isSymbolicLink()) {
        if (!isIgnored(path, levels, false)) this.#links.push({ path, levels, chart: isTemplates });
      } else if (entry.isFile() && (isWanted(entry.name, isTemplates) || this.#isAsked(path, entry.name))) {
        if (isIgnored(path, levels, false) && !this.#trackedFiles(path).has(path)) continue;
        this.#file({ path, real: path }, isTemplates, !isWanted(entry.name, isTemplates));
        if (scriptName.test(entry.name)) this.scripts.push(path);
      } else if (entry.isFile() && isOfPrograms(entry.name)) this.#program(path, entry.name, levels);
    }
  }

  #program(path: string, name: string, levels: readonly Level[]): void {
    if (isIgnored(path, levels, false)) return;
    if (scriptName.test(name)) this.scripts.push(path);
    if (hclName.test(name)) this.hcl.push(path);
    if (programName.test(name) && !isTestProgram(name)) this.programs.push(path);
  }

  #testFolder(folder: string): void {
    const steps = folder.split(sep);
    const last = steps.lastIndexOf('test');
    if (last > 0) this.testFolders.add(steps.slice(0, last + 1).join(sep));
  }

  /** Git keeps what was added once, also where its lists exclude it since. */
  #trackedFiles(path: string): ReadonlySet<string> {
    const root = repositoryOf(path);
    if (root === undefined) return new Set();
    const known = this.#tracked.get(root) ?? trackedFiles(root);
    this.#tracked.set(root, known);
    return known;
  }

  #holdsTracked(folder: string): boolean {
    for (const file of this.#trackedFiles(folder)) if (file.startsWith(folder + sep)) return true;
    return false;
  }

  #entries(folder: string) {
    const entries = entriesOf(folder);
    if (entries === undefined) this.leftOut.push({ shown: this.#shown(folder), kind: 'unreadable' });
    return entries;
  }

  /** A list that cannot be read excludes nothing, as one behind a link does for git. */
  #level(folder: string): Level {
    const path = join(folder, '.gitignore');
    const bytes = readRegular(path, largestList);
    if (bytes === undefined) this.leftOut.push({ shown: this.#shown(path), kind: 'unread list' });
    return { folder, rules: new IgnoreRules(bytes?.toString('utf8') ?? '') };
  }

  #link(path: string, levels: readonly Level[], isTemplates: boolean): void {
    const name = path.slice(path.lastIndexOf(sep) + 1);
    const type = typeOf(path);
    if (type === undefined) {
      // Only a link that would be read is worth a word.
      if (isWanted(name, isTemplates) || !name.includes('.'))
        this.leftOut.push({ shown: this.#shown(path), kind: 'broken link' });
      return;
    }
    if (type !== 'folder' && !isWanted(name, isTemplates) && !this.#isAsked(path, name)) return;
    const place = this.#given.place(path);
    if (!place) this.leftOut.push({ shown: this.#shown(path), kind: 'link out of the tree' });
    else if (type === 'folder') this.#enter(place.path, levels, isTemplates);
    else if (type === 'file') this.#file(place, isTemplates, !isWanted(name, isTemplates));
    else this.leftOut.push({ shown: this.#shown(path), kind: 'not a file' });
  }

  #file({ path, real }: TreePlace, isChartTemplate: boolean, isAsked = false): void {
    if (this.#seen.has(path)) return;
    this.#seen.add(path);
    this.files.push({ path, real, shown: this.#shown(path), isChartTemplate, isAsked });
  }

  #isAsked(path: string, name: string): boolean {
    return this.#also.some((glob) => matchesGlob(glob.includes('/') ? this.#shown(path) : name, glob));
  }

  #shown(path: string): string {
    return shownPath(path, this.#workingDirectory);
  }
}

/** Formats a path relative to the working directory where it lies below it, with `/` on every machine. */
export function shownPath(path: string, workingDirectory: string): string {
  const prefix = workingDirectory.endsWith(sep) ? workingDirectory : workingDirectory + sep;
  const shown = path.startsWith(prefix) ? path.slice(prefix.length) : path;
  return sep === '/' ? shown : shown.replaceAll(sep, '/');
}

const isWanted = (name: string, isTemplates: boolean): boolean =>
  isTemplates ? chartTemplateName.test(name) : manifestName.test(name);

/** In bytes; the longest that people write have some kilobytes. */
const largestList = 256 * 1024;

function isIgnored(path: string, levels: readonly Level[], isFolder: boolean): boolean {
  let isLeftOut = false;
  for (const { folder, rules } of levels) {
    if (!path.startsWith(folder + sep)) continue;
    const inside = path.slice(folder.length + 1);
    isLeftOut = rules.verdict(inside, isFolder) ?? isLeftOut;
  }
  return isLeftOut;
}

// The lists between the root of the repository and the folder that was named apply to it as well.
function enclosingLists(path: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.unshift(folder);
    if (isThere(join(folder, '.git')) || isThere(join(path, '.git'))) break;
    if (folder === dirname(folder)) return [];
  }
  if (isThere(join(path, '.git'))) return [];
  return folders.filter((folder) => isThere(join(folder, '.gitignore')));
}

function isInsideTemplates(path: string): boolean {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    const parent = dirname(folder);
    if (folder.endsWith(`${sep}templates`) && isThere(join(parent, 'Chart.yaml'))) return true;
  }
  return false;
}

/** Resolves a path that a file names, relative to that file. */
export const besideFile = (file: string, named: string): string => resolve(dirname(file), named);
