import { availableParallelism, totalmem } from 'node:os';
import type { Supply } from './supply.ts';
import type { TestFile } from './test-file.ts';

/** Memory that the servers and the tests of one file may take. */
const bytesPerLane = 4 * 1024 ** 3;
/** More would wait for the longest file only. */
const mostLanes = 4;

/**
 * Returns how many files run side by side: one more than there are processors, since they mostly wait; at
 * most one for each 4 GiB; and one alone where runs share the machine's ports. `VAULTWRIGHT_E2E_LANES`
 * overrides it.
 */
export function lanesOf(environment: NodeJS.ProcessEnv, isPrivate: boolean): number {
  const given = Number(environment.VAULTWRIGHT_E2E_LANES);
  if (Number.isInteger(given) && given > 0) return given;
  if (!isPrivate) return 1;
  return Math.max(1, Math.min(mostLanes, availableParallelism() + 1, Math.floor(totalmem() / bytesPerLane)));
}

export interface ScheduleOptions {
  /** How many files run side by side. */
  readonly lanes: number;
  /** What files wait for. */
  readonly supply: Pick<Supply, 'has' | 'until'>;
  readonly run: (file: TestFile) => Promise<void>;
}

/**
 * Runs every file once: the longest first among those whose programs are there; those that must be alone at
 * the end, one after the other.
 * @throws why a file cannot run, once those that could have ended
 */
export async function runFiles(files: readonly TestFile[], { lanes, supply, run }: ScheduleOptions): Promise<void> {
  const longestFirst = files.toSorted((a, b) => b.minutes - a.minutes || (a.path < b.path ? -1 : 1));
  const alone = longestFirst.filter((file) => file.alone);
  const waiting = longestFirst.filter((file) => !file.alone);
  const lane = async (): Promise<void> => {
    while (waiting.length > 0) {
      const next = waiting.findIndex(({ needs }) => supply.has(needs));
      const [file] = next < 0 ? [] : waiting.splice(next, 1);
      if (file) await run(file);
      else await Promise.race(waiting.map(({ needs }) => supply.until(needs)));
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: lanes }, lane));
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
  for (const file of alone) {
    await supply.until(file.needs);
    await run(file);
  }
}
