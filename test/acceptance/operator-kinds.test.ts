// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the manifests hold variables of other languages
import { describe } from 'vitest';
import { externalSecret, itIsJudged, type KindCase, object } from './kinds-in-use.ts';

const cases: readonly KindCase[] = [
  [
    'cert-manager: a token of a solver',
    object(
      'cert-manager.io/v1',
      'ClusterIssuer',
      'spec: {acme: {privateKeySecretRef: {name: account}, solvers: [{dns01: {cloudflare: {apiTokenSecretRef: {name: db, key: token}}}}]}}',
      'name: it',
    ),
    'known-secret-key',
  ],
  [
    'cert-manager: an account key is an output',
    object(
      'cert-manager.io/v1',
      'ClusterIssuer',
      'spec: {acme: {email: a@example.org, privateKeySecretRef: {name: account}}}',
      'name: it',
    ),
  ],
  [
    'cert-manager: a keystore password by reference',
    object(
      'cert-manager.io/v1',
      'Certificate',
      'spec: {secretName: it-tls, keystores: {pkcs12: {create: true, passwordSecretRef: {name: db, key: password}}}}',
    ),
  ],
  [
    'cert-manager: a keystore password as a literal',
    object(
      'cert-manager.io/v1',
      'Certificate',
      'spec: {secretName: it-tls, keystores: {pkcs12: {create: true, password: changeme1}}}',
    ),
    'no-field-credential',
  ],
  [
    'CNPG: superuser, backup and a reader',
    `${object('postgresql.cnpg.io/v1', 'Cluster', 'spec: {superuserSecret: {name: db}, bootstrap: {initdb: {database: a, owner: a, secret: {name: db}}}, backup: {barmanObjectStore: {s3Credentials: {accessKeyId: {name: db, key: username}, secretAccessKey: {name: db, key: password}}}}}', 'name: pg, namespace: shop')}`,
  ],
  [
    'CNPG: the Secret it makes',
    `${object('postgresql.cnpg.io/v1', 'Cluster', 'spec: {instances: 3}', 'name: pg, namespace: shop')}---\n${object('v1', 'Pod', 'spec: {containers: [{name: a, env: [{name: URI, valueFrom: {secretKeyRef: {name: pg-app, key: uri}}}]}]}')}`,
  ],
  [
    'Strimzi: the CA of a cluster',
    `${object('kafka.strimzi.io/v1beta2', 'Kafka', 'spec: {}', 'name: events, namespace: shop')}---\n${object('v1', 'Pod', 'spec: {volumes: [{name: ca, secret: {secretName: events-cluster-ca-cert}}]}')}`,
  ],
  [
    'Grafana: values by reference',
    object(
      'grafana.integreatly.org/v1beta1',
      'GrafanaDatasource',
      'spec: {valuesFrom: [{targetPath: secureJsonData.password, valueFrom: {secretKeyRef: {name: db, key: password}}}], datasource: {type: postgres, secureJsonData: {password: "${password}"}}}',
    ),
  ],
  [
    'Grafana: a literal',
    object(
      'grafana.integreatly.org/v1beta1',
      'GrafanaDatasource',
      'spec: {datasource: {type: postgres, secureJsonData: {password: changeme1}}}',
    ),
    'no-field-credential',
  ],
  [
    'OpenShift: an OAuth',
    object(
      'config.openshift.io/v1',
      'OAuth',
      'spec: {identityProviders: [{name: h, type: HTPasswd, htpasswd: {fileData: {name: htpass}}}]}',
      'name: cluster',
    ),
    'known-secret',
  ],
  [
    'OpenShift: a Route with a key',
    object(
      'route.openshift.io/v1',
      'Route',
      'spec:\n  tls:\n    key: |\n      -----BEGIN PRIVATE KEY-----\n      MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSj\n      -----END PRIVATE KEY-----',
    ),
    'no-private-key',
  ],
  [
    'Crossplane: credentials and a connection',
    object(
      'aws.upbound.io/v1beta1',
      'ProviderConfig',
      'spec: {credentials: {source: Secret, secretRef: {namespace: shop, name: db, key: password}}}',
      'name: it',
    ),
  ],
  [
    'Crossplane: a connection Secret is an output',
    `${object('rds.aws.upbound.io/v1beta1', 'Instance', 'spec: {writeConnectionSecretToRef: {name: rds, namespace: shop}}', 'name: it')}---\n${object('v1', 'Pod', 'spec: {containers: [{name: a, envFrom: [{secretRef: {name: rds}}]}]}')}`,
  ],
  [
    'volsync: a repository',
    object('volsync.backube/v1alpha1', 'ReplicationSource', 'spec: {restic: {repository: db, copyMethod: Snapshot}}'),
    // It holds none of the keys that restic needs.
    'known-secret-key',
  ],
  [
    'ClusterExternalSecret: its Secret',
    `${object('external-secrets.io/v1', 'ClusterExternalSecret', 'spec: {namespaces: [shop], externalSecretName: pull, externalSecretSpec: {secretStoreRef: {kind: ClusterSecretStore, name: vault}, target: {name: pull}, data: [{secretKey: .dockerconfigjson, remoteRef: {key: pull}}]}}', 'name: pull')}---\n${object('v1', 'ServiceAccount', 'imagePullSecrets: [{name: pull}]')}`,
  ],
  [
    'PushSecret: a key that is not there',
    object(
      'external-secrets.io/v1alpha1',
      'PushSecret',
      'spec: {secretStoreRefs: [{kind: ClusterSecretStore, name: vault}], selector: {secret: {name: db}}, data: [{match: {secretKey: token, remoteRef: {remoteKey: mirror}}}]}',
    ),
    'known-secret-key',
  ],
  [
    'Generators: a password',
    `${object('generators.external-secrets.io/v1alpha1', 'Password', 'spec: {length: 32, digits: 5, symbols: 5, noUpper: false}')}---\n${externalSecret('  target: {name: made}\n  dataFrom: [{sourceRef: {generatorRef: {apiVersion: generators.external-secrets.io/v1alpha1, kind: Password, name: it}}}]')}`,
  ],
  [
    'ExternalSecret: a store that is not there',
    externalSecret('  target: {name: made}\n  data: [{secretKey: a, remoteRef: {key: a}}]').replace(
      'name: vault',
      'name: volt',
    ),
    'store-exists',
  ],
  [
    'ExternalSecret: a template of a URL',
    externalSecret(
      '  target:\n    name: made\n    template:\n      data:\n        url: "postgresql://{{ .user }}:{{ .password | urlquery }}@db/app"\n  data:\n    - {secretKey: user, remoteRef: {key: a}}\n    - {secretKey: password, remoteRef: {key: b}}',
    ),
  ],
  [
    'ExternalSecret: a variable that is not fetched',
    externalSecret(
      '  target:\n    name: made\n    template:\n      data:\n        url: "{{ .pasword }}"\n  data:\n    - {secretKey: password, remoteRef: {key: b}}',
    ),
    'template-variable-fetched',
  ],
  [
    'A CRD whose schema speaks of secrets',
    object(
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      'spec: {versions: [{name: v1, schema: {openAPIV3Schema: {properties: {password: {type: string, default: none, description: The password of the user.}, secretRef: {type: object, properties: {name: {type: string}}}}}}}]}',
      'name: its.example.org',
    ),
  ],
  [
    'Prometheus: remote write',
    object(
      'monitoring.coreos.com/v1',
      'Prometheus',
      'spec: {remoteWrite: [{url: https://example.org, basicAuth: {username: {name: db, key: username}, password: {name: db, key: password}}}], additionalScrapeConfigs: {name: db, key: password}}',
    ),
  ],
  [
    'Tekton: a workspace',
    object('tekton.dev/v1', 'PipelineRun', 'spec: {workspaces: [{name: c, secret: {secretName: dbb}}]}'),
    'known-secret',
  ],
  ['Traefik: a basic-auth middleware', object('traefik.io/v1alpha1', 'Middleware', 'spec: {basicAuth: {secret: db}}')],
  [
    'KEDA: a TriggerAuthentication',
    object(
      'keda.sh/v1alpha1',
      'TriggerAuthentication',
      'spec: {secretTargetRef: [{parameter: password, name: db, key: pasword}]}',
    ),
    'known-secret-key',
  ],
];

describe('manifests of operators that public repositories hold', () => {
  itIsJudged(cases);
});
