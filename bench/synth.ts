import fs from 'node:fs';
import path from 'node:path';
import { type Benchmark, type Figures, median, type Target } from './harness/benchmark.ts';
import { type Cost, type Measurement, type Phase, runFresh } from './harness/fresh-process.ts';
import { outputParent } from './harness/output-parent.ts';
import type { Comparison } from './synth/compare-process.ts';

const programs = {
  stock: new URL('synth/stock-process.ts', import.meta.url),
  vaultwright: new URL('synth/vaultwright-process.ts', import.meta.url),
};
type Variant = keyof typeof programs;
const variants: readonly Variant[] = ['stock', 'vaultwright'];

interface Size {
  readonly objects: number;
  /** Fresh processes a variant; where stock takes minutes a single one must do. */
  readonly runs: Readonly<Record<Variant, number>>;
}

const sizes: readonly Size[] = [
  { objects: 1000, runs: { stock: 3, vaultwright: 5 } },
  { objects: 4000, runs: { stock: 3, vaultwright: 5 } },
  { objects: 16_000, runs: { stock: 3, vaultwright: 5 } },
];
/** With `--full`. */
const fullSizes: readonly Size[] = [...sizes, { objects: 50_000, runs: { stock: 1, vaultwright: 3 } }];

/** The runs of one variant at one size, by round. */
type Runs = Map<string, Measurement[]>;
const runsOf = (runs: Runs, variant: Variant, objects: number): readonly Measurement[] =>
  runs.get(`${variant} ${objects}`) ?? [];

export const benchmark: Benchmark = {
  summary: 'the same objects, 10 a chart, through stock cdk8s and through this renderer: time, memory, equality',

  async run({ full, progress }) {
    const folder = fs.mkdtempSync(path.join(outputParent(), 'vaultwright-bench-'));
    try {
      const measured = full ? fullSizes : sizes;
      const runs: Runs = new Map();
      const notes = [
        `Output goes to ${outputParent()}.`,
        'Ratios are taken between runs of the same round; their median counts.',
      ];
      const rounds = Math.max(...measured.map((size) => size.runs.vaultwright));
      // Round by round, so that a slow spell of the machine does not hit only one variant or one size.
      for (let round = 0; round < rounds; round += 1) {
        for (const size of measured) {
          progress(`round ${round + 1} of ${rounds}: ${size.objects} objects`);
          const ran = await measure(size, round, folder, runs);
          if (round === 0) notes.push(await compare(size, folder));
          for (const variant of ran) fs.rmSync(path.join(folder, variant), { recursive: true });
        }
      }
      const figures = measured.flatMap(({ objects }) =>
        variants.map((variant) => figuresOf(variant, objects, runsOf(runs, variant, objects))),
      );
      const { targets, note } = targetsOf(runs);
      return { figures, targets, notes: [...notes, note] };
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  },
};

async function measure({ objects, runs: wanted }: Size, round: number, folder: string, runs: Runs): Promise<Variant[]> {
  const ran = variants.filter((variant) => round < wanted[variant]);
  for (const variant of ran) {
    const measurement = await runFresh(programs[variant], [objects, path.join(folder, variant)]);
    runs.set(`${variant} ${objects}`, [...runsOf(runs, variant, objects), measurement]);
  }
  return ran;
}

async function compare({ objects }: Size, folder: string): Promise<string> {
  const compared = await runFresh<Comparison>(
    new URL('synth/compare-process.ts', import.meta.url),
    variants.map((variant) => path.join(folder, variant)),
    ['--max-old-space-size=8192'],
  );
  if (compared.objects !== objects || compared.differences.length > 0)
    throw new Error(
      `The outputs differ: ${compared.objects} of ${objects} objects, ${compared.differences.join('; ')}`,
    );
  return `${compared.objects} objects in ${compared.files} files compared as parsed YAML: all equal.`;
}

function figuresOf(variant: Variant, objects: number, measurements: readonly Measurement[]): Figures {
  const middle = (phase: string, kind: keyof Phase): number | string =>
    measurements[0]?.phases[phase] === undefined
      ? ''
      : Math.round(median(measurements.map(({ phases }) => phases[phase]?.[kind] ?? Number.NaN)));
  return {
    variant,
    objects,
    runs: measurements.length,
    constructMs: middle('construct', 'wallMs'),
    renderMs: middle('render', 'wallMs'),
    emitMs: middle('emit', 'wallMs'),
    writeMs: middle('write', 'wallMs'),
    synthMs: middle('synth', 'wallMs'),
    synthCpuMs: middle('synth', 'cpuMs'),
    peakRssMiB: middle('synth', 'peakRssMiB'),
    guardrailsMs: middle('guardrails', 'wallMs'),
    // With a finding for each object, the guardrails would be measured by their complaints.
    findings: measurements[0]?.counts.findings ?? '',
  };
}

function targetsOf(runs: Runs): { targets: Target[]; note: string } {
  const ratio = (over: readonly Measurement[], under: readonly Measurement[], kind: keyof Cost): number => {
    const pairs = over.slice(0, under.length).map((run, round) => [run, under[round]] as const);
    return median(
      pairs.map(([a, b]) => (a.phases.synth?.[kind] ?? Number.NaN) / (b?.phases.synth?.[kind] ?? Number.NaN)),
    );
  };
  const at = (variant: Variant, objects: number): readonly Measurement[] => runsOf(runs, variant, objects);
  const speed = (kind: keyof Cost): number => ratio(at('stock', 16_000), at('vaultwright', 16_000), kind);
  return {
    targets: [
      ...(['wallMs', 'cpuMs'] as const).map(
        (kind): Target => ({
          what: `growth from 4,000 to 16,000 objects (${kind})`,
          measured: ratio(at('vaultwright', 16_000), at('vaultwright', 4000), kind),
          atMost: 4.5,
        }),
      ),
      { what: 'times faster than stock at 16,000 objects (wallMs)', measured: speed('wallMs'), atLeast: 6 },
    ],
    note: `${speed('cpuMs').toFixed(2)} times faster than stock at 16,000 objects by CPU time, threads of the engine included.`,
  };
}
