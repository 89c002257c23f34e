// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the manifests hold variables of other languages
import { describe } from 'vitest';
import { flux, helmRelease, itIsJudged, type KindCase, object } from './kinds-in-use.ts';

const cases: readonly KindCase[] = [
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
    'SOPS: ciphertext',
    `${object('v1', 'Secret', 'stringData: {password: "ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]"}\nsops: {age: [{recipient: age1qqqq, enc: "-----BEGIN AGE ENCRYPTED FILE-----"}], mac: "ENC[AES256_GCM,data:AA,iv:AA,tag:AA,type:str]"}')}`,
  ],
  [
    'external-dns: a provider in values',
    helmRelease(
      '  values: {provider: {name: cloudflare}, env: [{name: CF_API_TOKEN, valueFrom: {secretKeyRef: {name: db, key: password}}}], sources: [ingress]}',
    ),
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
];

describe('manifests of GitOps tools that public repositories hold', () => {
  itIsJudged(cases);
});
