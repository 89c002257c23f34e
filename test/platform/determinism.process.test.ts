import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { renderPlatform } from '../../src/index.ts';
import { components } from '../../src/platform/components.ts';
import { phaseCorrections, recipeOverrides } from '../../src/platform/corrections.ts';
import { ameide } from '../../src/platform/definition.ts';

const main = path.join(import.meta.dirname, '..', '..', 'src', 'main.ts');
const timeout = 120_000;
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true });
});

/**
 * Everything that the platform writes, as seen from a working directory of its own, somewhere in the world.
 */
function outputIn(world: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'vw-world-'));
  folders.push(cwd);
  const env = { ...process.env, ...world };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main], { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`synthesis failed:\n${stdout}${stderr}`);
  const dist = path.join(cwd, 'dist');
  const files = fs.readdirSync(dist, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    files
      .filter((file) => fs.statSync(path.join(dist, file)).isFile())
      .map((file) => [file, fs.readFileSync(path.join(dist, file), 'utf8')]),
  );
}

describe('the whole platform renders to the same bytes', () => {
  const rendered = (order: typeof components) =>
    renderPlatform(ameide, { components: order, phaseCorrections, recipeOverrides });

  test('twice, and whatever the order of its components', { timeout }, async () => {
    const { files } = await rendered(components);
    expect(files.size).toBeGreaterThan(components.length);
    const byDigits = components.toSorted((a, b) => String(a).split('').toReversed().join().localeCompare(String(b)));
    for (const order of [components, components.toReversed(), byDigits])
      expect(Object.fromEntries((await rendered(order)).files)).toEqual(Object.fromEntries(files));
  });

  test('in another working directory, time zone and language', { timeout }, () => {
    const here = outputIn({ TZ: 'UTC', LANG: 'C', LC_ALL: 'C' });
    expect(outputIn({ TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' })).toEqual(here);
  });
});
