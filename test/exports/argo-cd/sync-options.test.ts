import { expect, test } from 'vitest';
import { mergeSyncOptions } from '../../../src/exports/argo-cd/sync-options.ts';

test.each([
  { base: ['A=true', 'B=true'], own: [], merged: ['A=true', 'B=true'] },
  { base: ['A=true'], own: ['C=x'], merged: ['A=true', 'C=x'] },
  { base: ['A=true', 'B=true'], own: ['A=false'], merged: ['A=false', 'B=true'] },
  { base: [], own: ['A=false'], merged: ['A=false'] },
  // A name that begins with another is another.
  { base: ['Prune=true'], own: ['PruneLast=true'], merged: ['Prune=true', 'PruneLast=true'] },
])('$base and $own of the component become $merged', ({ base, own, merged }) => {
  expect(mergeSyncOptions(base, own)).toEqual(merged);
});
