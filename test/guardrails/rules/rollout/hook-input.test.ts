import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const hooked = 'argocd.argoproj.io/hook: PreSync';
const object = (kind: string, name: string, annotations = ''): string =>
  `{apiVersion: v1, kind: ${kind}, metadata: {name: ${name}, namespace: shop, annotations: {${annotations}}}}`;
const pod = (body: string, annotations = hooked, kind = 'Pod'): string => {
  const spec = `{serviceAccountName: runner, containers: [{name: a, ${body}}]}`;
  const wrapped = {
    Pod: spec,
    Job: `{template: {spec: ${spec}}}`,
    CronJob: `{jobTemplate: {spec: {template: {spec: ${spec}}}}}`,
    Deployment: `{template: {spec: ${spec}}}`,
  }[kind];
  return `{apiVersion: v1, kind: ${kind}, metadata: {name: work, namespace: shop, annotations: {${annotations}}}, spec: ${wrapped}}`;
};
const envFrom = 'envFrom: [{configMapRef: {name: specs}}]';
const late = (kind: string, name: string, field: string): string[] => [
  `error: Hook "work" needs ${kind} "${name}", which is applied after it | a.yaml | ${field}`,
];
const inContainer = 'containers[0].envFrom[0].configMapRef';

test.each([
  [
    'a map of the sync',
    [object('ConfigMap', 'specs'), pod(envFrom)],
    late('ConfigMap', 'specs', `spec.${inContainer}`),
  ],
  [
    'in a Job',
    [object('ConfigMap', 'specs'), pod(envFrom, hooked, 'Job')],
    late('ConfigMap', 'specs', `spec.template.spec.${inContainer}`),
  ],
  [
    'in a CronJob',
    [object('ConfigMap', 'specs'), pod(envFrom, hooked, 'CronJob')],
    late('ConfigMap', 'specs', `spec.jobTemplate.spec.template.spec.${inContainer}`),
  ],
  [
    'in a Deployment, which is no hook that runs',
    [object('ConfigMap', 'specs'), pod(envFrom, hooked, 'Deployment')],
    [],
  ],
  [
    'one variable',
    [object('ConfigMap', 'specs'), pod('env: [{name: A, valueFrom: {configMapKeyRef: {name: specs, key: a}}}]')],
    late('ConfigMap', 'specs', 'spec.containers[0].env[0].valueFrom.configMapKeyRef'),
  ],
  [
    'a volume',
    [object('ConfigMap', 'specs'), pod('b: c}], volumes: [{name: v, configMap: {name: specs}')],
    late('ConfigMap', 'specs', 'spec.volumes[0].configMap'),
  ],
  [
    'a map that may be missing',
    [
      object('ConfigMap', 'specs'),
      pod('env: [{name: A, valueFrom: {configMapKeyRef: {name: specs, key: a, optional: true}}}]'),
    ],
    [],
  ],
  [
    'an upgrade, which only a template of Helm leaves in doubt',
    [object('ConfigMap', 'specs'), pod(envFrom, 'helm.sh/hook: pre-upgrade')],
    late('ConfigMap', 'specs', `spec.${inContainer}`),
  ],
  ['no hook', [object('ConfigMap', 'specs'), pod(envFrom, '')], []],
  ['another map', [object('ConfigMap', 'other'), pod(envFrom)], []],
  ['a Secret of that name', [object('Secret', 'specs'), pod(envFrom)], []],
  [
    'a Secret that has the name of a map',
    [object('ConfigMap', 'specs'), pod('envFrom: [{secretRef: {name: specs}}]')],
    [],
  ],
  [
    'its account',
    [object('ServiceAccount', 'runner'), pod('b: c')],
    late('ServiceAccount', 'runner', 'spec.serviceAccountName'),
  ],
  [
    'a number in place of its account',
    [object('ServiceAccount', '"7"'), pod('b: c').replace('serviceAccountName: runner', 'serviceAccountName: 7')],
    [],
  ],
  ['another account', [object('ServiceAccount', 'other'), pod('b: c')], []],
  [
    'a map that is an earlier hook',
    [object('ConfigMap', 'specs', `${hooked}, argocd.argoproj.io/sync-wave: "-1"`), pod(envFrom)],
    [],
  ],
  [
    'one of two maps of that name is earlier',
    [
      object('ConfigMap', 'specs', `${hooked}, argocd.argoproj.io/sync-wave: "-1"`),
      object('ConfigMap', 'specs'),
      pod(envFrom),
    ],
    [],
  ],
  ['a hook after the sync', [object('ConfigMap', 'specs'), pod(envFrom, 'argocd.argoproj.io/hook: PostSync')], []],
])('%s', (_, texts, expected) => {
  expect(linesOf('hook-input', texts.join('\n---\n'))).toEqual(expected);
});

test.each([
  [
    'what is no hook, and earlier than its map',
    [
      object('ConfigMap', 'specs', 'argocd.argoproj.io/sync-wave: "1"'),
      pod(envFrom, 'argocd.argoproj.io/sync-wave: "0"'),
    ],
  ],
  ['a field that only has the value of an account', [object('ServiceAccount', 'shared'), pod('workingDir: shared')]],
])('%s', (_, texts) => {
  expect(linesOf('hook-input', texts.join('\n---\n'))).toEqual([]);
});
