import { join } from 'node:path';
import { expect, it } from 'vitest';
import { formatDifferences, goldenDifferences } from '../../scripts/golden/golden-files.ts';
import { pinPrograms } from '../../scripts/golden/pin-programs.ts';
import { renderedPlatform } from '../../scripts/golden/rendered-platform.ts';

it('renders every file of every environment as it was reviewed', async () => {
  const { files } = await renderedPlatform();
  const differences = goldenDifferences(join(import.meta.dirname, '..', 'golden'), pinPrograms(files));
  if (differences.length > 0) throw new Error(formatDifferences(differences));
  const environments = new Set([...files.keys()].map((path) => path.slice(0, path.indexOf('/'))));
  expect([...environments].sort()).toEqual(['dev', 'local', 'production', 'staging']);
});
