import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const configuration = {
  environments: ['local', 'live'].map((name) => ({ name, cluster: name, namespace: 'shop' })),
  rules: { 'local-storage-class': { severity: 'error' as const, options: { environments: ['local'] } } },
};
const claim = (storage: string): string =>
  `{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: data, namespace: shop}, spec: {storageClassName: ${storage}}}`;

test.each([
  [
    'live/a.yaml',
    'local-path',
    ['error: Storage class "local-path" does not exist in environment live | live/a.yaml | spec.storageClassName'],
  ],
  ['live/a.yaml', 'fast', []],
  ['live/a.yaml', '""', []],
  ['local/a.yaml', 'local-path', []],
  // Where nothing says which environment it is for, it may be a local one.
  ['a.yaml', 'local-path', []],
])('%s with class %s', (file, storage, expected) => {
  expect(linesOf('local-storage-class', { [file]: claim(storage) }, configuration)).toEqual(expected);
});
