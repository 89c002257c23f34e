import type { Clock } from '../../../../src/lifecycle/run/clock.ts';
import { Deadline } from '../../../../src/lifecycle/run/deadline.ts';

/** A clock whose waits take no time, and deadlines that follow it. */
export class FakeTime implements Clock {
  /** How long each wait was, in milliseconds. */
  readonly waits: number[] = [];
  #now: number;

  constructor(start = Date.parse('2026-11-25T12:00:00Z')) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  async wait(milliseconds: number, deadline: Deadline): Promise<boolean> {
    this.waits.push(milliseconds);
    this.#now += Math.min(milliseconds, deadline.remaining);
    return !deadline.isOver;
  }

  /** A deadline that is over when this clock says so. */
  deadline(milliseconds: number, signal?: AbortSignal): Deadline {
    const end = this.#now + milliseconds;
    const now = () => this.#now;
    return new (class extends Deadline {
      override get remaining(): number {
        return this.signal.aborted ? 0 : Math.max(0, end - now());
      }
    })(milliseconds, signal);
  }
}
