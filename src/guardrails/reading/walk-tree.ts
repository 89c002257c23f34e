import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';

/** A file to read: its absolute path, and how it is shown. */
export interface FoundFile {
  readonly path: string;
  readonly shown: string;
  /** True below `templates/` of a Helm chart. */
  readonly isChartTemplate: boolean;
}

/** A place of the tree that was left out, and why. */
export interface LeftOut {
  readonly shown: string;
  readonly kind: 'broken link' | 'link out of the tree' | 'unreadable' | 'not a file';
}

export interface Walk {
  readonly files: FoundFile[];
  readonly leftOut: LeftOut[];
}

const manifestName = /\.(?:ya?ml|json)(?:\.(?:gotmpl|tmpl|j2))?$|^kustomization$/i;
const chartTemplateName = /\.(?:ya?ml|json|tpl)$/i;
const neverEntered = new Set(['.git', 'node_modules']);

interface Level {
  readonly folder: string;
  readonly rules: Ignore;
}

/**
 * Lists the YAML and JSON files below the given paths, in the order of their names.
 *
 * What `.gitignore` files exclude is left out, those of the enclosing repository included; a file or folder that is named itself is always read.
 * Symbolic links are followed once and only inside the given paths.
 */
export function walkTree(paths: readonly string[], workingDirectory: string): Walk {
  const walker = new Walker(
    paths.map((path) => resolve(workingDirectory, path)),
    workingDirectory,
  );
  for (const path of paths) walker.start(resolve(workingDirectory, path));
  walker.followLinks();
  return { files: walker.files, leftOut: walker.leftOut };
}

class Walker {
  readonly files: FoundFile[] = [];
  readonly leftOut: LeftOut[] = [];
  /** The given paths, and where links in them lead. */
  readonly #roots: readonly { readonly given: string; readonly real: string }[];
  readonly #workingDirectory: string;
  readonly #entered = new Set<string>();
  readonly #seen = new Set<string>();
  readonly #links: { path: string; levels: readonly Level[]; chart: boolean }[] = [];

  constructor(roots: readonly string[], workingDirectory: string) {
    this.#roots = roots.map((given) => ({ given, real: existsSync(given) ? realpathSync(given) : given }));
    this.#workingDirectory = workingDirectory;
  }

  start(path: string): void {
    if (statSync(path).isDirectory()) {
      const levels = enclosingRules(path);
      // Who names a folder that is left out of the repository, such as rendered output, wants just that.
      this.#enter(path, isIgnored(path, levels, true) ? [] : levels, isInsideTemplates(path));
    } else this.#file(path, isInsideTemplates(path));
  }

