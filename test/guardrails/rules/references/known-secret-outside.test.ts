// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts hold actions of templates
import { describe, expect, test } from 'vitest';
import { resolveConfiguration } from '../../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../../src/guardrails/engine/engine.ts';
import { readManifests } from '../../../../src/guardrails/reading/read-manifests.ts';
import { exampleFolder } from '../../credential/example-folder.ts';

const written = (namespace: string, keys = 'a: eA=='): string =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: db, namespace: "${namespace}"}\ndata:\n  ${keys}\n`;
const reader = (secret: string, namespace = 'shop', key = ''): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: ${namespace}}\nspec: {containers: [{name: app, ${
    key === ''
      ? `envFrom: [{secretRef: {name: "${secret}"}}]`
      : `env: [{name: A, valueFrom: {secretKeyRef: {name: ${secret}, key: ${key}}}}]`
  }}]}\n`;
const chart = (rest = ''): string => `apiVersion: v2\nname: c\nversion: 0.1.0\n${rest}`;
const resource = (apiVersion: string, kind: string, name = 'web', namespace = 'shop'): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}}\nspec: {size: 1}\n`;
const ingress = (annotations: string): string =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n${annotations}spec: {tls: [{hosts: [a.example.org], secretName: web-tls}]}\n`;

type Case = readonly [
  title: string,
  files: Readonly<Record<string, string>>,
  rule: string,
  severity: 'none' | 'note' | 'warning' | 'error',
];

const job = (name: string, args: string, rest = ''): string =>
  `apiVersion: batch/v1\nkind: Job\nmetadata: {name: ${name}, namespace: shop}\nspec: {template: {spec: {containers: [{name: c, args: [${args}]${rest}}]}}}\n`;
const garage = (field: string, namespace = 'shop'): string =>
  `apiVersion: garage.example.org/v1\nkind: Thing\nmetadata: {name: key, namespace: ${namespace}}\nspec: {${field}}\n`;

const accounts = (own: string): string =>
  `kind: ServiceAccount\napiVersion: v1\nmetadata: {name: '${own}'}\n---\nkind: ServiceAccount\napiVersion: v1\nmetadata: {name: other}\n---\n`;
const usesAccount =
  'kind: Pod\napiVersion: v1\nmetadata: {name: app}\nspec: {serviceAccountName: worker, containers: []}\n';
const hooked = (hook: string): string =>
  `kind: ConfigMap\napiVersion: v1\nmetadata: {name: specs}\n---\nkind: Job\napiVersion: batch/v1\nmetadata: {name: work, annotations: {helm.sh/hook: '${hook}'}}\nspec: {template: {spec: {containers: [{name: a, envFrom: [{configMapRef: {name: specs}}]}]}}}\n`;
const looped = (object: string): string =>
  `kind: ExternalSecret\napiVersion: external-secrets.io/v1\nmetadata: {name: '${object}'}\nspec:\n  target: {template: {data: {url: '{{ .account }}.example.org'}}}\n  data: [{secretKey: password, remoteRef: {key: p}}]\n`;

