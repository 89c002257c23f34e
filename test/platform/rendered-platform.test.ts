import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formatDifferences, goldenDifferences } from '../../scripts/golden/golden-files.ts';
import { pinPrograms } from '../../scripts/golden/pin-programs.ts';
import { sharedRendering } from './shared-rendering.ts';

it('renders every file of every environment as it was reviewed', async () => {
  const { files } = await sharedRendering();
  const differences = goldenDifferences(join(import.meta.dirname, '..', 'golden'), pinPrograms(files));
  if (differences.length > 0) throw new Error(formatDifferences(differences));
  // Beside the environments stand what they share, and the record of what is published.
  const folders = [...files.keys()].filter((path) => /^[^_/]+\//.test(path)).map((path) => path.split('/')[0]);
  const environments = new Set(folders);
  expect([...environments].sort()).toEqual(['dev', 'local', 'production', 'staging']);
});
