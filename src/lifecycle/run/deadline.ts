import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

/** The moment at which a run gives up, and the signal that ends it earlier. */
export class Deadline {
  readonly #end: number;
  /** Whether it ends a part of the run and not the run. */
  readonly #isPart: boolean;
  /** Aborted where the run is told to stop. */
  readonly signal: AbortSignal;

  /** @param milliseconds from now */
  constructor(milliseconds: number, signal: AbortSignal = new AbortController().signal, isPart = false) {
    this.#end = performance.now() + milliseconds;
    this.#isPart = isPart;
    this.signal = signal;
    // Every request under way listens to it; Node.js would take more than ten for a leak. A part shares the
    // signal of its whole.
    if (!isPart) setMaxListeners(0, signal);
  }

  /** Milliseconds that are left, never below 0; 0 as well once the run is told to stop. */
  get remaining(): number {
    return this.signal.aborted ? 0 : Math.max(0, this.#end - performance.now());
  }

  get isOver(): boolean {
    return this.remaining === 0;
  }

  /**
   * Why what is under way ends with it: the run was stopped, the run took too long, or this part of it did.
   */
  get reason(): 'STOPPED' | 'DEADLINE' | 'ETIMEDOUT' {
    if (this.signal.aborted) return 'STOPPED';
    return this.#isPart ? 'ETIMEDOUT' : 'DEADLINE';
  }

  /** A deadline that ends with this one and after `milliseconds` at the latest. */
  atMost(milliseconds: number): Deadline {
    return this.remaining <= milliseconds ? this : new Deadline(milliseconds, this.signal, true);
  }

  /** Time for what must be brought to its end while the run is being stopped. */
  grace(milliseconds: number): Deadline {
    return new Deadline(milliseconds);
  }

  /** Waits, but not longer than the deadline; returns whether time is left. */
  async wait(milliseconds: number): Promise<boolean> {
    const { remaining } = this;
    await sleep(Math.min(milliseconds, remaining), undefined, { signal: this.signal }).catch(() => undefined);
    // A timer may end a little early.
    return milliseconds < remaining && !this.isOver;
  }
}
