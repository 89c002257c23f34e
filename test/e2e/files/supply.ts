import { type FoundVariables, fetchProgram } from '../tools/fetch-for-bench.ts';
import type { FindOptions } from '../tools/find-program.ts';
import { findOperatorCrds } from '../tools/operator-crds.ts';
import { type ProgramName, programs } from '../tools/programs.ts';

/**
 * Fetches programs one after the other, while files run that need only those that are there.
 *
 * So the first run on a machine tests Vault while the operator is built.
 */
export class Supply {
  readonly #found = new Map<ProgramName, FoundVariables>();
  readonly #fetches = new Map<ProgramName, Promise<void>>();

  private constructor(names: readonly ProgramName[], options: FindOptions) {
    let before = Promise.resolve();
    for (const name of names) {
      before = before.then(async () => {
        this.#found.set(name, await fetchProgram(name, options));
      });
      // Who waits is told; where nobody does, nothing needed it.
      before.catch(() => {});
      this.#fetches.set(name, before);
    }
  }

  /**
   * @throws VW9001, VW9002 where not even what downloads in seconds can be had, VW9003 where a given OpenBao
   * is none
   */
  static async open(names: readonly ProgramName[], options: FindOptions): Promise<Supply> {
    if (names.includes('external-secrets')) await findOperatorCrds(options.environment);
    if (options.environment[programs.bao.variable]) await fetchProgram('bao', options);
    return new Supply(names, options);
  }

  /** Returns whether all of these are there. */
  has(names: readonly ProgramName[]): boolean {
    return names.every((name) => this.#found.has(name));
  }

  /** Waits until all of these are there. @throws why one of them, or one before it, cannot be had */
  async until(names: readonly ProgramName[]): Promise<void> {
    for (const name of names) await this.#fetches.get(name);
  }

  /** Variables by which a run finds these; it finds no others. */
  variables(names: readonly ProgramName[]): FoundVariables {
    const others = [...this.#fetches.keys()].filter((name) => !names.includes(name));
    return Object.assign(
      Object.fromEntries(others.map((name) => [programs[name].variable, ''])),
      ...names.map((name) => this.#found.get(name)),
    );
  }
}
