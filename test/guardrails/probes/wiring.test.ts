import { expect, test } from 'vitest';
import { type Defect, expectFound } from './defect.ts';
import { envFrom, envRef, es, fetched, object, pod, store, vaultRef } from './wiring-texts.ts';

const good = es(fetched);
const templated = (template: string): string => es(`target: {template: {data: {${template}}}}, ${fetched}`);

const defects: readonly Defect[] = [
  {
    title: 'a key that the template drops',
    files: templated('url: "{{ .password }}"') + pod(envRef('db', 'password')),
    rule: 'known-secret-key',
  },
  {
    title: 'template variable not fetched',
    files: templated('url: "{{ .pasword }}"'),
    rule: 'template-variable-fetched',
  },
  { title: 'fetched and dropped', files: templated('url: fixed'), rule: 'fetched-key-kept' },
  {
    title: 'raw password in a URL',
    files: templated('url: "postgresql://app:{{ .password }}@db/app"'),
    rule: 'url-encoding',
  },
  {
    title: 'two owners',
    files: good + es(`${fetched.replace('db-password', 'x')}, target: {name: db}`, 'name: db2, namespace: shop'),
    rule: 'single-owner',
  },
  {
    title: 'ExternalSecret and Certificate',
    files: good + object('cert-manager.io/v1', 'Certificate', 'spec: {secretName: db}'),
    rule: 'single-owner',
  },
  {
    title: 'ExternalSecret and SealedSecret',
    files:
      good + object('bitnami.com/v1alpha1', 'SealedSecret', 'spec: {encryptedData: {}}', 'name: db, namespace: shop'),
    rule: 'no-sealed-secret',
  },
  {
    title: 'store missing',
    files: es(`${vaultRef.replace('vault', 'vaults')}, ${fetched}`) + store(),
    rule: 'store-exists',
  },
  {
    title: 'store of the wrong kind',
    files: es(`${vaultRef}, ${fetched}`) + store('ClusterSecretStore', 'name: vault'),
    rule: 'store-exists',
  },
  {
    title: 'store of another namespace',
    files: es(`${vaultRef}, ${fetched}`) + store('SecretStore', 'name: vault, namespace: other'),
    rule: 'store-exists',
  },
  {
    title: 'store refuses the namespace',
    files:
      es(`secretStoreRef: {kind: ClusterSecretStore, name: vault}, ${fetched}`) +
      store('ClusterSecretStore', 'name: vault', 'conditions: [{namespaces: [other]}], provider: {}'),
    rule: 'store-admits-namespace',
  },
  {
    title: 'pattern without anchors',
    files: store('ClusterSecretStore', 'name: vault', 'conditions: [{namespaceRegexes: [shop]}], provider: {}'),
    rule: 'store-condition-anchored',
  },
  {
    title: 'store alias',
    files: es(`${vaultRef}, ${fetched}`) + store(),
    rule: 'store-name',
    configuration: { storeNames: ['platform-vault'] },
  },
  {
    title: 'foreign namespace in a namespaced store',
    files: store(
      'SecretStore',
      'name: vault, namespace: shop',
      'provider: {vault: {auth: {kubernetes: {role: r, serviceAccountRef: {name: default, namespace: other}}}}}',
    ),
    rule: 'store-login',
  },
  {
    title: 'pushed and read',
    files:
      good +
      object(
        'external-secrets.io/v1alpha1',
        'PushSecret',
        'spec: {secretStoreRefs: [{name: vault}], selector: {secret: {name: db}}, data: [{match: {secretKey: password, remoteRef: {remoteKey: db-password}}}]}',
      ),
    rule: 'push-secret-conflict',
  },
  {
    title: 'PushSecret of an unknown Secret',
    files:
      good +
      object(
        'external-secrets.io/v1alpha1',
        'PushSecret',
        'spec: {secretStoreRefs: [{name: vault}], selector: {secret: {name: dbx}}, data: []}',
      ),
    rule: 'known-secret',
  },
  {
    title: 'ExternalSecret as a hook',
    files: es(fetched, 'name: db, namespace: shop, annotations: {argocd.argoproj.io/hook: PreSync}'),
    rule: 'no-external-secret-hook',
  },
  {
    title: 'reader in an earlier wave',
    files: good + pod(envFrom('db'), { annotations: 'argocd.argoproj.io/sync-wave: "-1"' }),
    rule: 'sync-order',
  },
  {
    title: 'store in a later wave',
    files:
      es(`${vaultRef}, ${fetched}`) +
      store('SecretStore', 'name: vault, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "2"}'),
    rule: 'sync-order',
  },
  {
    title: 'versions mixed',
    files: good + es(fetched, 'name: other, namespace: shop').replace('/v1,', '/v1beta1,'),
    rule: 'external-secrets-version',
  },
  {
    title: 'createSecret beside an owner',
    files: { 'a.yaml': good, 'values.yaml': 'createSecret: true\nexistingSecret: db\n' },
    rule: 'secret-creation-toggle',
  },
  {
    title: 'empty existingSecret beside a password',
    files: { 'values.yaml': 'auth:\n  existingSecret: ""\n  password: "{{ .x }}"\n' },
    rule: 'empty-existing-secret',
  },
  {
    title: 'random password',
    files: {
      'templates/a.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  password: {{ randAlphaNum 16 }}\n',
    },
    rule: 'no-random-secret',
  },
  {
    title: 'diff of Secrets ignored',
    files: object(
      'argoproj.io/v1alpha1',
      'Application',
      'spec: {ignoreDifferences: [{kind: Secret, jsonPointers: [/data]}]}',
    ),
    rule: 'no-secret-diff-ignore',
  },
  {
    title: 'unknown ServiceAccount',
    files:
      object('v1', 'ServiceAccount', 'automountServiceAccountToken: false', 'name: web, namespace: shop') +
      pod('', { more: 'serviceAccountName: wb, ' }),
    rule: 'service-account-exists',
  },
  {
    title: 'ClusterExternalSecret target in another namespace',
    files:
      object(
        'external-secrets.io/v1',
        'ClusterExternalSecret',
        `spec: {namespaces: [one], externalSecretSpec: {${fetched}}}`,
        'name: db',
      ) + pod(envFrom('db')),
    rule: 'known-secret',
  },
  {
    title: 'CA of a Strimzi cluster of another name',
    files:
      good +
      object('kafka.strimzi.io/v1', 'Kafka', 'spec: {}', 'name: other, namespace: shop') +
      pod(envFrom('my-cluster-ca-cert')),
    rule: 'known-secret',
  },
  {
    title: 'default of a chart that writes another Secret',
    files: {
      'charts/a/Chart.yaml': 'apiVersion: v2\nname: a\n',
      'charts/a/values.yaml': 'auth: {existingSecret: my-secret}\n',
      'charts/a/templates/a.yaml': good,
    },
    rule: 'known-secret',
  },
  {
    title: 'PushSecret through a store of another namespace',
    files:
      store('SecretStore', 'name: vault, namespace: other') +
      object('external-secrets.io/v1alpha1', 'PushSecret', 'spec: {secretStoreRefs: [{name: vault}], data: []}'),
    rule: 'store-exists',
  },
  {
    title: 'key that a PushSecret does not find',
    files:
      good +
      object(
        'external-secrets.io/v1alpha1',
        'PushSecret',
        'spec: {selector: {secret: {name: db}}, data: [{match: {secretKey: x, remoteRef: {remoteKey: mirror/x}}}]}',
      ),
    rule: 'known-secret-key',
  },
  {
    title: 'Ingress TLS from a Secret without a certificate',
    files: good + object('networking.k8s.io/v1', 'Ingress', 'spec: {tls: [{secretName: db}]}'),
    rule: 'known-secret-key',
  },
  {
    title: 'pattern that is no regular expression admits nobody',
    files:
      es(`secretStoreRef: {kind: ClusterSecretStore, name: vault}, ${fetched}`) +
      store('ClusterSecretStore', 'name: vault', 'conditions: [{namespaceRegexes: ["^("]}], provider: {}'),
    rule: 'store-admits-namespace',
  },
  {
    title: 'CNPG makes no Secret for a user that has one',
    files:
      good +
      object(
        'postgresql.cnpg.io/v1',
        'Cluster',
        'spec: {bootstrap: {initdb: {secret: {name: db}}}}',
        'name: pg, namespace: shop',
      ) +
      pod(envFrom('pg-app')),
    rule: 'known-secret',
  },
  {
    title: 'values that name a Secret of another namespace',
    files: {
      'a.yaml':
        object(
          'argoproj.io/v1alpha1',
          'Application',
          'spec: {destination: {namespace: other}, source: {helm: {valuesObject: {auth: {existingSecret: db}}}}}',
          'name: a, namespace: argocd',
        ) + good,
    },
    rule: 'known-secret',
  },
];

test('there are at least 20 of them', () => {
  expect(defects.length).toBeGreaterThanOrEqual(20);
});

test.each(defects.map((defect) => [defect.title, defect] as const))('%s', (_, defect) => {
  expectFound(defect);
});
