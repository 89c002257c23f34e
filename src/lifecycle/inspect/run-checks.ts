import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { VaultwrightError } from '../../model/diagnostics/errors.ts';
import type { Clock } from '../run/clock.ts';
import type { Deadline } from '../run/deadline.ts';
import { inParallel } from '../run/in-parallel.ts';

/** How often, and how long apart, what fails is looked at again. */
export interface Waits {
  readonly attempts: number;
  /** Seconds between two attempts. */
  readonly sleep: number;
}

/** One thing that is inspected by itself, so that only what fails is asked for again. */
export type Check = () => Promise<readonly Diagnostic[]>;

/** How checks are repeated. */
export interface Repetition {
  readonly waits: Waits;
  readonly deadline: Deadline;
  readonly clock: Clock;
  /**
   * Called after each attempt that is not the last, with the number of failing checks and what they found.
   */
  readonly onWait?: ((attempt: number, failing: number, findings: readonly Diagnostic[]) => void) | undefined;
}

/** Requests at once. */
const atOnce = 8;

/**
 * Runs checks until none finds anything or the waits are used up, and returns what the last look found. What
 * cannot be read is a finding, and hides no other.
 */
export async function runChecks(
  checks: readonly Check[],
  { waits, deadline, clock, onWait }: Repetition,
): Promise<{ readonly findings: readonly Diagnostic[]; readonly attempts: number }> {
  let failing = checks;
  for (let attempt = 1; ; attempt++) {
    const found = new Map<Check, readonly Diagnostic[]>();
    await inParallel(failing, atOnce, async (check) => {
      found.set(check, await settled(check));
    });
    const findings = failing.flatMap((check) => found.get(check) ?? []);
    failing = failing.filter((check) => (found.get(check)?.length ?? 0) > 0);
    if (failing.length === 0 || attempt >= waits.attempts) return { findings, attempts: attempt };
    onWait?.(attempt, failing.length, findings);
    if (!(await clock.wait(waits.sleep * 1000, deadline))) return { findings, attempts: attempt };
  }
}

async function settled(check: Check): Promise<readonly Diagnostic[]> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof VaultwrightError) return error.diagnostics;
    throw error;
  }
}
