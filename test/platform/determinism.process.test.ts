import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { renderPlatform } from '../../src/index.ts';
import { components } from '../../src/platform/components.ts';
import { phaseCorrections, recipeOverrides } from '../../src/platform/corrections.ts';
import { ameide } from '../../src/platform/definition.ts';
import { sharedRendering } from '../shared-rendering.ts';
import { synthesis, withoutMarker } from './synthesis.ts';

const main = path.join(import.meta.dirname, '..', '..', 'src', 'main.ts');

describe('the whole platform renders to the same bytes', () => {
  test('twice, and whatever the order of its components', async () => {
    const { files } = await sharedRendering();
    expect(files.size).toBeGreaterThan(components.length);
    const again = await renderPlatform(ameide, {
      components: components.toReversed(),
      phaseCorrections,
      recipeOverrides,
    });
    expect(Object.fromEntries(again.files)).toEqual(Object.fromEntries(files));
  });

  test('in another working directory, time zone and language', async () => {
    const cwd = fs.mkdtempSync(path.join(os.tmpdir(), 'vw-world-'));
    onTestFinished(() => fs.rmSync(cwd, { recursive: true }));
    const there = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' };
    const { files } = await sharedRendering();
    expect(Object.fromEntries(withoutMarker(synthesis(cwd, main, there)))).toEqual(Object.fromEntries(files));
  });
});
