import { describe, expect, test } from 'vitest';
import { linesOf } from '../findings-of.ts';

describe('no-secret-diff-ignore', () => {
  const ignored = (kind: string, spec: string): string =>
    `{apiVersion: argoproj.io/v1alpha1, kind: ${kind}, metadata: {name: shop}, spec: ${spec}}`;
  const found = (field: string): string[] => [
    `warning: Application "shop" ignores differences in Secret data | a.yaml | ${field}`,
  ];
  const entry = (kind: string, more: string): string => `ignoreDifferences: [{${kind}${more}}]`;

  test.each([
    ['Application', `{${entry('kind: Secret', ', jsonPointers: [/data]')}}`, found('spec.ignoreDifferences[0]')],
    [
      'Application',
      `{${entry('kind: Secret', ', jsonPointers: [/metadata, /stringData/a]')}}`,
      found('spec.ignoreDifferences[0]'),
    ],
    [
      'Application',
      `{${entry('kind: Secret', ', jqPathExpressions: [.data.password]')}}`,
      found('spec.ignoreDifferences[0]'),
    ],
    ['Application', `{${entry('kind: Secret', ', jsonPointers: [/metadata/annotations]')}}`, []],
    ['Application', `{${entry('kind: Secret', ', jsonPointers: [{a: /data}]')}}`, []],
    ['Application', `{${entry('kind: Secret', ', jsonPointers: [[/data]]')}}`, []],
    ['Application', `{${entry('kind: ConfigMap', ', jsonPointers: [/data]')}}`, []],
    ['Application', `{${entry('group: ""', ', jsonPointers: [/data]')}}`, []],
    [
      'ApplicationSet',
      `{template: {spec: {${entry('kind: Secret', ', jsonPointers: [/data]')}}}}`,
      found('spec.template.spec.ignoreDifferences[0]'),
    ],
    ['ApplicationSet', `{${entry('kind: Secret', ', jsonPointers: [/data]')}}`, []],
    ['Application', `{template: {spec: {${entry('kind: Secret', ', jsonPointers: [/data]')}}}}`, []],
  ])('%s %s', (kind, spec, expected) => {
    expect(linesOf('no-secret-diff-ignore', ignored(kind, spec))).toEqual(expected);
  });
});

describe('no-external-secret-hook', () => {
  const sync = (annotations: string): string =>
    `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, annotations: {${annotations}}}, spec: {data: []}}`;
  const found = (annotation: string): string[] => [
    `error: ExternalSecret "db" is a hook | a.yaml | metadata.annotations["${annotation}"]`,
  ];

  test.each([
    ['argocd.argoproj.io/hook: PreSync', found('argocd.argoproj.io/hook')],
    ['helm.sh/hook: pre-install', found('helm.sh/hook')],
    ['argocd.argoproj.io/hook: Skip', []],
    // Argo CD knows no phase for these.
    ['helm.sh/hook: test', []],
    ['argocd.argoproj.io/hook: Other', []],
    ['argocd.argoproj.io/hook: ""', []],
    ['helm.sh/hook-weight: "1"', []],
    ['', []],
  ])('%s', (annotations, expected) => {
    expect(linesOf('no-external-secret-hook', sync(annotations))).toEqual(expected);
  });
});

test.each([
  ...[
    'ClusterExternalSecret',
    'SecretStore',
    'ClusterSecretStore',
    'PushSecret',
    'ClusterPushSecret',
    'Certificate',
  ].map((kind): [string, number] => [kind, 1]),
  ['ConfigMap', 0],
])('no-external-secret-hook judges a %s', (kind, expected) => {
  const text = `{apiVersion: external-secrets.io/v1, kind: ${kind}, metadata: {name: db, annotations: {argocd.argoproj.io/hook: PreSync}}, spec: {}}`;
  expect(linesOf('no-external-secret-hook', text)).toHaveLength(expected);
});

test.each([
  ['external-secrets.io/force-sync', 1],
  ['argocd.argoproj.io/refresh', 1],
  ['argocd.argoproj.io/compare-options', 0],
])('no-forced-sync judges %s', (annotation, expected) => {
  const text = `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, annotations: {${annotation}: "1"}}}`;
  expect(linesOf('no-forced-sync', text, { rules: { 'no-forced-sync': 'error' } })).toHaveLength(expected);
});

describe('tracked-object', () => {
  const configuration = { rules: { 'tracked-object': 'error' as const } };
  const hook =
    '{apiVersion: batch/v1, kind: Job, metadata: {name: smoke, annotations: {argocd.argoproj.io/hook: PostSync}}, spec: {}}';
  const map = '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}';
  const kustomization = '{apiVersion: kustomize.config.k8s.io/v1beta1, kind: Kustomization, resources: [a.yaml]}';
  test.each([
    ['only a hook', { 'x/a.yaml': hook }, 1],
    ['a hook and something', { 'x/a.yaml': hook, 'x/b.yaml': map }, 0],
    ['a hook, and something elsewhere', { 'x/a.yaml': hook, 'y/b.yaml': map }, 1],
    ['a hook, and the kustomization that lists it', { 'x/a.yaml': hook, 'x/kustomization.yaml': kustomization }, 1],
    ['a hook that holds an object', { 'x/a.yaml': hook.replace('spec: {}', `spec: {manifest: ${map}}`) }, 1],
    ['a hook, and an object that only stands in values', { 'x/a.yaml': hook, 'x/values.yaml': `{extra: [${map}]}` }, 1],
  ])('%s', (_, files: Readonly<Record<string, string>>, expected) => {
    expect(linesOf('tracked-object', files, configuration)).toHaveLength(expected);
  });
});

describe('sync-order', () => {
  const wave = (number: number): string => `annotations: {argocd.argoproj.io/sync-wave: "${number}"}`;
  const sync = (name: string, annotations: string, policy = ''): string =>
    `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: ${name}, namespace: shop, ${annotations}}, spec: {target: {name: db${policy}}, data: [{secretKey: a, remoteRef: {key: p}}]}}`;
  const pod = `{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop, ${wave(1)}}, spec: {containers: [{name: app, envFrom: [{secretRef: {name: db}}]}]}}`;
  test.each([
    ['a later writer', [sync('one', wave(2)), pod], 1],
    ['an earlier writer', [sync('one', wave(0)), pod], 0],
    ['one of two writers is earlier', [sync('one', wave(2)), sync('two', wave(0), ', creationPolicy: Merge'), pod], 0],
    ['two later writers', [sync('one', wave(2)), sync('two', wave(3), ', creationPolicy: Merge'), pod], 1],
    [
      'a writer that is a hook, of which another rule tells',
      [sync('one', 'annotations: {argocd.argoproj.io/hook: PostSync}'), pod],
      0,
    ],
    [
      'a reader of a store that is a hook, of which another rule tells',
      [
        sync('one', 'annotations: {argocd.argoproj.io/hook: PreSync}').replace(
          'spec: {',
          'spec: {secretStoreRef: {name: vault}, ',
        ),
        '{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: vault, namespace: shop}, spec: {provider: {}}}',
      ],
      0,
    ],
  ])('%s', (_, texts, expected) => {
    expect(linesOf('sync-order', { 'x/a.yaml': texts.join('\n---\n') })).toHaveLength(expected);
  });
  test('a Secret that is only declared has no place in the order', () => {
    const declaredSecrets = [{ name: 'db', namespace: 'shop', keys: ['a'] }];
    expect(linesOf('sync-order', { 'x/a.yaml': pod }, { declaredSecrets })).toEqual([]);
  });
});
