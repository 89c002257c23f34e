/**
 * Program behind `npm run bench`: lists the benchmarks, or runs one and prints its figures.
 *
 * Exit status: 0, or 1 where `--assert` is given and a target is missed, or 2 for wrong usage and where a
 * program to measure is missing.
 */
import { readdirSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { VaultwrightError } from '../../src/model/diagnostics/errors.ts';
import { type Benchmark, type BenchmarkResult, isMet, type Target } from './benchmark.ts';
import { machineFacts } from './machine-facts.ts';

const folder = new URL('../', import.meta.url);
const usage = `Usage: npm run bench                                      lists the benchmarks
       npm run bench -- NAME [--json] [--full] [--assert]   runs one

  --json    prints one JSON document instead of tables
  --full    measures what takes minutes, too
  --assert  ends with status 1 if a target is missed`;

const names = (): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map(({ name }) => name.slice(0, -'.ts'.length))
    .sort();

const load = async (name: string): Promise<Benchmark> =>
  ((await import(new URL(`${name}.ts`, folder).href)) as { benchmark: Benchmark }).benchmark;

async function list(): Promise<string> {
  const all = names();
  const width = Math.max(...all.map((name) => name.length));
  const lines = await Promise.all(all.map(async (name) => `  ${name.padEnd(width)}  ${(await load(name)).summary}`));
  return ['Benchmarks:', ...lines].join('\n');
}

const spell = ({ what, measured, atMost, atLeast }: Target): string => {
  const limit = atMost === undefined ? `at least ${atLeast}` : `at most ${atMost}`;
  return `${what}: ${measured.toFixed(2)} (target: ${limit})`;
};

function print(name: string, { figures, targets, notes }: BenchmarkResult): void {
  const facts = Object.entries(machineFacts()).map(([fact, value]) => `${fact} ${value}`);
  console.log(`${name}\n${facts.join(', ')}`);
  console.table(figures);
  for (const note of notes) console.log(`- ${note}`);
  for (const target of targets) console.log(`${isMet(target) ? 'met   ' : 'MISSED'} ${spell(target)}`);
}

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      full: { type: 'boolean', default: false },
      assert: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const [name, ...others] = positionals;
  if (values.help || name === undefined) {
    console.log(`${await list()}\n\n${usage}`);
    return 0;
  }
  if (others.length > 0 || !names().includes(name)) {
    console.error(others.length > 0 ? 'One benchmark at a time.' : `There is no benchmark "${name}".`);
    console.error(`${await list()}\n\n${usage}`);
    return 2;
  }
  const benchmark = await load(name);
  const progress = (step: string): void => {
    if (!values.json) console.error(`… ${step}`);
  };
  const result = await benchmark.run({ full: values.full, progress });
  if (values.json) {
    const targets = result.targets.map((target) => ({ ...target, met: isMet(target) }));
    console.log(JSON.stringify({ name, machine: machineFacts(), ...result, targets }, null, 2));
  } else print(name, result);
  return values.assert && !result.targets.every(isMet) ? 1 : 0;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  const isUsage = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  const isNamed = error instanceof VaultwrightError;
  console.error(isUsage ? `${error.message}\n\n${usage}` : isNamed ? error.message : error);
  process.exitCode = isUsage ? 2 : isNamed ? error.exitStatus : 3;
}
