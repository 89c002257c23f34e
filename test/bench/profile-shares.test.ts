import { expect, test } from 'vitest';
import { type CpuProfile, profileShares } from '../../bench/harness/profile-shares.ts';

const profile: CpuProfile = {
  nodes: [
    { id: 1, callFrame: { functionName: '(root)', url: '' }, children: [2, 6, 7] },
    { id: 2, callFrame: { functionName: 'outer', url: 'file:///a/outer.ts' }, children: [3, 5] },
    { id: 3, callFrame: { functionName: 'anything', url: '' }, children: [4] },
    { id: 4, callFrame: { functionName: 'inner', url: 'file:///a/inner.ts' } },
    { id: 5, callFrame: { functionName: 'inner', url: 'file:///a/elsewhere.ts' } },
    { id: 6, callFrame: { functionName: '(garbage collector)', url: '' } },
    { id: 7, callFrame: { functionName: '(idle)', url: '' } },
  ],
  samples: [1, 2, 3, 4, 4, 5, 6, 7],
  timeDeltas: [1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000],
};

test('a sample counts for the innermost part on its stack, idling for none', () => {
  const shares = profileShares(profile, [
    { name: 'outer', functionName: 'outer' },
    { name: 'inner', functionName: 'inner', file: 'inner.ts' },
    { name: 'never called', functionName: 'never' },
  ]);
  expect(Object.fromEntries(shares)).toEqual({
    outer: 2 + 3 + 6,
    inner: 4 + 5,
    'never called': 0,
    'garbage collection': 7,
    other: 1,
  });
});
