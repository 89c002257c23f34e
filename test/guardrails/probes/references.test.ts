import { expect, test } from 'vitest';
import { type Defect, expectFound } from './defect.ts';
import { envFrom, envRef, es, fetched, object, pod, store, volumes } from './wiring-texts.ts';

const good = es(fetched);

const defects: readonly Defect[] = [
  { title: 'envFrom, unknown name', files: good + pod(envFrom('dbx')), rule: 'known-secret' },
  { title: 'env, unknown name', files: good + pod(envRef('dbx', 'password')), rule: 'known-secret' },
  { title: 'env, unknown key', files: good + pod(envRef('db', 'pasword')), rule: 'known-secret-key' },
  {
    title: 'volume, unknown name',
    files: good + pod('', { more: volumes('secret: {secretName: dbx}') }),
    rule: 'known-secret',
  },
  {
    title: 'volume, unknown item',
    files: good + pod('', { more: volumes('secret: {secretName: db, items: [{key: user, path: u}]}') }),
    rule: 'known-secret-key',
  },
  {
    title: 'projected, unknown name',
    files: good + pod('', { more: volumes('projected: {sources: [{secret: {name: dbx}}]}') }),
    rule: 'known-secret',
  },
  {
    title: 'projected, unknown item',
    files:
      good + pod('', { more: volumes('projected: {sources: [{secret: {name: db, items: [{key: x, path: x}]}}]}') }),
    rule: 'known-secret-key',
  },
  { title: 'another namespace', files: good + pod(envFrom('db'), { namespace: 'other' }), rule: 'known-secret' },
  {
    title: 'pull secret',
    files: good + pod('', { more: 'imagePullSecrets: [{name: registry}], ' }),
    rule: 'known-secret',
  },
  {
    title: 'pull secret of a ServiceAccount',
    files: good + object('v1', 'ServiceAccount', 'imagePullSecrets: [{name: registry}]'),
    rule: 'known-secret',
  },
  {
    title: 'Ingress TLS',
    files: good + object('networking.k8s.io/v1', 'Ingress', 'spec: {tls: [{secretName: web-tls}]}'),
    rule: 'known-secret',
  },
  {
    title: 'Gateway TLS',
    files:
      good +
      object(
        'gateway.networking.k8s.io/v1',
        'Gateway',
        'spec: {listeners: [{tls: {certificateRefs: [{name: web-tls}]}}]}',
      ),
    rule: 'known-secret',
  },
  {
    title: 'CronJob',
    files:
      good +
      object(
        'batch/v1',
        'CronJob',
        'spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a, envFrom: [{secretRef: {name: dbx}}]}]}}}}}',
      ),
    rule: 'known-secret',
  },
  {
    title: 'init container',
    files: good + pod('', { more: 'initContainers: [{name: i, envFrom: [{secretRef: {name: dbx}}]}], ' }),
    rule: 'known-secret',
  },
  {
    title: 'ServiceMonitor',
    files:
      good +
      object(
        'monitoring.coreos.com/v1',
        'ServiceMonitor',
        'spec: {endpoints: [{bearerTokenSecret: {name: db, key: token}}]}',
      ),
    rule: 'known-secret-key',
  },
  {
    title: 'CNPG credentials',
    files: good + object('postgresql.cnpg.io/v1', 'Cluster', 'spec: {superuserSecret: {name: dbx}}'),
    rule: 'known-secret',
  },
  {
    title: 'store auth Secret',
    files:
      good +
      store(
        'SecretStore',
        'name: vault, namespace: shop',
        'provider: {vault: {auth: {tokenSecretRef: {name: vault-token, key: token}}}}',
      ),
    rule: 'known-secret',
  },
  {
    title: 'HelmRelease valuesFrom',
    files: good + object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'spec: {valuesFrom: [{kind: Secret, name: dbx}]}'),
    rule: 'known-secret',
  },
  {
    title: 'existingSecret',
    files: { 'a.yaml': good, 'values.yaml': 'auth: {existingSecret: dbx}\n' },
    rule: 'known-secret',
  },
  {
    title: 'existingSecret, key',
    files: { 'a.yaml': good, 'values.yaml': 'auth: {existingSecret: db, secretKeys: {adminPasswordKey: admin}}\n' },
    rule: 'known-secret-key',
  },
  {
    title: 'existingSecret in an Application',
    files:
      good +
      object(
        'argoproj.io/v1alpha1',
        'Application',
        'spec: {source: {helm: {valuesObject: {auth: {existingSecret: dbx}}}}}',
      ),
    rule: 'known-secret',
  },
];

test('there are at least 20 of them', () => {
  expect(defects.length).toBeGreaterThanOrEqual(20);
});

test.each(defects.map((defect) => [defect.title, defect] as const))('%s', (_, defect) => {
  expectFound(defect);
});
