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
    ['argocd.argoproj.io/hook: ""', []],
    ['helm.sh/hook-weight: "1"', []],
    ['', []],
  ])('%s', (annotations, expected) => {
    expect(linesOf('no-external-secret-hook', sync(annotations))).toEqual(expected);
  });
});
