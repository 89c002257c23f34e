import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const configuration = { rules: { 'restart-on-change': 'error' as const } };
const sync = (interval: string, name = 'db'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: ${name}-sync, namespace: shop}, spec: {${interval}target: {name: ${name}}, data: [{secretKey: password, remoteRef: {key: p}}]}}`;
const fast = sync('refreshInterval: 1m, ');
const workload = ({
  kind = 'Deployment',
  annotations = '',
  template = '',
  read = 'envFrom: [{secretRef: {name: db}}]',
}): string =>
  `{apiVersion: apps/v1, kind: ${kind}, metadata: {name: app, namespace: shop, annotations: {${annotations}}}, spec: {template: {metadata: {annotations: {${template}}}, spec: {containers: [{name: app, ${read}}]}}}}`;
const found = ['error: "app" is not restarted when Secret "db" changes | a.yaml | metadata.annotations'];

test.each([
  ['a Deployment', fast, workload({}), found],
  ['a StatefulSet', fast, workload({ kind: 'StatefulSet' }), found],
  ['a DaemonSet', fast, workload({ kind: 'DaemonSet' }), found],
  ['a Job, which reads once', fast, workload({ kind: 'Job' }), []],
  [
    'one variable',
    fast,
    workload({ read: 'env: [{name: A, valueFrom: {secretKeyRef: {name: db, key: password}}}]' }),
    found,
  ],
  [
    'two variables are one finding',
    fast,
    workload({ read: 'envFrom: [{secretRef: {name: db}}, {secretRef: {name: db}}]' }),
    found,
  ],
  ['a pull secret', fast, workload({ read: 'image: a}], imagePullSecrets: [{name: db' }), []],
  ['seconds', sync('refreshInterval: 30s, '), workload({}), found],
  ['1m0s', sync('refreshInterval: 1m0s, '), workload({}), found],
  ['an hour', sync('refreshInterval: 1h, '), workload({}), []],
  ['the default of an hour', sync(''), workload({}), []],
  [
    'another Secret',
    `${fast}\n---\n${sync('refreshInterval: 1h, ', 'slow')}`,
    workload({ read: 'envFrom: [{secretRef: {name: slow}}]' }),
    [],
  ],
  ['a Secret that nothing writes', fast, workload({ read: 'envFrom: [{secretRef: {name: other}}]' }), []],
  ['one that is reloaded', fast, workload({ annotations: 'reloader.stakater.com/auto: "true"' }), []],
  ['one whose pods are reloaded', fast, workload({ template: 'secret.reloader.stakater.com/reload: db' }), []],
  ['one that is not reloaded', fast, workload({ annotations: 'reloader.stakater.com/auto: "false"' }), found],
])('%s', (_, writer, reader, expected) => {
  expect(linesOf('restart-on-change', `${writer}\n---\n${reader}`, configuration)).toEqual(expected);
});

test('one of two writers that refreshes often is enough', () => {
  const slow = sync('refreshInterval: 1h, ')
    .replace('db-sync', 'slow-sync')
    .replace('target: {name: db}', 'target: {name: db, creationPolicy: Merge}');
  expect(linesOf('restart-on-change', [slow, fast, workload({})].join('\n---\n'), configuration)).toEqual(found);
  const declaredSecrets = [{ name: 'db', namespace: 'shop' }];
  expect(linesOf('restart-on-change', workload({}), { ...configuration, declaredSecrets })).toEqual([]);
});

test('values restart nothing', () => {
  const files = { 'a.yaml': fast, 'values.yaml': '{auth: {existingSecret: db}}' };
  expect(linesOf('restart-on-change', files, configuration)).toEqual([]);
});
