import { expect, test } from 'vitest';
import { resolveConfiguration } from '../../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../../src/guardrails/engine/engine.ts';
import { exampleManifests } from '../../../../src/guardrails/examples/example-manifests.ts';
import { linesOf } from '../../findings-of.ts';

const environments = [
  { name: 'dev', cluster: 'shared', namespace: 'shop-dev' },
  { name: 'live', cluster: 'shared', namespace: 'shop-live' },
  { name: 'local', cluster: 'local', namespace: 'shop' },
];
const object = (kind: string, metadata: string, apiVersion = 'v1'): string =>
  `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {${metadata}}}`;
const map = (metadata: string): string => object('ConfigMap', metadata);
const twice = (kind: string, name: string, file: string, at: string): string[] => [
  `error: ${kind} "${name}" is also rendered in ${file} | ${at}`,
];

test.each([
  [
    'two files',
    { 'dev/a.yaml': map('name: a, namespace: s'), 'dev/b.yaml': map('name: a, namespace: s') },
    twice('ConfigMap', 'a', 'dev/a.yaml', 'dev/b.yaml'),
  ],
  [
    'two environments',
    { 'dev/a.yaml': map('name: a, namespace: s'), 'live/b.yaml': map('name: a, namespace: s') },
    ['error: ConfigMap "a" is also rendered by environment dev, which shares the cluster | live/b.yaml'],
  ],
  ['two clusters', { 'dev/a.yaml': map('name: a, namespace: s'), 'local/b.yaml': map('name: a, namespace: s') }, []],
  ['two namespaces', { 'dev/a.yaml': map('name: a, namespace: s'), 'dev/b.yaml': map('name: a, namespace: t') }, []],
  ['no namespace and one', { 'dev/a.yaml': map('name: a'), 'dev/b.yaml': map('name: a, namespace: s') }, []],
  [
    'no namespace',
    { 'dev/a.yaml': map('name: a'), 'dev/b.yaml': map('name: a') },
    twice('ConfigMap', 'a', 'dev/a.yaml', 'dev/b.yaml'),
  ],
  ['two names', { 'dev/a.yaml': map('name: a'), 'dev/b.yaml': map('name: b') }, []],
  ['no name', { 'dev/a.yaml': map('namespace: s'), 'dev/b.yaml': map('namespace: s') }, []],
  ['two kinds', { 'dev/a.yaml': map('name: a'), 'dev/b.yaml': object('Service', 'name: a') }, []],
  [
    'two versions of one group',
    { 'dev/a.yaml': object('Job', 'name: a', 'batch/v1'), 'dev/b.yaml': object('Job', 'name: a', 'batch/v1beta1') },
    twice('Job', 'a', 'dev/a.yaml', 'dev/b.yaml'),
  ],
  [
    'two versions of the group without a name',
    {
      'dev/a.yaml': object('ReplicationController', 'name: a', 'v1'),
      'dev/b.yaml': object('ReplicationController', 'name: a', 'v1beta3'),
    },
    twice('ReplicationController', 'a', 'dev/a.yaml', 'dev/b.yaml'),
  ],
  [
    'two groups',
    {
      'dev/a.yaml': object('Cluster', 'name: a, namespace: s', 'a.io/v1'),
      'dev/b.yaml': object('Cluster', 'name: a, namespace: s', 'b.io/v1'),
    },
    [],
  ],
  [
    'a namespace on what has none',
    {
      'dev/a.yaml': object('ClusterRole', 'name: a', 'rbac.authorization.k8s.io/v1'),
      'dev/b.yaml': object('ClusterRole', 'name: a, namespace: s', 'rbac.authorization.k8s.io/v1'),
    },
    twice('ClusterRole', 'a', 'dev/a.yaml', 'dev/b.yaml'),
  ],
  [
    'items of a List',
    { 'dev/a.yaml': `{apiVersion: v1, kind: List, items: [${map('name: a')}, ${map('name: a')}]}` },
    twice('ConfigMap', 'a', 'dev/a.yaml', 'dev/a.yaml'),
  ],
  [
    'kustomizations, which are not applied',
    Object.fromEntries(
      ['x', 'y'].map((folder) => [
        `dev/${folder}/kustomization.yaml`,
        object('Kustomization', 'name: a', 'kustomize.config.k8s.io/v1beta1'),
      ]),
    ),
    [],
  ],
  ['objects inside values', { 'dev/values.yaml': `{extra: [${map('name: a')}, ${map('name: a')}]}` }, []],
])('%s', (_, files: Readonly<Record<string, string>>, expected) => {
  expect(linesOf('unique-object', files, { environments })).toEqual(expected);
});

test('files that no environment owns may be alternatives', () => {
  expect(linesOf('unique-object', { 'a.yaml': map('name: a'), 'b.yaml': map('name: a') })).toEqual([]);
});

test.each([
  ['a chart that somebody installs', true, ['ConfigMap "a" is also rendered in dev/a.yaml']],
  ['a chart that nobody installs here, once for each of its values files', false, []],
])('%s', (_, isInstalled, expected) => {
  const rendering = { folder: 'c', chart: { folder: 'c', isInstalled, texts: new Set<string>() } };
  const files = { 'dev/a.yaml': map('name: a'), 'dev/b.yaml': map('name: a') };
  const configuration = resolveConfiguration({ environments });
  const manifests = exampleManifests({ files, configuration: { environments } });
  const found = (own: typeof manifests) =>
    runGuardrails({ manifests: own, configuration })
      .filter(({ rule }) => rule === 'unique-object')
      .map(({ what }) => what);
  expect(found(manifests.map((manifest) => ({ ...manifest, rendering })))).toEqual(expected);
  expect(found(manifests.map((manifest) => ({ ...manifest, rendering: { folder: 'c' } })))).toHaveLength(1);
});
