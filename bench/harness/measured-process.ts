import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { peakMemoryMiB } from './peak-memory.ts';

/** What a program took from its start to its end. */
export interface ProcessCost {
  readonly wallMs: number;
  /** User and system time of all threads. */
  readonly cpuMs: number;
  readonly peakMiB: number;
  readonly output: string;
}

// The program is not touched: this module runs in it first and writes down its costs when it ends.
const recorder = `data:text/javascript,${encodeURIComponent(`
import { writeFileSync } from 'node:fs';
process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  const cost = { wallMs: performance.now(), cpuMs: (user + system) / 1000, peakMiB: (${peakMemoryMiB})() };
  writeFileSync(process.env.VAULTWRIGHT_BENCH_COST, JSON.stringify(cost));
});`)}`;

/**
 * Runs a program of Node.js in a process of its own and tells what it took, start of Node.js included.
 *
 * @param allowed exit statuses that are no failure of the benchmark
 * @param input what it reads from standard input
 */
export async function measureProcess(
  args: readonly string[],
  allowed: readonly number[] = [0],
  input?: string,
): Promise<ProcessCost> {
  const folder = mkdtempSync(join(tmpdir(), 'vaultwright-cost-'));
  const costFile = join(folder, 'cost.json');
  try {
    const child = spawn(process.execPath, ['--import', recorder, ...args], {
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      env: { ...process.env, VAULTWRIGHT_BENCH_COST: costFile },
    });
    // A program that ends before it has read everything is told by its status.
    child.stdin?.on('error', () => undefined).end(input);
    const chunks: Buffer[] = [];
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
    const status = await new Promise<number | null>((settle, fail) => child.on('error', fail).on('close', settle));
    const output = Buffer.concat(chunks).toString();
    if (status === null || !allowed.includes(status))
      throw new Error(`${args[0]} ended with status ${status}:\n${output.slice(-2000)}`);
    return { ...(JSON.parse(readFileSync(costFile, 'utf8')) as Omit<ProcessCost, 'output'>), output };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
