import { expect, test } from 'vitest';
import { renderPlatform } from '../../src/index.ts';
import { components } from '../../src/platform/components.ts';
import { phaseCorrections, recipeOverrides } from '../../src/platform/corrections.ts';
import { ameide } from '../../src/platform/definition.ts';
import { sharedRendering } from './shared-rendering.ts';

test('the whole platform renders to the same bytes, whatever the order of its components', async () => {
  const { files } = await sharedRendering();
  expect(files.size).toBeGreaterThan(components.length);
  const order = components.toReversed();
  const again = await renderPlatform(ameide, { components: order, phaseCorrections, recipeOverrides });
  expect(Object.fromEntries(again.files)).toEqual(Object.fromEntries(files));
});
