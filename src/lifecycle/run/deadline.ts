import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** The moment at which a run gives up, and the signal that ends it earlier. */
export class Deadline {
  readonly #end: number;
  /** Aborted where the run is told to stop. */
  readonly signal: AbortSignal;

  /** @param milliseconds from now */
  constructor(milliseconds: number, signal: AbortSignal = new AbortController().signal) {
    this.#end = performance.now() + milliseconds;
    this.signal = signal;
    // Every request under way listens to it; Node.js would take more than ten for a leak.
    setMaxListeners(0, signal);
  }

  /** Milliseconds that are left, never below 0; 0 as well once the run is told to stop. */
  get remaining(): number {
    return this.signal.aborted ? 0 : Math.max(0, this.#end - performance.now());
  }

  get isOver(): boolean {
    return this.remaining === 0;
  }

  /** A deadline that ends with this one and after `milliseconds` at the latest. */
  atMost(milliseconds: number): Deadline {
    return new Deadline(Math.min(milliseconds, this.remaining), this.signal);
  }

  /** Some more time for cleaning up after the end, whatever ended it. */
  grace(milliseconds: number): Deadline {
    return new Deadline(milliseconds);
  }

  /** Waits, but not longer than the deadline; tells whether time is left. */
  async wait(milliseconds: number): Promise<boolean> {
    await sleep(Math.min(milliseconds, this.remaining), undefined, { signal: this.signal }).catch(() => undefined);
    return !this.isOver;
  }
}
