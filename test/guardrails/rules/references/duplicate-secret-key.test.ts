import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const entry = (key: string): string => `{${key}remoteRef: {key: p}}`;
const sync = (...keys: readonly string[]): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db}, spec: {data: [${keys.map(entry).join(', ')}]}}`;

test.each([
  ['two keys', sync('secretKey: a, ', 'secretKey: b, '), []],
  ['one key twice', sync('secretKey: a, ', 'secretKey: b, ', 'secretKey: a, '), ['spec.data[2].secretKey']],
  [
    'one key three times',
    sync(...Array.from({ length: 3 }, () => 'secretKey: a, ')),
    ['spec.data[1].secretKey', 'spec.data[2].secretKey'],
  ],
  // The API server refuses both, for another reason.
  ['two entries without a key', sync('', ''), []],
  ['one key in two objects', `${sync('secretKey: a, ')}\n---\n${sync('secretKey: a, ')}`, []],
])('%s', (_, text, fields) => {
  expect(linesOf('duplicate-secret-key', text).map((line) => line.split(' | ').at(-1))).toEqual(fields);
});
