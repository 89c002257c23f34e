import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { peakMemoryMiB } from './peak-memory.ts';

/** What a phase of a measured program took. */
export interface Cost {
  readonly wallMs: number;
  /** User and system time of all threads, the garbage collector's included. */
  readonly cpuMs: number;
}

/** A phase also tells the most memory that the process had held by its end. */
export interface Phase extends Cost {
  readonly peakRssMiB: number;
}

export interface Measurement {
  readonly phases: Readonly<Record<string, Phase>>;
  /** The whole process up to its report, start of Node.js and imports included. */
  readonly process: Cost;
  readonly peakRssMiB: number;
  /** What the program counted besides. */
  readonly counts: Readonly<Record<string, number>>;
}

interface Start {
  readonly wall: number;
  readonly cpu: NodeJS.CpuUsage;
}

const phases: Record<string, Phase> = {};

const costSince = (start: Start): Cost => {
  const { user, system } = process.cpuUsage(start.cpu);
  return { wallMs: performance.now() - start.wall, cpuMs: (user + system) / 1000 };
};

/** Runs one phase of a measured program and keeps what it took. */
export async function measurePhase<T>(name: string, act: () => T | Promise<T>): Promise<T> {
  const start = { wall: performance.now(), cpu: process.cpuUsage() };
  const result = await act();
  phases[name] = { ...costSince(start), peakRssMiB: peakMemoryMiB() };
  return result;
}

/**
 * Prints what this process took so far, for `runFresh` to read; the last thing that a measured program does.
 */
export function reportMeasurement(counts: Readonly<Record<string, number>> = {}): void {
  const whole = costSince({ wall: 0, cpu: { user: 0, system: 0 } });
  const measurement: Measurement = { phases, process: whole, peakRssMiB: peakMemoryMiB(), counts };
  console.log(JSON.stringify(measurement));
}

/**
 * Runs a program in a process of its own, so that nothing is warm, and returns the JSON of the last line that
 * it prints.
 */
export async function runFresh<T = Measurement>(
  program: URL,
  args: readonly (string | number)[],
  nodeOptions: readonly string[] = [],
): Promise<T> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [...nodeOptions, program.pathname, ...args.map(String)],
    { maxBuffer: 2 ** 26 },
  );
  const last = stdout.trimEnd().split('\n').at(-1) ?? '';
  return JSON.parse(last) as T;
}
