import { describe, expect, test } from 'vitest';
import { resolveConfiguration } from '../../../src/guardrails/engine/configuration.ts';
import { exampleManifests } from '../../../src/guardrails/examples/example-manifests.ts';
import { ManifestIndex } from '../../../src/guardrails/indexing/manifest-index.ts';

const indexOf = (text: string): ManifestIndex =>
  ManifestIndex.of(exampleManifests({ files: { 'a.yaml': text } }), resolveConfiguration());
const externalSecret = (spec: string, kind = 'ExternalSecret'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ${kind}, metadata: {name: db, namespace: shop}, spec: {${spec}}}`;

const a = 'data: [{secretKey: a, remoteRef: {key: p}}]';

describe('the keys of the Secret that an ExternalSecret writes', () => {
  test.each<[string, string, string[] | undefined]>([
    ['what it fetches', a, ['a']],
    ['open with dataFrom', `${a}, dataFrom: [{extract: {key: p}}]`, undefined],
    ['a template replaces', `target: {template: {data: {b: x}}}, ${a}`, ['b']],
    ['a template replaces dataFrom, too', 'target: {template: {data: {b: x}}}, dataFrom: [{extract: {key: p}}]', ['b']],
    ['a template merges', `target: {template: {mergePolicy: Merge, data: {b: x}}}, ${a}`, ['a', 'b']],
    [
      'a template merges into what is open',
      'target: {template: {mergePolicy: Merge, data: {b: x}}}, dataFrom: [{extract: {key: p}}]',
      undefined,
    ],
    ['a template of metadata alone', `target: {template: {metadata: {labels: {x: y}}}}, ${a}`, ['a']],
    [
      'a template of metadata alone beside dataFrom',
      'target: {template: {type: Opaque}}, dataFrom: [{extract: {key: p}}]',
      undefined,
    ],
    ['a template file', `target: {template: {templateFrom: [{configMap: {name: t, items: [{key: c}]}}]}}, ${a}`, ['c']],
    [
      'a template file that makes its own keys',
      `target: {template: {templateFrom: [{configMap: {name: t, items: [{key: c, templateAs: KeysAndValues}]}}]}}, ${a}`,
      undefined,
    ],
    ['a literal template', `target: {template: {templateFrom: [{literal: "x: y"}]}}, ${a}`, undefined],
    [
      'a template file for annotations',
      `target: {template: {templateFrom: [{target: Annotations, configMap: {name: t, items: [{key: c}]}}]}}, ${a}`,
      [],
    ],
  ])('%s', (_, spec, keys) => {
    const [found] = indexOf(externalSecret(spec)).externalSecrets;
    expect(found?.keys && [...found.keys].sort()).toEqual(keys);
  });
});

describe('the Secret that an ExternalSecret writes', () => {
  test.each([
    ['its own name', a, 'db', true],
    ['its target', `target: {name: other}, ${a}`, 'other', true],
    ['none with creationPolicy None', `target: {creationPolicy: None}, ${a}`, 'db', false],
    ['merged with creationPolicy Merge', `target: {creationPolicy: Merge}, ${a}`, 'db', true],
  ])('%s', (_, spec, name, isKnown) => {
    expect(indexOf(externalSecret(spec)).producers.resolve('', 'shop', name).known).toBe(isKnown);
  });

  test('is in the listed namespaces of a ClusterExternalSecret, and in any with a selector', () => {
    const listed = indexOf(
      externalSecret(`namespaces: [one, two], externalSecretSpec: {${a}}`, 'ClusterExternalSecret'),
    ).producers;
    const selected = indexOf(
      externalSecret(`namespaceSelectors: [{}], externalSecretSpec: {${a}}`, 'ClusterExternalSecret'),
    ).producers;
    expect(['one', 'two', 'three'].map((namespace) => listed.resolve('', namespace, 'db').known)).toEqual([
      true,
      true,
      false,
    ]);
    // A cluster-scoped object has no namespace of its own, whatever its metadata says.
    expect(selected.resolve('', 'shop', 'db').known).toBe(true);
  });
});

describe('the stores that an ExternalSecret names', () => {
  test.each([
    ['the default kind', `secretStoreRef: {name: v}, ${a}`, [['SecretStore', 'v']]],
    ['a cluster store', `secretStoreRef: {name: v, kind: ClusterSecretStore}, ${a}`, [['ClusterSecretStore', 'v']]],
    [
      'stores of single entries',
      'data: [{secretKey: a, remoteRef: {key: p}, sourceRef: {storeRef: {name: w}}}]',
      [['SecretStore', 'w']],
    ],
    ['a store that a template will name', `secretStoreRef: {name: "{{ .x }}"}, ${a}`, []],
  ])('%s', (_, spec, stores) => {
    const [found] = indexOf(externalSecret(spec)).externalSecrets;
    expect(found?.stores.map(({ kind, name }) => [kind, name])).toEqual(stores);
  });
});
