import { expect, test } from 'vitest';
import { differingFields } from '../../../../src/lifecycle/commands/drift/differing-fields.ts';

test.each<[string, unknown, unknown, string[]]>([
  ['nothing', { a: [{ b: 1 }] }, { a: [{ b: 1 }] }, []],
  ['a changed leaf', { a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, ['spec.a.c']],
  ['a missing field', { a: 1, b: 2 }, { a: 1 }, ['spec.b']],
  ['an added field', { a: 1 }, { a: 1, z: {} }, ['spec.z']],
  ['an item of a list', { a: [1, { k: 'x' }] }, { a: [1, { k: 'y' }] }, ['spec.a[1].k']],
  ['a longer list', { a: [1] }, { a: [1, 2] }, ['spec.a']],
  ['another type', { a: {} }, { a: [] }, ['spec.a']],
  ['several, sorted', { b: 1, a: 1 }, { b: 2, a: 2 }, ['spec.a', 'spec.b']],
])('%s', (_, wanted, found, fields) => {
  expect(differingFields(wanted, found, 'spec')).toEqual(fields);
});
