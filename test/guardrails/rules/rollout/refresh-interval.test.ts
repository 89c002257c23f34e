import { expect, test } from 'vitest';
import { fixtureExample, generatedEntry, readExample } from '../../../../src/guardrails/examples/fixture-example.ts';
import { linesOf } from '../../findings-of.ts';

const configuration = { rules: { 'refresh-interval': 'error' as const } };
const generated = `"client":{"origin":"service-generated","writer":"patcher"},${generatedEntry('db')}`;
const sync = (spec: string, reads = readExample('client')): string =>
  fixtureExample(generated, reads).replace('spec: {secretStoreRef', `spec: {${spec}secretStoreRef`);
const place = ' | a.yaml | spec.refreshInterval';
const slow = (seconds: number): string[] => [
  `error: ExternalSecret "db" reads what a service generates and refreshes only every ${seconds} seconds${place}`,
];

test.each([
  ['', [`error: ExternalSecret "db" does not say how often it refreshes${place}`]],
  ['refreshPolicy: OnChange, ', []],
  ['refreshInterval: "0", ', [`error: ExternalSecret "db" never refreshes${place}`]],
  ['refreshInterval: 0s, ', [`error: ExternalSecret "db" never refreshes${place}`]],
  ['refreshInterval: 0h0m0s, ', [`error: ExternalSecret "db" never refreshes${place}`]],
  ['refreshInterval: 1m, ', []],
  ['refreshInterval: 60s, ', []],
  ['refreshInterval: 60000ms, ', []],
  ['refreshInterval: 61s, ', slow(61)],
  ['refreshInterval: 61000ms, ', slow(61)],
  ['refreshInterval: 1h, ', slow(3600)],
  ['refreshInterval: 1h1m1.5s, ', slow(3661.5)],
  ['refreshInterval: "{{ .Values.interval }}", ', []],
  ['refreshInterval: 1h or so, ', []],
])('a service writes, and the reader has %s', (spec, expected) => {
  expect(linesOf('refresh-interval', sync(spec), configuration)).toEqual(expected);
});

test.each([
  ['what bootstrap writes', readExample('db'), []],
  [
    'one of two keys that a service writes',
    `${readExample('db')}, ${readExample('client').replace('password', 'b')}`,
    slow(3600),
  ],
  ['what the map does not know', readExample('other'), []],
])('an hour for %s', (_, reads, expected) => {
  expect(linesOf('refresh-interval', sync('refreshInterval: 1h, ', reads), configuration)).toEqual(expected);
});

test('an hour where there is no map', () => {
  const [, alone = ''] = sync('refreshInterval: 1h, ').split('---\n');
  expect(linesOf('refresh-interval', alone, configuration)).toEqual([]);
});
