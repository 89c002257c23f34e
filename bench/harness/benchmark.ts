/** One line of figures; units are part of the column's name. */
export type Figures = Readonly<Record<string, string | number>>;

/** A target that a benchmark holds its figures against. */
export interface Target {
  readonly what: string;
  readonly measured: number;
  readonly atMost?: number;
  readonly atLeast?: number;
}

export interface BenchmarkResult {
  readonly figures: readonly Figures[];
  readonly targets: readonly Target[];
  /** What the reader of the figures should know, one sentence each. */
  readonly notes: readonly string[];
}

export interface BenchmarkRequest {
  /** Whether to measure what takes minutes, too. */
  readonly full: boolean;
  /** Tells a person who waits what is being measured. */
  readonly progress: (step: string) => void;
}

/** A benchmark: the export `benchmark` of a file `bench/<name>.ts`. */
export interface Benchmark {
  /** One line for the list of benchmarks. */
  readonly summary: string;
  /**
   * Measures; throws where the compared programs do not give the same result, since their times would mean
   * nothing.
   */
  run(request: BenchmarkRequest): Promise<BenchmarkResult>;
}

export const isMet = ({ measured, atMost = Infinity, atLeast = -Infinity }: Target): boolean =>
  measured <= atMost && measured >= atLeast;

/** Returns the middle value: one run that was disturbed does not move it, as it would move a mean. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
