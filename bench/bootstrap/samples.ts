import type { LoopCost } from './client-loop.ts';

/** What one run of a program took, start of Node.js included. */
export interface Sample {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
  /** Processor time of Vault in the meantime. */
  readonly vaultCpuMs: number;
}

/** What was measured right after each other, so that a slow spell of the machine hits all of it. */
export interface Round {
  /** The floor by its number of connections. */
  readonly floors: Readonly<Record<number, Sample>>;
  readonly first: Sample;
  /** The run after the first one, which finds everything done. */
  readonly repeat: Sample;
  /** The loop of the client over some of the keys. */
  readonly loop?: LoopCost & { readonly keys: number };
  /** Load of the machine over the last minute, our own included. */
  readonly load: number;
}

export interface SizeSamples {
  readonly keys: number;
  /** Requests to Vault that a first run sends, and one that finds everything done. */
  readonly requests: { readonly first: number; readonly repeat: number };
  readonly rounds: readonly Round[];
}
