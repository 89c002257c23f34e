import type { Deadline } from './deadline.ts';

/** Time as a program sees it; a test gives one that does not really wait. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Waits, but not longer than the deadline; returns whether time is left. */
  wait(milliseconds: number, deadline: Deadline): Promise<boolean>;
}

/** The time of the machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  wait: (milliseconds, deadline) => deadline.wait(milliseconds),
};
