import { describe, expect, test } from 'vitest';
import { resolveConfiguration } from '../../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../../src/guardrails/engine/engine.ts';
import { exampleManifests } from '../../../../src/guardrails/examples/example-manifests.ts';
import { fixtureExample, generatedEntry, readExample } from '../../../../src/guardrails/examples/fixture-example.ts';
import type { Manifest } from '../../../../src/guardrails/manifest/manifest.ts';
import { linesOf } from '../../findings-of.ts';

const fetched = 'data: [{secretKey: password, remoteRef: {key: p}}]';
const sync = (spec: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {${spec}}}`;
const pod = (key: string): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop}, spec: {containers: [{name: app, env: [{name: A, valueFrom: {secretKeyRef: {name: db, key: ${key}}}}]}]}}`;
const secret = (data: string): string =>
  `{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: shop}, ${data}}`;
const inPod = ' | a.yaml | spec.containers[0].env[0].valueFrom.secretKeyRef.key';
const open = (key: string): string[] => [
  `note: Key "${key}" of Secret "db" cannot be checked: its writer takes all keys that it finds${inPod}`,
];

describe('a reader that takes one of several keys', () => {
  const source =
    '{apiVersion: source.toolkit.fluxcd.io/v1, kind: GitRepository, metadata: {name: app, namespace: shop}, spec: {secretRef: {name: db}}}';
  test.each([
    [
      'finds none',
      sync('data: [{secretKey: user, remoteRef: {key: p}}]'),
      ['error: Secret "db" has none of the keys '],
    ],
    ['finds one', sync(fetched), []],
    ['may find one', sync('dataFrom: [{extract: {key: p}}]'), []],
  ])('%s', (_, writer, expected) => {
    const lines = linesOf('known-secret-key', [writer, source].join('\n---\n'));
    expect(lines).toEqual(expected.map((start) => expect.stringContaining(start)));
  });
});

test.each([
  ['a declared property', 'value', []],
  ['another', 'other', open('other')],
])('of an entry that is taken whole, %s is known', (_, key, expected) => {
  const [map = ''] = fixtureExample(generatedEntry('p'), readExample('p')).split('\n---\n');
  const texts = [map, sync('dataFrom: [{extract: {key: p}}]'), pod(key)];
  expect(linesOf('known-secret-key', texts.join('\n---\n'))).toEqual(expected);
});

/** What the rule finds where the manifests have traits that only the reader of files knows. */
const judged = (texts: readonly string[], traits: (manifest: Manifest) => Partial<Manifest>): string[] => {
  const manifests = exampleManifests({ files: { 'a.yaml': texts.join('\n---\n') } });
  return runGuardrails({
    manifests: manifests.map((manifest) => ({ ...manifest, ...traits(manifest) })),
    configuration: resolveConfiguration({ onlyRules: ['known-secret-key'] }),
  }).map(({ severity, what }) => `${severity}: ${what}`);
};

test('what tests and examples write is not known by its keys', () => {
  const only = (purpose: Manifest['purpose']) =>
    judged([sync(fetched), pod('other')], ({ value }) => (value.kind === 'Pod' ? {} : { ...(purpose && { purpose }) }));
  expect(only('test')).toEqual([]);
  expect(only(undefined)).toEqual(['error: Secret "db" has no key "other"']);
});

test('a Secret that a test writes, too, is judged by its other writer', () => {
  const another = sync('target: {name: db}, dataFrom: [{extract: {key: p}}]').replace('name: db,', 'name: db-2,');
  const found = judged([sync(fetched), another, pod('other')], ({ value }) =>
    (value.metadata as { name?: string } | undefined)?.name === 'db' ? { purpose: 'test' } : {},
  );
  expect(found).toEqual([expect.stringContaining('note: Key "other" of Secret "db" cannot be checked')]);
});

test('a Secret that is declared has the declared keys', () => {
  const declaredSecrets = [{ name: 'db', namespace: 'shop', keys: ['password'] }];
  expect(linesOf('known-secret-key', pod('password'), { declaredSecrets })).toEqual([]);
  expect(linesOf('known-secret-key', pod('other'), { declaredSecrets })).toHaveLength(1);
});

test.each([
  ['a key of the template', 'stringData: {a: b, extra: c}', 'note'],
  ['a key of its data', 'data: {extra: c}', 'note'],
  ['no key of the template', 'data: {a: b}', 'error'],
  ['no template', undefined, 'error'],
])('of a chart that nobody installs here, %s may be rendered', (_, data, severity) => {
  const rendering = { folder: 'c', chart: { folder: 'c', isInstalled: false, texts: new Set<string>() } };
  const [template] = data === undefined ? [] : exampleManifests({ files: { 'c/templates/a.yaml': secret(data) } });
  const found = judged([secret('stringData: {a: b}'), pod('extra')], ({ value }) => ({
    rendering,
    ...(value.kind === 'Secret' && template && { template }),
  }));
  expect(found.map((line) => line.split(':')[0])).toEqual([severity]);
});

test('one of several keys, and one of several writers, may be rendered', () => {
  const rendering = { folder: 'c', chart: { folder: 'c', isInstalled: false, texts: new Set<string>() } };
  const [template] = exampleManifests({ files: { 'c/templates/a.yaml': secret('data: {password: c}') } });
  const source =
    '{apiVersion: source.toolkit.fluxcd.io/v1, kind: GitRepository, metadata: {name: app, namespace: shop}, spec: {secretRef: {name: db}}}';
  const texts = [secret('stringData: {a: b}'), source, sync('data: [{secretKey: b, remoteRef: {key: p}}]')];
  const found = judged(texts, ({ value }) => ({ rendering, ...(value.kind === 'Secret' && template && { template }) }));
  expect(found.map((line) => line.split(':')[0])).toEqual(['note']);
});
