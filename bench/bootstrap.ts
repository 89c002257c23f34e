import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNamespace } from '../test/e2e/run-in-namespace.ts';
import type { Round, Sample, SizeSamples } from './bootstrap/samples.ts';
import { type Benchmark, type BenchmarkResult, type Figures, median, type Target } from './harness/benchmark.ts';

export const benchmark: Benchmark = {
  summary: 'bootstrap of 1,000 and 10,000 keys on a real Vault, beside the floor and a loop of the vault client',

  async run({ progress }) {
    const folder = mkdtempSync(join(tmpdir(), 'vaultwright-bench-'));
    const file = join(folder, 'samples.json');
    const program = join(import.meta.dirname, 'bootstrap/measuring-process.ts');
    try {
      progress('looking for the servers');
      const status = await runInNamespace([process.execPath, program, file], {
        needs: ['vault', 'etcd', 'kube-apiserver', 'kube-controller-manager'],
        onlyInside: true,
      });
      if (status !== 0) throw new Error(`Measuring ended with status ${status}; its messages are above.`);
      return resultOf(JSON.parse(readFileSync(file, 'utf8')) as SizeSamples[]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** What the samples say: medians of times, and medians of the ratios within a round. */
export function resultOf(sizes: readonly SizeSamples[]): BenchmarkResult {
  const loops = sizes.flatMap(({ rounds }) => rounds.flatMap(({ loop }) => (loop ? [loop] : [])));
  const perLoopKey = (pick: 'wallMs' | 'putMs'): number => median(loops.map((loop) => loop[pick] / loop.keys));
  const loopKeys = loops.reduce((sum, { keys }) => sum + keys, 0);
  const loads = sizes.flatMap(({ rounds }) => rounds.map(({ load }) => load));
  return {
    figures: [...sizes.flatMap(figuresOf), ...loopFigures(loopKeys, perLoopKey)],
    targets: sizes.flatMap((size) => targetsOf(size, loops.length > 0 ? perLoopKey('wallMs') : Number.NaN)),
    notes: [
      'Each program starts with nothing in Vault and in a process of its own, start of Node.js included; medians, ratios within a round.',
      'Floor: the same requests, of the same bytes, by node:http with kept connections; without the API server of Kubernetes.',
      ...sizes.map((size) => cpuNote(size, perLoopKey('putMs'))),
      `Load of the machine during the rounds: ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}.`,
    ],
  };
}

/** The number of connections with which the floor is lowest. */
function bestOf(rounds: readonly Round[]): number {
  const counts = Object.keys(rounds[0]?.floors ?? {}).map(Number);
  const wall = (count: number): number => median(rounds.map(({ floors }) => floors[count]?.wallMs ?? Number.NaN));
  return counts.toSorted((a, b) => wall(a) - wall(b))[0] ?? Number.NaN;
}

function figuresOf({ keys, requests, rounds }: SizeSamples): Figures[] {
  const row = (program: string, sent: number, pick: (round: Round) => Sample | undefined): Figures => {
    const middle = (kind: keyof Sample): number => median(rounds.map((round) => pick(round)?.[kind] ?? Number.NaN));
    return {
      program,
      keys,
      requests: sent,
      runs: rounds.length,
      'wall ms': Math.round(middle('wallMs')),
      'ms a key': (middle('wallMs') / keys).toFixed(2),
      'requests/s': Math.round(sent / (middle('wallMs') / 1000)),
      'cpu ms': Math.round(middle('cpuMs')),
      'peak MiB': Math.round(middle('peakMiB')),
      'vault cpu ms': Math.round(middle('vaultCpuMs')),
    };
  };
  const counts = Object.keys(rounds[0]?.floors ?? {}).map(Number);
  return [
    ...counts.map((count) => row(`floor, ${count} connections`, requests.first, ({ floors }) => floors[count])),
    row('bootstrap, first run', requests.first, ({ first }) => first),
    row('bootstrap, nothing to do', requests.repeat, ({ repeat }) => repeat),
  ];
}

function loopFigures(keys: number, perKey: (pick: 'wallMs' | 'putMs') => number): Figures[] {
  const row = (program: string, calls: number, ms: number): Figures => ({
    program,
    keys,
    requests: calls * keys,
    'ms a key': ms.toFixed(2),
  });
  return keys === 0
    ? []
    : [
        row('loop of vault: get, put, metadata patch', 3, perKey('wallMs')),
        row('loop of vault: its puts alone', 1, perKey('putMs')),
      ];
}

/** What does not depend on who else uses the machine, or only on both in the same way. */
function cpuNote({ keys, rounds }: SizeSamples, putMs: number): string {
  const best = bestOf(rounds);
  const cpu = (sample: Sample | undefined): number => (sample ? sample.cpuMs + sample.vaultCpuMs : Number.NaN);
  const overFloor = median(rounds.map(({ first, floors }) => cpu(first) / cpu(floors[best])));
  const ofFirst = median(rounds.map(({ first, repeat }) => cpu(repeat) / cpu(first)));
  const puts = putMs / (median(rounds.map(({ first }) => first.wallMs)) / keys);
  return (
    `${keys} keys, by processor time of program and Vault together: first run ${overFloor.toFixed(2)} times the floor, ` +
    `run with nothing to do ${ofFirst.toFixed(2)} of the first. By wall time ${puts.toFixed(1)} times faster a key than the puts of the client alone.`
  );
}

function targetsOf({ keys, rounds }: SizeSamples, loopMsPerKey: number): Target[] {
  const best = bestOf(rounds);
  const ratio = (over: (round: Round) => Sample | undefined, under: (round: Round) => Sample | undefined): number =>
    median(rounds.map((round) => (over(round)?.wallMs ?? Number.NaN) / (under(round)?.wallMs ?? Number.NaN)));
  const first = (round: Round): Sample => round.first;
  const firstPerKey = median(rounds.map((round) => round.first.wallMs)) / keys;
  return [
    {
      what: `${keys} keys: first run as a multiple of the floor with ${best} connections`,
      measured: ratio(first, ({ floors }) => floors[best]),
      atMost: 1.5,
    },
    {
      what: `${keys} keys: times faster a key than a loop of the client that does the same`,
      measured: loopMsPerKey / firstPerKey,
      atLeast: 50,
    },
    {
      what: `${keys} keys: run with nothing to do, share of the first`,
      measured: ratio(({ repeat }) => repeat, first),
      atMost: 0.2,
    },
  ];
}
