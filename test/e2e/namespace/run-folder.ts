import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const prefix = 'vaultwright-e2e-';

/** Makes the folder that holds all data of one run. */
export function makeRunFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  writeFileSync(join(folder, 'owner'), owner(process.pid));
  return folder;
}

/**
 * What a run's folder says of the process that owns it. A number alone means another process in another
 * namespace.
 */
export function owner(pid: number): string {
  return `${readlinkSync('/proc/self/ns/pid')} ${pid}`;
}

/**
 * Removes a run's folder once its namespace is gone.
 *
 * A mount below it would lead the removal into the machine's own files, so one that is still there stops it.
 * @returns whether it was removed
 */
export function removeRunFolder(folder: string): boolean {
  if (mountsBelow(folder).length > 0) return false;
  rmSync(folder, { recursive: true, force: true });
  return true;
}

/**
 * Removes the folders of runs whose process was killed before it could; those of another process namespace
 * cannot be judged and stay.
 */
export function removeAbandonedRunFolders(): void {
  for (const entry of readdirSync(tmpdir())) {
    if (!entry.startsWith(prefix)) continue;
    const folder = join(tmpdir(), entry);
    if (isAbandoned(folder)) removeRunFolder(folder);
  }
}

/** Lists the mount points of this process's mount namespace in and below a folder. */
export function mountsBelow(folder: string): string[] {
  const points = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? []);
  return points.filter((point) => point === folder || point.startsWith(`${folder}/`));
}

function isAbandoned(folder: string): boolean {
  let written: string;
  try {
    written = readFileSync(join(folder, 'owner'), 'utf8');
  } catch {
    // A folder without owner is one that another process is just making.
    return false;
  }
  const pid = Number(written.split(' ')[1]);
  if (written !== owner(pid)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EPERM';
  }
}
