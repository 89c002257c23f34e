import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type Benchmark, type BenchmarkRequest, type Figures, median, type Target } from './harness/benchmark.ts';
import { type Cost, type Measurement, runFresh } from './harness/fresh-process.ts';
import type { Comparison } from './synth/compare-process.ts';

const programs = {
  stock: new URL('synth/stock-process.ts', import.meta.url),
  vaultwright: new URL('synth/vaultwright-process.ts', import.meta.url),
};
type Variant = keyof typeof programs;

interface Size {
  readonly objects: number;
  /** Fresh processes a variant; where stock takes minutes a single one must do. */
  readonly runs: Readonly<Record<Variant, number>>;
}

const sizes: readonly Size[] = [
  { objects: 1000, runs: { stock: 3, vaultwright: 3 } },
  { objects: 4000, runs: { stock: 3, vaultwright: 5 } },
  { objects: 16_000, runs: { stock: 1, vaultwright: 5 } },
];
/** With `--full`: three runs of stock at 16,000, and 50,000 objects. */
const fullSizes: readonly Size[] = [
  ...sizes.slice(0, 2),
  { objects: 16_000, runs: { stock: 3, vaultwright: 5 } },
  { objects: 50_000, runs: { stock: 1, vaultwright: 3 } },
];

/**
 * Folder around the outputs: in memory where that exists.
 *
 * Making files on ext4 takes 20 times longer for minutes after as many were deleted, which would measure the previous run.
 */
const outputParent = (): string => (fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir());

type Medians = Readonly<Record<string, Cost>> & { readonly synth: Cost };

export const benchmark: Benchmark = {
  summary: 'the same objects, 10 a chart, through stock cdk8s and through this renderer: time, memory, equality',

  async run(request) {
    const folder = fs.mkdtempSync(path.join(outputParent(), 'vaultwright-bench-'));
    try {
      const figures: Figures[] = [];
      const costs = new Map<string, Medians>();
      const notes = [`Output goes to ${outputParent()}.`];
      for (const size of request.full ? fullSizes : sizes) {
        const measured = await measure(size, folder, request);
        const compared = await compare(size, folder);
        notes.push(`${compared.objects} objects in ${compared.files} files compared as parsed YAML: all equal.`);
        for (const [variant, measurements] of measured) {
          const medians = mediansOf(measurements);
          costs.set(`${variant} ${size.objects}`, medians);
          figures.push(figuresOf(variant, size.objects, measurements, medians));
        }
      }
      return { figures, targets: targetsOf(costs), notes };
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  },
};

/** Runs the variants in turn, so that a slow spell of the machine does not hit only one of them. */
async function measure({ objects, runs }: Size, folder: string, { progress }: BenchmarkRequest) {
  const measured = new Map<Variant, Measurement[]>([
    ['stock', []],
    ['vaultwright', []],
  ]);
  for (let run = 0; run < Math.max(runs.stock, runs.vaultwright); run += 1) {
    for (const [variant, measurements] of measured) {
      if (run >= runs[variant]) continue;
      progress(`${objects} objects, ${variant}, run ${run + 1} of ${runs[variant]}`);
      const outdir = path.join(folder, variant);
      fs.rmSync(outdir, { recursive: true, force: true });
      measurements.push(await runFresh(programs[variant], [objects, outdir]));
    }
  }
  return measured;
}

async function compare({ objects }: Size, folder: string): Promise<Comparison> {
  const compared = await runFresh<Comparison>(
    new URL('synth/compare-process.ts', import.meta.url),
    [path.join(folder, 'stock'), path.join(folder, 'vaultwright')],
    ['--max-old-space-size=8192'],
  );
  if (compared.objects !== objects || compared.differences.length > 0)
    throw new Error(
      `The outputs differ: ${compared.objects} of ${objects} objects, ${compared.differences.join('; ')}`,
    );
  return compared;
}

function mediansOf(measurements: readonly Measurement[]): Medians {
  const of = (pick: (measurement: Measurement) => Cost | undefined): Cost => ({
    wallMs: median(measurements.map((one) => pick(one)?.wallMs ?? Number.NaN)),
    cpuMs: median(measurements.map((one) => pick(one)?.cpuMs ?? Number.NaN)),
  });
  const names = Object.keys(measurements[0]?.phases ?? {});
  return {
    ...Object.fromEntries(names.map((name) => [name, of(({ phases }) => phases[name])])),
    synth: of(({ phases }) => phases.synth),
  };
}

function figuresOf(variant: Variant, objects: number, measurements: readonly Measurement[], medians: Medians): Figures {
  const wall = (phase: string): number | string => {
    const cost = medians[phase];
    return cost === undefined ? '' : Math.round(cost.wallMs);
  };
  return {
    variant,
    objects,
    runs: measurements.length,
    constructMs: wall('construct'),
    renderMs: wall('render'),
    emitMs: wall('emit'),
    writeMs: wall('write'),
    synthMs: wall('synth'),
    guardrailsMs: wall('guardrails'),
    synthCpuMs: Math.round(medians.synth.cpuMs),
    peakRssMiB: Math.round(median(measurements.map(({ phases }) => phases.synth?.peakRssMiB ?? Number.NaN))),
  };
}

function targetsOf(costs: ReadonlyMap<string, Medians>): Target[] {
  const ratio = (over: string, under: string, kind: keyof Cost): number =>
    (costs.get(over)?.synth[kind] ?? Number.NaN) / (costs.get(under)?.synth[kind] ?? Number.NaN);
  return (['wallMs', 'cpuMs'] as const).flatMap((kind): Target[] => [
    {
      what: `growth from 4,000 to 16,000 objects (${kind})`,
      measured: ratio('vaultwright 16000', 'vaultwright 4000', kind),
      atMost: 4.5,
    },
    {
      what: `times faster than stock at 16,000 objects (${kind})`,
      measured: ratio('stock 16000', 'vaultwright 16000', kind),
      atLeast: 6,
    },
  ]);
}
