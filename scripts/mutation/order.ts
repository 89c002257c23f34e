/** What a process of the tests is to do; it travels as JSON in the environment variable of this name. */
export const orderVariable = 'VAULTWRIGHT_MUTATION';

export interface Order {
  readonly scope: string;
  /** Mutants to judge, by number. */
  readonly ids: readonly number[];
  /**
   * Whether the mutants are active while modules are loaded, because that is when they are evaluated: then
   * every one of them loads all modules again.
   */
  readonly loads: boolean;
  /** File that gets one line of JSON for each mutant that was begun and each that was judged. */
  readonly log: string;
}

/**
 * One line of the log. `loaded`: it was met while modules were loaded and in no test, so that it has to be
 * active then.
 */
export interface Verdict {
  readonly id: number;
  readonly status: 'begun' | 'killed' | 'survived' | 'uncovered' | 'loaded';
  /** The test that noticed. */
  readonly by?: string;
}

export function readOrder(): Order {
  const text = process.env[orderVariable];
  if (text === undefined) throw new Error(`Only npm run mutation starts these tests: ${orderVariable} is not set`);
  return JSON.parse(text) as Order;
}
