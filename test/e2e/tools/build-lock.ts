import { closeSync, openSync, rmSync, statSync, utimesSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const beat = 5_000;
/** A lock that was not renewed for so long belongs to a process that died. */
const patience = 60_000;

/**
 * Keeps two processes from building the same binary at once, on one machine and whatever their namespaces.
 */
export class BuildLock implements Disposable {
  readonly #file: string;
  readonly #heart: NodeJS.Timeout;

  private constructor(file: string) {
    this.#file = file;
    this.#heart = setInterval(() => renew(file), beat);
    this.#heart.unref();
  }

  /**
   * Waits for the lock.
   * @param isDone asked while another has it; where it answers yes, nothing is left to lock for
   * @param onWait called where another process has it, and each minute that it still has
   * @returns the lock, or `undefined` where the other process has done it
   */
  static async acquire(file: string, isDone: () => boolean, onWait: () => void): Promise<BuildLock | undefined> {
    let told = 0;
    while (true) {
      if (isDone()) return undefined;
      try {
        closeSync(openSync(file, 'wx'));
        return new BuildLock(file);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      }
      if (Date.now() - told > 60_000) {
        told = Date.now();
        onWait();
      }
      if (isAbandoned(file)) rmSync(file, { force: true });
      else await sleep(500);
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#heart);
    rmSync(this.#file, { force: true });
  }
}

function renew(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // Whoever emptied the cache ended the lock as well.
  }
}

function isAbandoned(file: string): boolean {
  const found = statSync(file, { throwIfNoEntry: false });
  return found !== undefined && Date.now() - found.mtimeMs > patience;
}
