/**
 * The parts of `package-lock.json` (lockfileVersion 3) that are judged.
 * @see https://docs.npmjs.com/cli/configuring-npm/package-lock-json
 */
export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly version?: string;
  /** Digest of the package's archive; what comes inside another package's archive (`inBundle`) has none. */
  readonly integrity?: string;
  /** Address from which the package came, or the folder of a workspace (`link`). */
  readonly resolved?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** One entry of the lock file with which `npm ci` would fail somewhere, or install something else. */
export interface LockViolation {
  /** Path of the entry, as the lock file spells it. */
  readonly entry: string;
  readonly what: string;
}

const rootEntry = '';
const exactVersion = /^\d+\.\d+\.\d+(?:-[\w.-]+)?$/;
const digest = /^sha(?:256|384|512)-[A-Za-z0-9+/]+=*$/;

/** Returns what keeps a lock file from installing the same packages on every machine, sorted by entry. */
export function lockViolations({ packages }: Lockfile): LockViolation[] {
  const paths = new Set(Object.keys(packages));
  return Object.entries(packages)
    .flatMap(([entry, locked]) =>
      [...ownViolations(entry, locked), ...unlocked(paths, entry, locked), ...ranges(entry, locked)].map((what) => ({
        entry,
        what,
      })),
    )
    .sort((a, b) => (`${a.entry}\0${a.what}` < `${b.entry}\0${b.what}` ? -1 : 1));
}

/** How many entries a lock file has that come from a registry. */
export const lockedPackages = ({ packages }: Lockfile): number => Object.entries(packages).filter(isInstalled).length;

const isInstalled = ([entry, { link }]: readonly [string, LockedPackage]): boolean =>
  entry.includes('node_modules/') && link !== true;

function ownViolations(entry: string, locked: LockedPackage): string[] {
  if (!isInstalled([entry, locked])) return [];
  const { version, integrity, resolved, inBundle = false } = locked;
  const found: string[] = [];
  if (version === undefined || !exactVersion.test(version)) found.push('has no version, so npm refuses the whole file');
  if (!inBundle && (integrity === undefined || !digest.test(integrity)))
    found.push('has no integrity, so any archive would be accepted');
  if (resolved !== undefined) found.push('names the address that it came from, which other machines may not reach');
  return found;
}

/** Optional packages of other platforms, without which `npm ci` refuses the lock file there. */
const unlocked = (paths: ReadonlySet<string>, entry: string, { optionalDependencies = {} }: LockedPackage): string[] =>
  Object.keys(optionalDependencies)
    .filter((name) => !isFound(paths, entry, name))
    .map((name) => `lacks its optional package ${name}`);

/** Whether Node.js would find a dependency of an entry: inside it, or beside any folder around it. */
function isFound(paths: ReadonlySet<string>, entry: string, name: string): boolean {
  const parts = entry === rootEntry ? [] : entry.split('/');
  return Array.from({ length: parts.length + 1 }, (_, length) => parts.slice(0, length).join('/')).some((folder) =>
    paths.has(`${folder === '' ? '' : `${folder}/`}node_modules/${name}`),
  );
}

/** Direct dependencies that are not pinned to one version. */
const ranges = (entry: string, { dependencies = {}, devDependencies = {} }: LockedPackage): string[] =>
  entry === rootEntry
    ? Object.entries({ ...dependencies, ...devDependencies })
        .filter(([, range]) => !exactVersion.test(range))
        .map(([name, range]) => `asks for ${name} ${range} rather than for one version`)
    : [];
