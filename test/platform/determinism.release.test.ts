import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { renderPlatform } from '../../src/index.ts';
import { components } from '../../src/platform/components.ts';
import { phaseCorrections, recipeOverrides } from '../../src/platform/corrections.ts';
import { ameide } from '../../src/platform/definition.ts';
import { synthesis } from './synthesis.ts';

const main = path.join(import.meta.dirname, '..', '..', 'src', 'main.ts');
const byDigits = components.toSorted((a, b) => String(a).split('').toReversed().join().localeCompare(String(b)));

test('one process renders the platform to the same bytes, whatever it rendered before and in which order', async () => {
  const rendered = async (order: typeof components) =>
    Object.fromEntries((await renderPlatform(ameide, { components: order, phaseCorrections, recipeOverrides })).files);
  const first = await rendered(components);
  for (const order of [components, components.toReversed(), byDigits]) expect(await rendered(order)).toEqual(first);
});

test('two ends of the world write the same bytes, the marker of the folder among them', () => {
  const writtenIn = (world: Readonly<Record<string, string>>): Record<string, string> => {
    const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'vw-world-'));
    onTestFinished(() => fs.rmSync(cwd, { recursive: true }));
    return Object.fromEntries(synthesis(cwd, main, world));
  };
  const here = writtenIn({ TZ: 'UTC', LANG: 'C', LC_ALL: 'C' });
  expect(writtenIn({ TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' })).toEqual(here);
});
