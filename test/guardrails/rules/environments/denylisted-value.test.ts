import { expect, test } from 'vitest';
import { findingsOf, linesOf } from '../../findings-of.ts';

const environments = [{ name: 'live', cluster: 'live', namespace: 'shop', regulated: true }];
const map = (data: string): string =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: app, namespace: shop}, data: {${data}}}`;
const found = (key: string, field: string, file = 'live/a.yaml'): string[] => [
  `error: "${key}" has a value that the denylist forbids | ${file} | ${field}`,
];
const exact = { exact: ['fixture'], prefixes: [] };
const prefixes = { exact: [], prefixes: ['sample_', 'lf_'] };

test.each([
  ['an exact value', exact, 'A: fixture', found('A', 'data.A')],
  ['spaces around it', exact, 'A: " fixture "', found('A', 'data.A')],
  ['what only begins with it', exact, 'A: fixtures', []],
  ['a prefix', prefixes, 'A: sample_1', found('A', 'data.A')],
  ['another prefix', prefixes, 'A: lf_1', found('A', 'data.A')],
  ['spaces before a prefix', prefixes, 'A: " lf_1"', found('A', 'data.A')],
  ['a prefix in the middle', prefixes, 'A: a_sample_1', []],
  ['the only prefix', { exact: [], prefixes: ['lf_'] }, 'A: lf_1', found('A', 'data.A')],
  ['an empty denylist', { exact: [], prefixes: [] }, 'A: fixture', []],
  ['a value in a document inside', exact, `app.json: '{"a":{"b":"fixture"}}'`, found('b', 'data["app.json"].a.b')],
])('%s', (_, denylist, data, expected) => {
  expect(linesOf('denylisted-value', { 'live/a.yaml': map(data) }, { environments, denylist })).toEqual(expected);
});

test('values files and lists are read, other environments are not', () => {
  const files = {
    'live/values.yaml': '{a: fixture}',
    'live/b.yaml': `{apiVersion: v1, kind: List, items: [${map('A: fixture')}]}`,
    'dev/a.yaml': map('A: fixture').replace('shop', 'dev'),
  };
  expect(linesOf('denylisted-value', files, { environments, denylist: exact })).toEqual([
    ...found('A', 'items[0].data.A', 'live/b.yaml'),
    ...found('a', 'a', 'live/values.yaml'),
  ]);
});

test('names the object in which the value stands', () => {
  const files = { 'live/a.yaml': map('A: fixture') };
  const [finding] = findingsOf({ files, configuration: { environments, denylist: exact } }).filter(
    ({ rule }) => rule === 'denylisted-value',
  );
  expect(finding?.place.object).toMatchObject({ kind: 'ConfigMap', name: 'app' });
});
