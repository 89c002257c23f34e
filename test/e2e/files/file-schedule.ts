import { availableParallelism, totalmem } from 'node:os';
import type { TestFile } from './test-file.ts';

/** Memory that the servers and the tests of one file may take. */
const bytesPerLane = 4 * 1024 ** 3;
/** More would wait for the longest file only. */
const mostLanes = 4;

/**
 * Says how many files run side by side: one for each processor and each 4 GiB, and one alone where runs share the machine's ports.
 * `VAULTWRIGHT_E2E_LANES` overrides it.
 */
export function lanesOf(environment: NodeJS.ProcessEnv, isPrivate: boolean): number {
  const given = Number(environment.VAULTWRIGHT_E2E_LANES);
  if (Number.isInteger(given) && given > 0) return given;
  if (!isPrivate) return 1;
  return Math.max(1, Math.min(mostLanes, availableParallelism(), Math.floor(totalmem() / bytesPerLane)));
}

/** The order of files over lanes: the longest first, those that must be alone at the end, one after the other. */
export class FileSchedule {
  readonly #beside: TestFile[];
  readonly #alone: readonly TestFile[];
  readonly #lanes: number;

  constructor(files: readonly TestFile[], lanes: number) {
    const longestFirst = files.toSorted((a, b) => b.minutes - a.minutes || (a.path < b.path ? -1 : 1));
    this.#beside = longestFirst.filter(({ alone }) => !alone);
    this.#alone = longestFirst.filter(({ alone }) => alone);
    this.#lanes = lanes;
  }

  /** Runs every file once; what one of them throws ends the schedule. */
  async runAll(run: (file: TestFile) => Promise<void>): Promise<void> {
    const waiting = [...this.#beside];
    const lane = async (): Promise<void> => {
      for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) await run(file);
    };
    await Promise.all(Array.from({ length: this.#lanes }, lane));
    for (const file of this.#alone) await run(file);
  }
}
