import { execFile } from 'node:child_process';
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { type Benchmark, median } from './harness/benchmark.ts';
import type { Cost } from './harness/fresh-process.ts';
import { outputParent } from './harness/output-parent.ts';
import { type CpuProfile, type Part, profileShares } from './harness/profile-shares.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const reporter = new URL('platform/report-cost.ts', import.meta.url).href;
/** Code that runs before have compiled: tools/keep-compiled.mjs. */
const compiled = path.join(root, 'node_modules/.cache/vaultwright/compiled');
const runs = 7;

type Run = Cost & { readonly peakRssMiB: number };

/** Where the time of a run may go; the innermost one on the stack counts. */
const parts: readonly Part[] = [
  { name: 'loading modules', functionName: 'getOrCreateModuleJob' },
  { name: 'loading modules (CommonJS)', functionName: 'wrapModuleLoad' },
  { name: 'stripping types', functionName: 'stripTypeScriptModuleTypes' },
  { name: 'evaluating modules', functionName: 'evaluate' },
  { name: 'constructs', functionName: 'renderPlatform' },
  { name: 'rendering objects', functionName: 'renderChartObjects' },
  { name: 'guardrails', functionName: 'runGuardrails' },
  { name: 'emitting YAML', functionName: 'emitYaml' },
  { name: 'writing files', functionName: 'writeOutput' },
];

export const benchmark: Benchmark = {
  summary: 'the whole platform, every environment, guardrails included: CPU time of the app process',

  async run({ progress }) {
    const folder = fs.mkdtempSync(path.join(outputParent(), 'vaultwright-bench-'));
    try {
      const cold: Run[] = [];
      const fresh: Run[] = [];
      const again: Run[] = [];
      const outputs = new Set<string>();
      for (let run = 0; run < runs; run += 1) {
        progress(`run ${run + 1} of ${runs}`);
        const cwd = path.join(folder, String(run));
        fs.mkdirSync(cwd);
        fs.rmSync(compiled, { recursive: true, force: true });
        cold.push(await runProgram(cwd));
        outputs.add(digestOf(path.join(cwd, 'dist')));
        fs.rmSync(path.join(cwd, 'dist'), { recursive: true });
        fresh.push(await runProgram(cwd));
        outputs.add(digestOf(path.join(cwd, 'dist')));
        again.push(await runProgram(cwd));
      }
      if (outputs.size !== 1) throw new Error(`${runs} runs gave ${outputs.size} different outputs`);
      progress('one run under the profiler');
      const shares = await profile(folder);
      return {
        figures: [
          figuresOf('no output, no compiled code', cold),
          figuresOf('no output yet', fresh),
          figuresOf('output unchanged', again),
        ],
        targets: [
          { what: 'CPU seconds without output', measured: median(fresh.map(({ cpuMs }) => cpuMs)) / 1000, atMost: 1.5 },
        ],
        notes: [
          `Output goes to ${outputParent()}.`,
          `${countFiles(path.join(folder, '0', 'dist'))} files, the same bytes in all ${runs} runs.`,
          ...[...shares]
            .sort(([, a], [, b]) => b - a)
            .map(([part, ms]) => `${Math.round(ms)} ms of the main thread, profiled: ${part}`),
        ],
      };
    } finally {
      fs.rmSync(folder, { recursive: true });
    }
  },
};

/**
 * Runs the app as `cdk8s synth` does, without its command around it, and returns what the process itself says
 * it took.
 */
async function runProgram(cwd: string, nodeOptions: readonly string[] = []): Promise<Run> {
  const report = path.join(cwd, 'cost.json');
  // A compile cache that a user's environment names is none of the app's.
  const { NODE_COMPILE_CACHE: _, NODE_OPTIONS: __, CDK8S_OUTDIR: ___, ...environment } = process.env;
  await promisify(execFile)(process.execPath, [...nodeOptions, ...appCommand()], {
    cwd,
    env: { ...environment, BENCH_REPORT: report },
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(fs.readFileSync(report, 'utf8')) as Run;
}

/**
 * The flags and the program of the app, as cdk8s.yaml has them, with what reports its cost: after what else
 * is preloaded, so that its own types are stripped but once.
 */
function appCommand(): readonly string[] {
  const { app } = parse(fs.readFileSync(path.join(root, 'cdk8s.yaml'), 'utf8')) as { app: string };
  const words = app.split(' ');
  if (words[0] !== 'node') throw new Error('cdk8s.yaml names an app that is no program of Node.js');
  const placed = words.slice(1).map((word) => (/^(?:\.|src)\//.test(word) ? path.join(root, word) : word));
  return [...placed.slice(0, -1), '--import', reporter, ...placed.slice(-1)];
}

async function profile(folder: string): Promise<Map<string, number>> {
  const cwd = path.join(folder, 'profiled');
  fs.mkdirSync(cwd);
  await runProgram(cwd, ['--cpu-prof', '--cpu-prof-dir', folder]);
  const [file] = fs.readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  return profileShares(JSON.parse(fs.readFileSync(path.join(folder, file ?? ''), 'utf8')) as CpuProfile, parts);
}

const filesIn = (folder: string): string[] =>
  fs
    .readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();

const countFiles = (folder: string): number => filesIn(folder).length;

function digestOf(folder: string): string {
  const hash = crypto.createHash('sha256');
  for (const file of filesIn(folder)) hash.update(`${path.relative(folder, file)}\0`).update(fs.readFileSync(file));
  return hash.digest('hex');
}

const figuresOf = (state: string, measured: readonly Run[]) => ({
  state,
  runs: measured.length,
  cpuMs: Math.round(median(measured.map(({ cpuMs }) => cpuMs))),
  cpuMsMost: Math.round(Math.max(...measured.map(({ cpuMs }) => cpuMs))),
  wallMs: Math.round(median(measured.map(({ wallMs }) => wallMs))),
  peakRssMiB: Math.round(median(measured.map(({ peakRssMiB }) => peakRssMiB))),
});
