import { switchName } from './instrument.ts';

/**
 * A loop that no longer ends asks its switch again and again; no test of this repository does so that often.
 */
const maximumHits = 2_000_000;

interface Switchboard {
  active: number | undefined;
  hits: number;
  /** The test that runs; `''` while modules are loaded. */
  test: string;
  /** Tests that came past a mutant while none was active. */
  readonly coverage: Map<number, Set<string>>;
}

const holder = globalThis as { [key: string]: unknown; mutantSwitchboard?: Switchboard };

/** One for the process: modules that are loaded again find it as it was. */
holder.mutantSwitchboard ??= { active: undefined, hits: 0, test: '', coverage: new Map() };
const board = holder.mutantSwitchboard;

holder[switchName] = (id: number): boolean => {
  if (id === board.active) {
    board.hits += 1;
    if (board.hits > maximumHits) throw new Error('The mutant does not come to an end');
    return true;
  }
  if (board.active === undefined) cover(id);
  return false;
};

function cover(id: number): void {
  const tests = board.coverage.get(id);
  if (tests === undefined) board.coverage.set(id, new Set([board.test]));
  else tests.add(board.test);
}

/** Makes a mutant the active one; `undefined` leaves the program as it is. */
export function activate(id: number | undefined): void {
  board.active = id;
  board.hits = 0;
}

/** Returns which test runs, for the coverage. */
export function beginTest(id: string): void {
  board.test = id;
  board.hits = 0;
}

/** The tests that came past a mutant, `''` for the loading of modules. */
export const testsThatMet = (id: number): ReadonlySet<string> => board.coverage.get(id) ?? new Set();
