import { execFile } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { emitLibrary } from '../scripts/build-library.ts';
import { makeTree } from './check/make-tree.ts';
import { type Benchmark, type Figures, median, type Target } from './harness/benchmark.ts';
import { measureProcess, type ProcessCost } from './harness/measured-process.ts';
import { outputParent } from './harness/output-parent.ts';

const root = join(import.meta.dirname, '..');
const peers = join(import.meta.dirname, 'check/peers');
/** 920 applications are about 4,000 files and 11 MB. */
const applications = { whole: 920, half: 460, quarter: 230, peers: 46 };
const runs = 7;

interface Program {
  readonly name: string;
  readonly args: (tree: string) => readonly string[];
  readonly allowed?: readonly number[];
  /** What is done before each run, untimed. */
  readonly before?: (tree: string) => void;
}

export const benchmark: Benchmark = {
  summary: 'vaultwright check of 4,000 files from cold, beside the floor of reading them and beside npm peers',

  async run(request) {
    const folder = mkdtempSync(join(outputParent(), 'vaultwright-bench-'));
    const packaged = join(root, '.cache/bench-check');
    try {
      request.progress('building the package and the trees');
      await emitPackage(packaged);
      const trees = Object.fromEntries(
        Object.entries(applications).map(([size, count]) => {
          const tree = join(folder, size);
          return [size, { tree, ...makeTree(tree, count) }];
        }),
      ) as Record<keyof typeof applications, { tree: string; files: number; bytes: number }>;
      const check: Program = {
        name: 'vaultwright check',
        args: (tree) => [join(packaged, 'bin/vaultwright.js'), 'check', tree, '--quiet'],
      };
      const floor: Program = { name: 'floor', args: (tree) => [join(packaged, 'floor.mjs'), tree] };
      const version: Program = {
        name: 'vaultwright --version',
        args: () => [join(packaged, 'bin/vaultwright.js'), '--version'],
      };
      const cached = cachedRuns(check, join(folder, 'cache'));
      const figures: Figures[] = [];
      const medians = new Map<string, ProcessCost>();
      for (const [size, { tree, files, bytes }] of Object.entries(trees)) {
        if (size === 'peers') continue;
        request.progress(`${files} files`);
        for (const [program, cost] of await measure(
          [floor, check, ...(size === 'whole' ? [version, ...cached] : [])],
          tree,
        )) {
          medians.set(`${program.name} ${size}`, cost);
          figures.push(figure(program, files, bytes, cost));
        }
      }
      const notes = [await measurePeers(request, trees, check, figures)];
      return { figures, targets: targetsOf(medians, trees), notes };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Three runs beside one cache: each begins where the one before has ended. */
function cachedRuns(check: Program, cache: string): Program[] {
  const args = (tree: string): readonly string[] => [...check.args(tree), '--cache-location', cache];
  let edits = 0;
  return [
    { name: 'check --cache, first run', args, before: () => rmSync(cache, { recursive: true, force: true }) },
    { name: 'check --cache, second run', args },
    {
      name: 'check --cache, one file edited',
      args,
      before: (tree) => appendFileSync(join(tree, 'cluster/store.yaml'), `# edit ${edits++}\n`),
    },
  ];
}

// Beside the package as npm would unpack it, so that the start of the program is the one that users have.
async function emitPackage(packaged: string): Promise<void> {
  mkdirSync(packaged, { recursive: true });
  await emitLibrary(join(packaged, 'lib'));
  for (const file of ['bin', 'package.json']) cpSync(join(root, file), join(packaged, file), { recursive: true });
  // Stripped here, so that the floor does not pay for it at its start.
  const floor = readFileSync(join(root, 'bench/check/floor-process.ts'), 'utf8');
  writeFileSync(join(packaged, 'floor.mjs'), stripTypeScriptTypes(floor));
}

// Round by round, so that a slow spell of the machine hits all programs alike; the first round only fills the
// caches of code and files.
async function measure(programs: readonly Program[], tree: string): Promise<Map<Program, ProcessCost>> {
  const costs = new Map<Program, ProcessCost[]>(programs.map((program) => [program, []]));
  for (let round = 0; round <= runs; round++) {
    for (const program of programs) {
      program.before?.(tree);
      const cost = await measureProcess(program.args(tree), program.allowed);
      if (round > 0) costs.get(program)?.push(cost);
    }
  }
  return new Map([...costs].map(([program, all]) => [program, medianCost(all)]));
}

const medianCost = (costs: readonly ProcessCost[]): ProcessCost => ({
  wallMs: median(costs.map(({ wallMs }) => wallMs)),
  cpuMs: median(costs.map(({ cpuMs }) => cpuMs)),
  peakMiB: median(costs.map(({ peakMiB }) => peakMiB)),
  output: '',
});

const figure = ({ name }: Program, files: number, bytes: number, { wallMs, cpuMs, peakMiB }: ProcessCost): Figures => ({
  program: name,
  files,
  MB: (bytes / 1e6).toFixed(1),
  'wall ms': Math.round(wallMs),
  'cpu ms': Math.round(cpuMs),
  'peak MiB': Math.round(peakMiB),
});

async function measurePeers(
  request: Parameters<Benchmark['run']>[0],
  trees: Record<keyof typeof applications, { tree: string; files: number; bytes: number }>,
  check: Program,
  figures: Figures[],
): Promise<string> {
  request.progress('peers');
  if (!existsSync(join(peers, 'node_modules'))) await promisify(execFile)('npm', ['ci', '--prefix', peers]);
  // Peers take minutes for the whole tree, so they get a small one unless asked.
  const { tree, files, bytes } = request.full ? trees.whole : trees.peers;
  const programs: Program[] = [
    {
      name: 'secretlint, recommended rules',
      args: (folder) => [
        join(peers, 'node_modules/secretlint/bin/secretlint.js'),
        '--secretlintrc',
        join(peers, 'secretlintrc.json'),
        `${folder}/**/*`,
      ],
    },
    { name: 'monokle, syntax and references', args: (folder) => [join(peers, 'monokle.js'), folder] },
    check,
  ];
  for (const program of programs)
    figures.push(figure(program, files, bytes, await measureProcess(program.args(tree), program.allowed)));
  return (
    `Peers, one run each over ${files} files: neither knows an ExternalSecret as the writer of a Secret; secretlint looks for ` +
    'credentials of known services, monokle resolves references by name.'
  );
}

function targetsOf(medians: ReadonlyMap<string, ProcessCost>, trees: Record<string, { files: number }>): Target[] {
  const of = (name: string): ProcessCost =>
    medians.get(name) ?? { wallMs: Number.NaN, cpuMs: Number.NaN, peakMiB: Number.NaN, output: '' };
  const whole = of('vaultwright check whole');
  const quarter = of('vaultwright check quarter');
  const start = of('vaultwright --version whole').wallMs;
  const growth = (trees.whole?.files ?? 0) / (trees.quarter?.files ?? 1);
  return [
    { what: 'check of the whole tree, wall ms', measured: whole.wallMs, atMost: 1200 },
    { what: 'peak memory, MiB', measured: whole.peakMiB, atMost: 200 },
    { what: 'check as a multiple of the floor', measured: whole.wallMs / of('floor whole').wallMs, atMost: 2.5 },
    {
      what: 'second run with --cache as a part of the first',
      measured: of('check --cache, second run whole').wallMs / of('check --cache, first run whole').wallMs,
      atMost: 0.35,
    },
    { what: 'start-up (--version), wall ms', measured: start, atMost: 80 },
    {
      what: 'growth of the work against growth of the files',
      measured: (whole.wallMs - start) / (quarter.wallMs - start) / growth,
      atMost: 1.2,
    },
  ];
}
