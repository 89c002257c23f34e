import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JsonObject, JsonValue } from '../../../src/guardrails/manifest/manifest.ts';
import { isList, isObject } from '../../../src/guardrails/manifest/normalise.ts';
import { readManifests } from '../../../src/guardrails/reading/read-manifests.ts';
import { findProgram } from '../tools/find-program.ts';
import { makeOverlay, type Overlay } from './make-overlays.ts';
import { features } from './overlay-features.ts';

const overlays: readonly Overlay[] = Array.from({ length: 270 }, (_, seed) => makeOverlay(seed));
const execute = promisify(execFile);
let folder: string;
let real: ReadonlyMap<string, Built>;
let ours: ReadonlyMap<string, Built>;

/** The objects that an overlay builds, each in one order of fields; `undefined` where it is refused. */
type Built = readonly string[] | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-kustomize-'));
  for (const { files } of overlays)
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  const kubectl = await findProgram('kubectl', { environment: process.env, say: () => {} });
  real = new Map(await inTurn(overlays, async (overlay) => [overlay.folder, await build(kubectl, overlay)] as const));
  ours = buildOurs();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a few at a time: each is a process. */
async function inTurn<Item, Result>(items: readonly Item[], run: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  const queue = [...items.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await run(next[1]);
  };
  await Promise.all([work(), work(), work()]);
  return results;
}

async function build(kubectl: string, overlay: Overlay): Promise<Built> {
  try {
    const { stdout } = await execute(kubectl, ['kustomize', join(folder, overlay.folder)], { maxBuffer: 2 ** 26 });
    return canonical(loadAll(stdout) as JsonObject[]);
  } catch {
    return undefined;
  }
}

function buildOurs(): Map<string, Built> {
  const { manifests, diagnostics } = readManifests({ paths: [folder], workingDirectory: folder });
  const refused = new Set(
    diagnostics.flatMap(({ code, place }) =>
      code === 'VW4011' ? [String(place.position?.file).split('/')[0] as string] : [],
    ),
  );
  return new Map(
    overlays.map((overlay) => {
      const built = manifests.filter(
        ({ rendering, carrier }) => rendering?.folder === overlay.folder && carrier === undefined,
      );
      const isRefused = refused.has(overlay.folder.split('/')[0] as string);
      return [overlay.folder, isRefused ? undefined : canonical(built.map(({ value }) => value))];
    }),
  );
}

const canonical = (objects: readonly JsonObject[]): string[] =>
  objects.map((object) => JSON.stringify(sorted(object))).sort();

function sorted(value: JsonValue): JsonValue {
  if (isList(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sorted(value[key] as JsonValue)]));
}

test('every feature is in at least four overlays, and most overlays build', () => {
  for (const name of Object.keys(features))
    expect(overlays.filter((overlay) => overlay.features.includes(name)).length, name).toBeGreaterThan(3);
  const built = overlays.filter((overlay) => real.get(overlay.folder) !== undefined);
  expect(built.length).toBeGreaterThanOrEqual(200);
  expect(built.length).toBeLessThan(overlays.length);
});

test.each(overlays.map((overlay) => [`${overlay.folder}: ${overlay.features.join(', ')}`, overlay.folder]))(
  '%s',
  (_, name) => {
    expect(ours.get(name)).toEqual(real.get(name));
  },
);