  /** Links come last, so that a file inside the given paths is shown by its own name, and left out where its own folder says so. */
  followLinks(): void {
    for (let link = this.#links.shift(); link; link = this.#links.shift())
      this.#link(link.path, link.levels, link.chart);
  }

  #enter(folder: string, outer: readonly Level[], isTemplates: boolean): void {
    if (this.#entered.has(folder)) return;
    this.#entered.add(folder);
    const entries = this.#entries(folder);
    if (!entries) return;
    const levels = entries.some(({ name }) => name === '.gitignore') ? [...outer, levelOf(folder)] : outer;
    const isChart = entries.some(({ name }) => name === 'Chart.yaml');
    for (const entry of entries) {
      const path = `${folder}${sep}${entry.name}`;
      if (entry.isDirectory()) {
        if (neverEntered.has(entry.name) || isIgnored(path, levels, true)) continue;
        this.#enter(path, levels, isTemplates || (isChart && entry.name === 'templates'));
      } else if (entry.isSymbolicLink()) {
        if (!isIgnored(path, levels, false)) this.#links.push({ path, levels, chart: isTemplates });
      } else if (entry.isFile() && isWanted(entry.name, isTemplates) && !isIgnored(path, levels, false)) {
        this.#file(path, isTemplates);
      }
    }
  }

  #entries(folder: string) {
    try {
      const entries = readdirSync(folder, { withFileTypes: true });
      return entries.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
    } catch {
      this.leftOut.push({ shown: this.#shown(folder), kind: 'unreadable' });
      return undefined;
    }
  }

  #link(path: string, levels: readonly Level[], isTemplates: boolean): void {
    const name = path.slice(path.lastIndexOf(sep) + 1);
    let real: string;
    try {
      real = realpathSync(path);
    } catch {
      // Only a link that would be read is worth a word.
      if (isWanted(name, isTemplates) || !name.includes('.'))
        this.leftOut.push({ shown: this.#shown(path), kind: 'broken link' });
      return;
    }
    const stats = statSync(real);
    if (!stats.isDirectory() && !isWanted(name, isTemplates)) return;
    const root = this.#roots.find((one) => real === one.real || real.startsWith(one.real + sep));
    // By the name that was given, so that a tree behind a link is not read twice and its lists of ignored files apply.
    const target = root ? root.given + real.slice(root.real.length) : real;
    if (!root) {
      this.leftOut.push({ shown: this.#shown(path), kind: 'link out of the tree' });
    } else if (stats.isDirectory()) this.#enter(target, levels, isTemplates);
    else if (stats.isFile()) this.#file(target, isTemplates);
    else this.leftOut.push({ shown: this.#shown(path), kind: 'not a file' });
  }

  #file(path: string, isChartTemplate: boolean): void {
    if (this.#seen.has(path)) return;
    this.#seen.add(path);
    this.files.push({ path, shown: this.#shown(path), isChartTemplate });
  }

  #shown(path: string): string {
    return shownPath(path, this.#workingDirectory);
  }
}

/** Spells a path relative to the working directory where it lies below it, with `/` on every machine. */
export function shownPath(path: string, workingDirectory: string): string {
  const prefix = workingDirectory.endsWith(sep) ? workingDirectory : workingDirectory + sep;
  const shown = path.startsWith(prefix) ? path.slice(prefix.length) : path;
  return sep === '/' ? shown : shown.replaceAll(sep, '/');
}

const isWanted = (name: string, isTemplates: boolean): boolean =>
  isTemplates ? chartTemplateName.test(name) : manifestName.test(name);

const levelOf = (folder: string): Level => {
  let text = '';
  try {
    text = readFileSync(join(folder, '.gitignore'), 'utf8');
  } catch {
    // An unreadable list excludes nothing.
  }
  return { folder, rules: ignore().add(text) };
};

/** Lines are compiled when they are first asked: a list with one that no regular expression can hold excludes nothing. */
function testRules(rules: Level['rules'], path: string): { ignored: boolean; unignored: boolean } {
  try {
    return rules.test(path);
  } catch {
    return { ignored: false, unignored: false };
  }
}

function isIgnored(path: string, levels: readonly Level[], isFolder: boolean): boolean {
  let isLeftOut = false;
  for (const { folder, rules } of levels) {
    if (!path.startsWith(folder + sep)) continue;
    const inside = path.slice(folder.length + 1);
    const { ignored, unignored } = testRules(rules, isFolder ? `${inside}/` : inside);
    if (ignored) isLeftOut = true;
    else if (unignored) isLeftOut = false;
  }
  return isLeftOut;
}

// The lists between the root of the repository and the folder that was named apply to it as well.
function enclosingRules(path: string): Level[] {
  const folders: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.unshift(folder);
    if (existsSync(join(folder, '.git')) || existsSync(join(path, '.git'))) break;
    if (folder === dirname(folder)) return [];
  }
  if (existsSync(join(path, '.git'))) return [];
  return folders.filter((folder) => existsSync(join(folder, '.gitignore'))).map(levelOf);
}

function isInsideTemplates(path: string): boolean {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    const parent = dirname(folder);
    if (folder.endsWith(`${sep}templates`) && existsSync(join(parent, 'Chart.yaml'))) return true;
  }
  return false;
}

/** Resolves a path that a file names, relative to that file. */
export const besideFile = (file: string, named: string): string => resolve(dirname(file), named);

/** Whether a path lies below a folder or is it. */
export const isBelow = (path: string, folder: string): boolean => !relative(folder, path).startsWith('..');
