/**
 * `npm run fuzz`: reads and judges mutated texts, and fails on the first that throws, takes too long or is placed outside itself.
 *
 * Options: `--count N`, `--seed N`, `--folder PATH` with files to start from,
 * `--reading-only` without the rules.
 */
import { parseArgs } from 'node:util';
import { resolveConfiguration } from '../../src/guardrails/configuration.ts';
import { runGuardrails } from '../../src/guardrails/engine.ts';
import type { FieldPath, JsonValue, Manifest } from '../../src/guardrails/manifest.ts';
import { readText } from '../../src/guardrails/reading/read-text.ts';
import { reportTerminal } from '../../src/guardrails/reporters/terminal.ts';
import type { Diagnostic } from '../../src/model/diagnostic.ts';
import { mutate, Random } from './mutate.ts';
import { seedTexts } from './seeds.ts';

const limitMs = 2_000;
const configuration = resolveConfiguration({ presets: ['ameide', 'strict'] });

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    folder: { type: 'string' },
    'reading-only': { type: 'boolean', default: false },
  },
});
const count = Number(values.count);
const random = new Random(Number(values.seed));
const texts = seedTexts(values.folder);
const files = ['a.yaml', 'a.json', 'chart/values.yaml', 'k/kustomization.yaml'];
let slowestMs = 0;
let findings = 0;
let degraded = 0;

for (let index = 0; index < count; index++) {
  const text = mutate(texts, random);
  const file = random.of(files);
  const isTemplate = random.below(4) === 0;
  const started = performance.now();
  try {
    const { manifests, diagnostics } = readText(file, text, { isTemplate });
    const found = values['reading-only'] ? [] : runGuardrails({ manifests, configuration });
    findings += found.length;
    degraded += diagnostics.length;
    requirePlaces([...diagnostics, ...found], manifests, text);
    render([...diagnostics, ...found], text);
    const tookMs = performance.now() - started;
    slowestMs = Math.max(slowestMs, tookMs);
    if (tookMs > limitMs) throw new Error(`took ${Math.round(tookMs)} ms`);
  } catch (error) {
    console.error(
      `Input ${index} of seed ${values.seed} (${file}, template ${isTemplate}) fails:\n${JSON.stringify(text)}`,
    );
    throw error;
  }
}
const peak = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(
  `${count} inputs from ${texts.length} texts, seed ${values.seed}: no crash; ${findings} findings, ${degraded} texts read by line; ` +
    `slowest ${Math.round(slowestMs)} ms, peak memory ${peak} MiB`,
);

function requirePlaces(diagnostics: readonly Diagnostic[], manifests: readonly Manifest[], text: string): void {
  const lines = text.split('\n').length;
  const places = [
    ...diagnostics.map(({ place }) => place.position),
    ...manifests.slice(0, 3).map(({ value, locate }) => locate?.(somePath(value), random.below(50))),
  ];
  for (const position of places) {
    if (position && (position.line < 1 || position.line > lines || (position.column ?? 1) < 1)) {
      throw new Error(`a place outside the text: ${position.line}:${position.column}`);
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

function render(diagnostics: readonly Diagnostic[], text: string): void {
  const lines = text.split('\n');
  const summary = { files: 1, manifests: 1, suppressed: 0, baselined: 0 };
  reportTerminal(
    { diagnostics, summary, rules: [], version: '0', sourceLine: (_, line) => lines[line - 1] },
    { color: false },
  );
}