const cases: readonly Case[] = [
  [
    'a resource that says what it writes',
    { 'a.yaml': [written('shop'), garage('secretTemplate: {name: s3}'), reader('s3')].join('---\n') },
    'known-secret',
    'note',
  ],
  [
    'a resource that is told to make what it refers to',
    {
      'a.yaml': [
        written('shop'),
        garage('clientSecretRef: {create: true, name: "${APP}-oidc"}'),
        reader('web-oidc'),
      ].join('---\n'),
    },
    'known-secret',
    'note',
  ],
  [
    'a program that is told a name',
    {
      'a.yaml': [
        written('shop'),
        'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: c, namespace: shop}\nspec: {template: {spec: {containers: [{name: c, env: [{name: ML_SECRET_NAME, value: memberlist}]}]}}}\n',
        reader('memberlist'),
      ].join('---\n'),
    },
    'known-secret',
    'note',
  ],
  [
    'a resource that names what it reads',
    { 'a.yaml': [written('shop'), garage('authSecretRef: {name: s3}'), reader('s3')].join('---\n') },
    'known-secret',
    'error',
  ],
  [
    'a program that makes a certificate',
    {
      'a.yaml': [written('shop'), job('j', 'create, --host=a, --secret-name=admission'), reader('admission')].join(
        '---\n',
      ),
    },
    'known-secret',
    'none',
  ],
  [
    'a program that reads one',
    { 'a.yaml': [written('shop'), job('j', 'patch, --secret-name=admission'), reader('admission')].join('---\n') },
    'known-secret',
    'error',
  ],
  [
    'a program whose setting lists certificates',
    {
      'a.yaml': [
        written('shop'),
        job(
          'j',
          '--ca-generate=true',
          ', image: cilium/certgen, env: [{name: CONFIG, value: "certs:\\n- name: relay-certs\\n  namespace: shop\\n"}]',
        ),
        reader('relay-certs'),
      ].join('---\n'),
    },
    'known-secret',
    'none',
  ],
  [
    'the initial password of Argo CD',
    {
      'a.yaml': [written('shop'), job('j', 'argocd, admin, redis-initial-password'), reader('argocd-redis')].join(
        '---\n',
      ),
    },
    'known-secret',
    'none',
  ],
  [
    'a Secret whose name a list of values gives',
    {
      'c/Chart.yaml': chart(),
      'c/values.yaml': 'components: [{name: a, secretName: redis-auth}]\n',
      'c/templates/a.yaml':
        '{{- range .Values.components }}\napiVersion: v1\nkind: Secret\nmetadata: {name: "{{ .secretName }}"}\n{{- end }}\n',
      'a.yaml': `${written('shop')}---\n${reader('redis-auth')}`,
    },
    'known-secret',
    'none',
  ],
  [
    'a Secret whose name other values hold',
    {
      'c/Chart.yaml': chart(),
      'c/templates/a.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: {name: "{{ .Values.secretName }}"}\n',
      'd/values.yaml': 'secretName: redis-auth\n',
      'a.yaml': `${written('shop')}---\n${reader('redis-auth')}`,
    },
    'known-secret',
    'error',
  ],
  [
    'a file that is encrypted as a whole',
    {
      'vars/login.sops.yaml':
        'apiVersion: ENC[AES256_GCM,data:a]\nkind: ENC[AES256_GCM,data:b]\nmetadata: {name: "ENC[AES256_GCM,data:c]"}\n',
      'a.yaml': `${written('shop')}---\n${reader('login')}`,
    },
    'known-secret',
    'none',
  ],
  [
    'a name that is encrypted',
    { 'a.yaml': `${written('shop')}---\n${reader('ENC[AES256_GCM,data:kd,type:str]')}` },
    'known-secret',
    'none',
  ],
  [
    'a writer in the namespace of a release',
    { 'c/Chart.yaml': chart(), 'c/templates/a.yaml': written('{{ .Release.Namespace }}'), 'a.yaml': reader('db') },
    'known-secret',
    'none',
  ],
  [
    'a writer in another namespace',
    { 'c/Chart.yaml': chart(), 'c/templates/a.yaml': written('other'), 'a.yaml': reader('db') },
    'known-secret',
    'error',
  ],
  [
    'a chart that the chart brings from elsewhere',
    {
      'c/Chart.yaml': chart('dependencies: [{name: redis, version: 1.0.0, repository: oci://example.org}]\n'),
      'c/templates/a.yaml': `${written('shop')}---\n${reader('shop-redis-user')}`,
    },
    'known-secret',
    'note',
  ],
  [
    'a chart that the chart brings under another name',
    {
      'c/Chart.yaml': chart('dependencies: [{name: redis, alias: cache, version: 1.0.0}]\n'),
      'c/templates/a.yaml': `${written('shop')}---\n${reader('shop-cache')}`,
    },
    'known-secret',
    'note',
  ],
  [
    'another name than that of the chart it brings',
    {
      'c/Chart.yaml': chart('dependencies: [{name: redis, version: 1.0.0}]\n'),
      'c/templates/a.yaml': `${written('shop')}---\n${reader('shop-redisearch')}`,
    },
    'known-secret',
    'error',
  ],
  [
    'a chart that the tree holds',
    {
      'c/Chart.yaml': chart('dependencies: [{name: redis, version: 1.0.0}]\n'),
      'c/charts/redis/Chart.yaml': chart(),
      'c/templates/a.yaml': `${written('shop')}---\n${reader('shop-redis-user')}`,
    },
    'known-secret',
    'error',
  ],
  [
    'a resource of an unknown operator whose name begins that of the Secret',
    { 'a.yaml': [written('shop'), resource('id.example.org/v1', 'OIDCClient'), reader('web-oidc')].join('---\n') },
    'known-secret',
    'note',
  ],
  [
    'such a resource in another namespace',
    {
      'a.yaml': [written('shop'), resource('id.example.org/v1', 'OIDCClient', 'web', 'other'), reader('web-oidc')].join(
        '---\n',
      ),
    },
    'known-secret',
    'error',
  ],
  [
    'a resource of another name',
    { 'a.yaml': [written('shop'), resource('id.example.org/v1', 'OIDCClient', 'w'), reader('web-oidc')].join('---\n') },
    'known-secret',
    'error',
  ],
  [
    'a resource of a kind that gives nothing',
    { 'a.yaml': [written('shop'), resource('id.example.org/v1', 'Dashboard'), reader('web-oidc')].join('---\n') },
    'known-secret',
    'error',
  ],
  [
    'a resource whose operator the table knows',
    { 'a.yaml': [written('shop'), resource('rabbitmq.com/v1beta1', 'User'), reader('web-oidc')].join('---\n') },
    'known-secret',
    'error',
  ],
  [
    'an Ingress whose annotations come from values',
    {
      'c/Chart.yaml': chart(),
      'c/templates/a.yaml': `${written('shop')}---\n${ingress('  annotations:\n    {{- toYaml .Values.annotations | nindent 4 }}\n')}`,
    },
    'known-secret',
    'note',
  ],
  [
    'an Ingress without annotations',
    { 'c/Chart.yaml': chart(), 'c/templates/a.yaml': `${written('shop')}---\n${ingress('')}` },
    'known-secret',
    'error',
  ],
  [
    'an Ingress with other annotations',
    { 'c/Chart.yaml': chart(), 'c/templates/a.yaml': `${written('shop')}---\n${ingress('  annotations: {a: b}\n')}` },
    'known-secret',
    'error',
  ],
  [
    'a name in braces of another tool',
    { 'a.yaml': `${written('shop')}---\n${reader('volume-{= name =}')}` },
    'known-secret',
    'none',
  ],
  [
    'what another store calls a secret',
    { 'es.yaml': written('shop'), 'values.yaml': 'auth: {passwordSecretName: DEPOT_TOKEN}\n' },
    'known-secret',
    'none',
  ],
  [
    'what a store of values calls one',
    { 'es.yaml': written('shop'), 'values.yaml': 'auth: {vaultSecretName: preview-env}\n' },
    'known-secret',
    'none',
  ],
  [
    'what values call a Secret',
    { 'es.yaml': written('shop'), 'values.yaml': 'auth: {passwordSecretName: depot-token}\n' },
    'known-secret',
    'error',
  ],
  [
    'a key that a template finishes',
    {
      'c/Chart.yaml': chart(),
      'c/templates/a.yaml': `${written('shop', 'a: eA==\n  {{ .Values.cell }}.conf: eA==')}---\n${reader('db', 'shop', 'cell0.conf')}`,
    },
    'known-secret-key',
    'note',
  ],
  [
    'keys that an action renders among others',
    {
      'c/Chart.yaml': chart(),
      'c/templates/a.yaml': `${written('shop', 'a: eA==\n  {{- include "more" . | nindent 2 }}')}---\n${reader('db', 'shop', 'b')}`,
    },
    'known-secret-key',
    'note',
  ],
  [
    'keys that a condition opens',
    {
      'c/Chart.yaml': chart(),
      'c/templates/a.yaml': `${written('shop', 'a: eA==\n  {{- if .Values.b }}\n  c: eA==\n  {{- end }}')}---\n${reader('db', 'shop', 'b')}`,
    },
    'known-secret-key',
    'error',
  ],
  [
    'an ExternalSecret whose version a helper of the chart finds',
    {
      'c/Chart.yaml': chart(),
      'c/templates/a.yaml': `${looped('db').replace('external-secrets.io/v1', '{{ include "c.version" . }}')}---\n${reader('db', '')}`,
    },
    'known-secret',
    'none',
  ],
  [
    'a certificate whose version a helper of the chart finds',
    {
      'c/Chart.yaml': chart(),
      'c/templates/a.yaml': `${written('', 'a: eA==').replace('db', 'other')}---\napiVersion: {{ include "c.version" . }}\nkind: Certificate\nmetadata: {name: web}\nspec: {secretName: db}\n---\n${reader('db', '')}`,
    },
    'known-secret',
    'none',
  ],
  [
    'a Secret in the second of two named templates',
    {
      'c/Chart.yaml': chart(),
      'c/templates/_a.tpl': `{{- define "c.job" -}}\napiVersion: batch/v1\nkind: Job\nmetadata: {name: work}\n{{- end }}\n{{- define "c.secret" -}}\n${written('', 'a: eA==')}{{- end }}\n`,
      'c/templates/b.yaml': reader('db', ''),
    },
    'known-secret',
    'none',
  ],
  [
    'a Secret in no named template',
    {
      'c/Chart.yaml': chart(),
      'c/templates/_a.tpl': `{{- define "c.job" -}}\napiVersion: batch/v1\nkind: Job\nmetadata: {name: work}\n{{- end }}\n{{- define "c.secret" -}}\n${written('', 'a: eA==')}{{- end }}\n`,
      'c/templates/b.yaml': reader('dbx', ''),
    },
    'known-secret',
    'error',
  ],
  [
    'a manifest that values leave a chart to name',
    {
      'es.yaml': written('shop', 'a: eA=='),
      'values.yaml':
        'raw:\n  web:\n    manifest: {kind: ExternalSecret, spec: {target: {name: web}}}\nenv: [{valueFrom: {secretKeyRef: {name: web, key: a}}}]\n',
    },
    'known-secret',
    'none',
  ],
  [
    'what the values of another chart call one of its Secrets',
    {
      'es.yaml': written('shop', 'a: eA=='),
      'b/values.yaml': 'secrets: {keyrings: {admin: admin-keyring}}\n',
      'c/Chart.yaml': chart(),
      'c/templates/a.yaml': reader('admin-keyring'),
    },
    'known-secret',
    'note',
  ],
  [
    'what the values of its own chart call one of its Secrets',
    {
      'es.yaml': written('shop', 'a: eA=='),
      'c/values.yaml': 'secrets: {keyrings: {admin: admin-keyring}}\n',
      'c/Chart.yaml': chart(),
      'c/templates/a.yaml': reader('admin-keyring'),
    },
    'known-secret',
    'error',
  ],
  [
    'an account whose name a helper of the chart finds',
    { 'c/Chart.yaml': chart(), 'c/templates/a.yaml': `${accounts('{{ include "c.account" . }}')}${usesAccount}` },
    'service-account-exists',
    'note',
  ],
  [
    'an account that a chart names',
    { 'c/Chart.yaml': chart(), 'c/templates/a.yaml': `${accounts('reader')}${usesAccount}` },
    'service-account-exists',
    'warning',
  ],
  [
    'what a hook of an upgrade finds there',
    { 'c/Chart.yaml': chart(), 'c/templates/a.yaml': hooked('pre-upgrade') },
    'hook-input',
    'note',
  ],
  [
    'what a hook of an installation does not find there',
    { 'c/Chart.yaml': chart(), 'c/templates/a.yaml': hooked('pre-install,pre-upgrade') },
    'hook-input',
    'error',
  ],
  [
    'a variable of a loop that begins in the document before',
    { 'c/Chart.yaml': chart(), 'c/templates/a.yaml': looped('repo-{{ .account }}') },
    'template-variable-fetched',
    'none',
  ],
  [
    'a variable that nothing gives',
    { 'c/Chart.yaml': chart(), 'c/templates/a.yaml': looped('repo') },
    'template-variable-fetched',
    'error',
  ],
  [
    'what values tell a chart to make',
    {
      'es.yaml': written('shop', 'a: eA=='),
      'values.yaml': 'hub:\n  imagePullSecret: {create: true}\n  imagePullSecrets: [{name: image-pull-secret}]\n',
    },
    'known-secret',
    'note',
  ],
  [
    'what values do not tell a chart to make',
    {
      'es.yaml': written('shop', 'a: eA=='),
      'values.yaml': 'hub:\n  imagePullSecret: {create: false}\n  imagePullSecrets: [{name: image-pull-secret}]\n',
    },
    'known-secret',
    'error',
  ],
  [
    'the Secret of the component that reads it',
    {
      'es.yaml': written('shop', 'a: eA=='),
      'values.yaml': 'hub:\n  env: [{valueFrom: {secretKeyRef: {name: hub, key: a}}}]\n',
    },
    'known-secret',
    'note',
  ],
  [
    'the Secret of a component that another reads',
    {
      'es.yaml': written('shop', 'a: eA=='),
      'values.yaml': 'hub: {replicas: 1}\nui:\n  env: [{valueFrom: {secretKeyRef: {name: hub, key: a}}}]\n',
    },
    'known-secret',
    'note',
  ],
  [
    'what encrypted values tell a chart to make',
    {
      'es.yaml': written('shop', 'a: eA=='),
      'values.yaml': 'imagePullSecrets: [{name: image-pull-secret}]\n',
      'enc.secret.values.yaml': 'imagePullSecret: {create: "ENC[AES256_GCM,data:x,type:bool]"}\n',
    },
    'known-secret',
    'note',
  ],
  [
    'an existing Secret with the name of its component',
    { 'es.yaml': written('shop', 'a: eA=='), 'values.yaml': 'hub:\n  auth: {existingSecret: hub}\n' },
    'known-secret',
    'error',
  ],
  [
    'what values copy from a store by a volume',
    {
      'es.yaml': written('shop', 'a: eA=='),
      'values.yaml': 'tls: {secretName: web}\nstore:\n  secretObjects: [{secretName: web, type: Opaque}]\n',
    },
    'known-secret',
    'none',
  ],
];

describe('what may be written outside the tree', () => {
  test.each(cases)('%s', (_, files, rule, severity) => {
    const { manifests } = readManifests({ paths: [exampleFolder(files)] });
    const found = runGuardrails({ manifests, configuration: resolveConfiguration() })
      .filter((finding) => finding.rule === rule && finding.place.object?.kind !== 'Secret')
      .map((finding) => finding.severity);
    expect([...new Set(found)]).toEqual(severity === 'none' ? [] : [severity]);
  });
});
