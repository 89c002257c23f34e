// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the manifests hold variables of other languages
import { describe, expect, it } from 'vitest';
import { checkFiles } from '../guardrails/probes/check-files.ts';

/** A store, and a Secret `db` with the keys `username` and `password` in namespace `shop`, beside which all else stands. */
const base = `
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: vault}
spec: {provider: {vault: {server: 'https://vault.example.org', path: secret}}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: db, namespace: shop}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: vault}
  target: {name: db}
  data:
    - {secretKey: username, remoteRef: {key: db-username}}
    - {secretKey: password, remoteRef: {key: db-password}}
`;
const object = (apiVersion: string, kind: string, rest: string, metadata = 'name: it, namespace: shop'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {${metadata}}\n${rest}\n`;
const helmRelease = (spec: string): string => object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', `spec:\n${spec}`);
const externalSecret = (spec: string): string =>
  object(
    'external-secrets.io/v1',
    'ExternalSecret',
    `spec:\n  secretStoreRef: {kind: ClusterSecretStore, name: vault}\n${spec}`,
  );
const flux = (spec: string): string =>
  object('kustomize.toolkit.fluxcd.io/v1', 'Kustomization', `spec:\n${spec}`, 'name: it, namespace: shop');

type Case = readonly [title: string, files: string | Readonly<Record<string, string>>, ...rules: string[]];

const cases: readonly Case[] = [
  [
    'Flux: valuesFrom a Secret that is written',
    helmRelease('  valuesFrom: [{kind: Secret, name: db, valuesKey: password}]'),
  ],
  [
    'Flux: valuesFrom a Secret that nobody writes',
    helmRelease('  valuesFrom: [{kind: Secret, name: dbb}]'),
    'known-secret',
  ],
  [
    'Flux: valuesFrom a key that is not there',
    helmRelease('  valuesFrom: [{kind: Secret, name: db, valuesKey: values.yaml}]'),
    'known-secret-key',
  ],
  ['Flux: valuesFrom an optional Secret', helmRelease('  valuesFrom: [{kind: Secret, name: other, optional: true}]')],
  [
    'Flux: substituteFrom',
    flux('  postBuild: {substituteFrom: [{kind: Secret, name: db}, {kind: ConfigMap, name: settings}]}'),
  ],
  [
    'Flux: substituteFrom nothing',
    flux('  postBuild: {substituteFrom: [{kind: Secret, name: settings}]}'),
    'known-secret',
  ],
  [
    'Flux: substitute with a literal',
    flux('  postBuild: {substitute: {APP: web, DB_PASSWORD: changeme1}}'),
    'no-field-credential',
  ],
  ['Flux: decryption', flux('  decryption: {provider: sops, secretRef: {name: db}}')],
  [
    'Flux: a variable of the cluster',
    helmRelease('  values: {domain: "${SECRET_DOMAIN}", password: "${DB_PASSWORD}"}'),
  ],
  [
    'app-template: envFrom and a literal',
    helmRelease(
      '  values: {controllers: {it: {containers: {app: {envFrom: [{secretRef: {name: db}}], env: {TZ: Europe/Berlin, ADMIN_PASSWORD: changeme1}}}}}}',
    ),
    'no-values-credential',
  ],
  [
    'app-template: a Secret of the release',
    helmRelease('  values: {controllers: {it: {containers: {app: {envFrom: [{secretRef: {name: it-secret}}]}}}}}'),
    'known-secret',
  ],
  [
    'app-template: persistence of a Secret',
    helmRelease(
      '  values: {persistence: {config: {type: secret, name: db, globalMounts: [{path: /config/db, subPath: password}]}}}',
    ),
  ],
  [
    'app-template: env by secretKeyRef',
    helmRelease(
      '  values: {controllers: {it: {containers: {app: {env: {PASSWORD: {valueFrom: {secretKeyRef: {name: db, key: pasword}}}}}}}}}',
    ),
    'known-secret-key',
  ],
  [
    'bitnami: existingSecret',
    helmRelease('  values: {auth: {existingSecret: db, secretKeys: {adminPasswordKey: password}}}'),
  ],
  [
    'Argo: parameters',
    object(
      'argoproj.io/v1alpha1',
      'Application',
      'spec: {source: {helm: {parameters: [{name: auth.password, value: changeme1}]}}}',
    ),
    'no-values-credential',
  ],
  [
    'Argo: valuesObject',
    object(
      'argoproj.io/v1alpha1',
      'Application',
      'spec: {source: {helm: {valuesObject: {auth: {password: changeme1}}}}}',
    ),
    'no-values-credential',
  ],
  [
    'Argo: several sources',
    object(
      'argoproj.io/v1alpha1',
      'Application',
      'spec:\n  sources:\n    - helm:\n        values: |\n          auth:\n            password: changeme1',
    ),
    'no-values-credential',
  ],
  [
    'Argo: a template of an ApplicationSet',
    object(
      'argoproj.io/v1alpha1',
      'ApplicationSet',
      "spec: {generators: [{list: {elements: [{cluster: a}]}}], template: {metadata: {name: '{{cluster}}'}, spec: {source: {helm: {parameters: [{name: auth.password, value: '{{password}}'}]}}}}}",
    ),
  ],
  [
    'Argo: a token of a generator',
    object(
      'argoproj.io/v1alpha1',
      'ApplicationSet',
      'spec: {generators: [{scmProvider: {github: {organization: x, tokenRef: {secretName: db, key: password}}}}], template: {}}',
    ),
  ],
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
    'SOPS: ciphertext',
    `${object('v1', 'Secret', 'stringData: {password: "ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]"}\nsops: {age: [{recipient: age1qqqq, enc: "-----BEGIN AGE ENCRYPTED FILE-----"}], mac: "ENC[AES256_GCM,data:AA,iv:AA,tag:AA,type:str]"}')}`,
  ],
  [
    'volsync: a repository',
    object('volsync.backube/v1alpha1', 'ReplicationSource', 'spec: {restic: {repository: db, copyMethod: Snapshot}}'),
  ],
  [
    'external-dns: a provider in values',
    helmRelease(
      '  values: {provider: {name: cloudflare}, env: [{name: CF_API_TOKEN, valueFrom: {secretKeyRef: {name: db, key: password}}}], sources: [ingress]}',
    ),
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
    externalSecret('  target: {name: made}\n  data: []').replace('name: vault', 'name: volt'),
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
    'kustomize: a generator of the same folder',
    {
      'shop/kustomization.yaml':
        'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: shop\nsecretGenerator: [{name: made, literals: [password=changeme1]}]\n',
      'shop/pod.yaml': object('v1', 'Pod', 'spec: {containers: [{name: a, envFrom: [{secretRef: {name: made}}]}]}'),
    },
    'no-generator-credential',
  ],
  [
    'kustomize: a patch with a literal',
    {
      'kustomization.yaml':
        'kind: Kustomization\napiVersion: kustomize.config.k8s.io/v1beta1\npatches:\n  - target: {kind: Deployment}\n    patch: |\n      - op: add\n        path: /spec/template/spec/containers/0/env/-\n        value: {name: DB_PASSWORD, value: changeme1}\n',
    },
    'no-env-credential',
  ],
  [
    'A chart template with branches',
    {
      'chart/templates/secret.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ include "it.fullname" . }}\nstringData:\n  {{- if .Values.password }}\n  password: {{ .Values.password | quote }}\n  {{- else }}\n  password: changeme1\n  {{- end }}\n',
    },
    'no-inline-secret',
  ],
  [
    'A chart template that only passes values on',
    {
      'chart/templates/secret.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ include "it.fullname" . }}\ndata:\n  {{- range $key, $value := .Values.secrets }}\n  {{ $key }}: {{ $value | b64enc }}\n  {{- end }}\n  password: {{ randAlphaNum 16 | b64enc | quote }}\n',
    },
    'no-random-secret',
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

describe('manifests of kinds that public repositories hold', () => {
  it.each(cases)('%s', (_, files, ...rules) => {
    const all = typeof files === 'string' ? { 'shop/it.yaml': files } : files;
    expect(checkFiles({ 'shop/base.yaml': base, ...all }).map(({ rule }) => rule)).toEqual(rules);
  });
});
