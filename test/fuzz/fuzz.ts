/**
 * `npm run fuzz`: reads and judges inputs that nobody would write, and fails on the first that throws, takes
 * too much time or memory, or is given a place that no text has.
 *
 * Options: `--count N`, `--seed N`, `--folder PATH` with files to start from. Every thousandth input is a
 * folder with links; the last is a file of 100 MB.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { resolveConfiguration } from '../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../src/guardrails/engine/engine.ts';
import type { FieldPath, JsonValue } from '../../src/guardrails/manifest/manifest.ts';
import { decodeBytes } from '../../src/guardrails/reading/decode-file.ts';
import { type ReadManifests, readManifests } from '../../src/guardrails/reading/read-manifests.ts';
import { readText } from '../../src/guardrails/reading/read-text.ts';
import { reportTerminal } from '../../src/guardrails/reporters/terminal.ts';
import type { Diagnostic } from '../../src/model/diagnostics/diagnostic.ts';
import { inputClasses } from './input-classes.ts';
import { Random } from './mutate.ts';
import { makeLinkedTree, writeHugeFile } from './odd-trees.ts';
import { seedTexts } from './seeds.ts';

/** Of processor time, since what else the machine does is no fault of an input. */
const limitMs = { input: 2_000, huge: 60_000 };
const limitMiB = 1_000;
const hugeKind = 'file of 100 MB';
const hugeBytes = 100_000_000;
const configuration = resolveConfiguration({ presets: ['strict'] });

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string' },
  },
});
const count = Number(values.count);
const random = new Random(Number(values.seed));
const texts = seedTexts(values.folder);
const files = ['a.yaml', 'a.json', 'chart/values.yaml', 'k/kustomization.yaml'];
const classes = Object.keys(inputClasses);
const tally = new Map<string, number>();
const scratch = mkdtempSync(join(tmpdir(), 'fuzz-'));
let slowest = { ms: 0, of: '' };
let findings = 0;
let degraded = 0;

try {
  for (let index = 0; index < count; index++) {
    if (index === count - 1) judge(`input ${index}`, hugeKind, hugeFile);
    else if (index % 1000 === 999) judge(`input ${index}`, 'folders with links', linkedTree);
    // Half of them start from texts that someone wrote.
    else {
      const name = random.below(2) === 0 ? (classes[0] ?? '') : random.of(classes);
      const bytes = inputClasses[name]?.(random, texts) ?? Buffer.alloc(0);
      const file = random.of(files);
      const isTemplate = random.below(4) === 0;
      judge(`input ${index} (${file}, template ${isTemplate}) ${JSON.stringify(bytes.toString('latin1'))}`, name, () =>
        isTemplate
          ? readText(file, decodeBytes(bytes).text, { isTemplate })
          : readManifests({ paths: [], streams: [{ name: file, bytes }] }),
      );
    }
  }
} finally {
  rmSync(scratch, { recursive: true });
}
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  `${count} inputs from ${texts.length} texts, seed ${values.seed}: no crash; ${findings} findings, ${degraded} problems of reading; ` +
    `slowest ${Math.round(slowest.ms)} ms (${slowest.of}), peak memory ${peak} MiB`,
);
for (const [name, number] of [...tally].sort()) console.log(`  ${name}: ${number}`);

function judge(what: string, kind: string, read: () => Pick<ReadManifests, 'manifests' | 'diagnostics'>): void {
  const started = process.cpuUsage();
  try {
    const { manifests, diagnostics } = read();
    const found = runGuardrails({ manifests, configuration });
    findings += found.length;
    degraded += diagnostics.length;
    requirePlaces([...diagnostics, ...found], manifests);
    render([...diagnostics, ...found]);
    const { user, system } = process.cpuUsage(started);
    const ms = (user + system) / 1000;
    if (ms > slowest.ms) slowest = { ms, of: kind };
    if (ms > (kind === hugeKind ? limitMs.huge : limitMs.input)) throw new Error(`took ${Math.round(ms)} ms`);
    const peak = process.resourceUsage().maxRSS / 1024;
    if (peak > limitMiB) throw new Error(`took memory of ${Math.round(peak)} MiB`);
  } catch (error) {
    console.error(`Seed ${values.seed}, ${kind}, ${what} fails:`);
    throw error;
  }
  tally.set(kind, (tally.get(kind) ?? 0) + 1);
}

function linkedTree(): ReadManifests {
  const folder = join(scratch, 'tree');
  mkdirSync(folder);
  try {
    makeLinkedTree(folder, random, texts);
    return readManifests({ paths: [folder] });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function hugeFile(): ReadManifests {
  const path = join(scratch, 'huge.yaml');
  writeHugeFile(path, hugeBytes, random, texts);
  return readManifests({ paths: [path] });
}

function requirePlaces(diagnostics: readonly Diagnostic[], manifests: ReadManifests['manifests']): void {
  const places = [
    ...diagnostics.map(({ place }) => place.position),
    ...manifests.slice(0, 3).map(({ value, locate }) => locate?.(somePath(value), random.below(50))),
  ];
  for (const position of places) {
    if (position && (!(position.line >= 1) || !((position.column ?? 1) >= 1))) {
      throw new Error(`a place that no text has: ${position.line}:${position.column}`);
    }
  }
}

function somePath(value: JsonValue): FieldPath {
  const path: (string | number)[] = [];
  let node: JsonValue | undefined = value;
  while (node !== null && typeof node === 'object' && path.length < 20) {
    const keys: string[] = Object.keys(node);
    if (keys.length === 0) break;
    const key: string = random.of(keys);
    path.push(Array.isArray(node) ? Number(key) : key);
    node = (node as Record<string, JsonValue>)[key];
  }
  return path;
}

function render(diagnostics: readonly Diagnostic[]): void {
  const summary = { files: 1, manifests: 1, suppressed: 0, baselined: 0 };
  const sources = { get: () => ({ text: 'password: x', hasKeys: true }) };
  reportTerminal({ diagnostics, summary, rules: [], version: '0', sources }, { color: false });
}
