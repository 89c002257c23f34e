// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the probes hold variables of other languages
import { expect, test } from 'vitest';
import type { ConfigurationInput } from '../../../src/guardrails/engine/configuration.ts';
import { checkFiles } from './check-files.ts';
import { envFrom, envRef, es, fetched, object, pod, store, vaultRef, volumes } from './wiring-texts.ts';

const good = es(fetched);
const map = (data: string): string => object('v1', 'ConfigMap', `data: {${data}}`);
const env = (name: string, value: string): string => pod(`, env: [{name: ${name}, value: '${value}'}]`);
const values = (text: string): Readonly<Record<string, string>> => ({ 'values.yaml': `${text}\n` });

const negatives: readonly (readonly [string, string | Readonly<Record<string, string>>, ConfigurationInput?])[] = [
  ['env from a Secret', good + pod(envRef('db', 'password'))],
  ['optional reference', good + pod(envRef('other', 'x', ', optional: true'))],
  ['optional key', good + pod(envRef('db', 'x', ', optional: true'))],
  ['variable of Kubernetes', env('PASSWORD', '$(DB_PASSWORD)')],
  ['variable of a shell', env('PASSWORD', '${DB_PASSWORD}')],
  ['required variable', env('PASSWORD', '${DB_PASSWORD:?missing}')],
  ['placeholder', env('PASSWORD', '<password>')],
  ['Argo CD Vault plugin', env('PASSWORD', '<path:secret/data/db#password>')],
  ['reference to Vault', env('PASSWORD', 'vault:secret/data/db#password')],
  ['file', env('TOKEN', '/var/run/secrets/token')],
  ['duration', env('TOKEN', '24h')],
  ['boolean', env('PASSWORD', 'true')],
  ['short number', env('PASSWORD', '12')],
  ['empty', env('PASSWORD', '')],
  ['URL without a password', env('DATABASE_URL', 'postgresql://db:5432/app')],
  ['URL with a user', env('DATABASE_URL', 'postgresql://app@db:5432/app')],
  ['URL with variables', env('DATABASE_URL', 'postgresql://$(USER):$(PASSWORD)@db/app')],
  ['URL of a token endpoint', env('TOKEN_URL', 'https://example.org/oauth/token')],
  ['key about a password', env('PASSWORD_MIN_LENGTH', '123456789')],
  ['number of tokens', env('MAX_TOKENS', '1000000')],
  ['name of a Secret', env('SECRET_NAME', 'db-credentials')],
  ['public key', env('PUBLIC_KEY', 'fakefakefake')],
  ['argument with a variable', pod(', args: ["--password=$(PASSWORD)"]')],
  ['argument with a file', pod(', args: [--password-file, /etc/password]')],
  ['script that reads a file', pod(', command: [sh, -c, "PASSWORD=$(cat /etc/password) run"]')],
  ['script with a variable', pod(', command: [sh, -c, "psql postgresql://app:$PASSWORD@db/app"]')],
  [
    'annotation with a name',
    object('v1', 'Service', 'spec: {}', 'name: a, annotations: {example.org/auth-secret: shop/basic-auth}'),
  ],
  ['ConfigMap of settings', map('LOG_LEVEL: debug, TOKEN_TTL: 24h, KEYCLOAK_REALM: shop')],
  ['properties with variables', map(String.raw`app.properties: "db.password=${'${DB_PASSWORD}'}\nx=1\n"`)],
  ['YAML with references', map(String.raw`config.yaml: "auth:\n  existingSecret: db\n  secretKey: password\n"`)],
  ['JavaScript', map(String.raw`main.js: "const schema = { password: \"string\", token: \"x\" };\n"`)],
  [
    'certificate',
    map(String.raw`ca.crt: "-----BEGIN CERTIFICATE-----\nRkFLRUZBS0VGQUtFRkFLRQ==\n-----END CERTIFICATE-----\n"`),
  ],
  ['comment', map(String.raw`app.conf: "# password = changeme1\nx = 1\n"`)],
  ['nginx proxy_pass', map(String.raw`nginx.conf: "location / {\n  proxy_pass http://backend;\n}\n"`)],
  [
    'dashboard',
    map(`dashboard.json: '{"title": "Tokens", "targets": [{"expr": "sum(token_total)"}], "secretToken": null}'`),
  ],
  ['Secret without credentials', object('v1', 'Secret', 'stringData: {username: app, host: db}')],
  [
    'Secret with a template',
    {
      'templates/a.yaml':
        'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  password: {{ .Values.password | quote }}\n',
    },
  ],
  [
    'Secret with SOPS ciphertext',
    object('v1', 'Secret', 'stringData: {password: "ENC[AES256_GCM,data:fake,iv:fake,tag:fake,type:str]"}'),
  ],
  ['Secret with a variable', object('v1', 'Secret', 'stringData: {password: "${PASSWORD}"}')],
  [
    'service-account token',
    good +
      object(
        'v1',
        'Secret',
        'type: kubernetes.io/service-account-token',
        'name: t, namespace: shop, annotations: {kubernetes.io/service-account.name: default}',
      ) +
      pod(envRef('t', 'token')),
  ],
  [
    'values with existingSecret',
    { 'a.yaml': good, ...values('auth: {existingSecret: db, password: "", secretKeys: {adminPasswordKey: password}}') },
  ],
  ['values with names of keys', { 'a.yaml': good, ...values('auth: {secretName: db, passwordKey: password}') }],
  ['values with empty passwords', values('auth: {password: "", rootPassword: null}')],
  ['values with switches', values('auth: {enabled: true, createSecret: false, usePasswordFiles: true, token: true}')],
  [
    'values with a map of keys',
    { 'a.yaml': good, ...values('realm: {secretName: db, keys: {OWNER_PASSWORD: password}}') },
  ],
  [
    'templateFrom a ConfigMap',
    es(`target: {template: {templateFrom: [{configMap: {name: t, items: [{key: a.conf}]}}]}}, ${fetched}`) +
      pod(envRef('db', 'a.conf')),
  ],
  [
    'merge policy',
    es(`target: {template: {mergePolicy: Merge, data: {url: "x"}}}, ${fetched}`) + pod(envRef('db', 'password')),
  ],
  ['whatever dataFrom finds', es('dataFrom: [{extract: {key: db}}]') + pod(envRef('db', 'anything'))],
  ['target of another name', es(`target: {name: other}, ${fetched}`) + pod(envFrom('other'))],
  [
    'Certificate',
    good +
      object('cert-manager.io/v1', 'Certificate', 'spec: {secretName: web-tls}') +
      pod('', { more: volumes('secret: {secretName: web-tls, items: [{key: tls.crt, path: c}]}') }),
  ],
  [
    'Ingress with an issuer',
    good +
      object(
        'networking.k8s.io/v1',
        'Ingress',
        'spec: {tls: [{secretName: web-tls}]}',
        'name: a, namespace: shop, annotations: {cert-manager.io/cluster-issuer: le}',
      ),
  ],
  [
    'ACME account key',
    good +
      object(
        'cert-manager.io/v1',
        'ClusterIssuer',
        'spec: {acme: {privateKeySecretRef: {name: le-account}}}',
        'name: le',
      ),
  ],
  [
    'CNPG application user',
    good +
      object('postgresql.cnpg.io/v1', 'Cluster', 'spec: {instances: 1}', 'name: pg, namespace: shop') +
      pod(envRef('pg-app', 'password')),
  ],
  [
    'Strimzi user',
    good +
      object('kafka.strimzi.io/v1', 'KafkaUser', 'spec: {}', 'name: me, namespace: shop') +
      pod(envRef('me', 'user.crt')),
  ],
  [
    'Crossplane connection',
    good +
      object('example.org/v1', 'Bucket', 'spec: {writeConnectionSecretToRef: {name: bucket, namespace: shop}}') +
      pod(envRef('bucket', 'anything')),
  ],
  [
    'CSI driver',
    good +
      object(
        'secrets-store.csi.x-k8s.io/v1',
        'SecretProviderClass',
        'spec: {secretObjects: [{secretName: csi, data: [{key: password}]}]}',
      ) +
      pod(envRef('csi', 'password')),
  ],
  [
    'VaultStaticSecret',
    good +
      object('secrets.hashicorp.com/v1beta1', 'VaultStaticSecret', 'spec: {destination: {name: vso, create: true}}') +
      pod(envRef('vso', 'x')),
  ],
  ['declared Secret', good + pod(envFrom('made-by-hand')), { declaredSecrets: [{ name: 'made-by-hand' }] }],
  [
    'configured kind',
    good + object('example.org/v1', 'Account', 'spec: {into: {name: acc}}') + pod(envFrom('acc')),
    { producerKinds: [{ kind: 'Account', name: 'spec.into.name' }] },
  ],
  [
    'ClusterExternalSecret',
    good +
      object(
        'external-secrets.io/v1',
        'ClusterExternalSecret',
        `spec: {namespaceSelectors: [{matchLabels: {a: b}}], externalSecretSpec: {${fetched}}}`,
        'name: db',
      ) +
      pod(envRef('db', 'password')),
  ],
  ['store in the namespace', es(`${vaultRef}, ${fetched}`) + store()],
  [
    'cluster store with several conditions',
    es(`secretStoreRef: {kind: ClusterSecretStore, name: vault}, ${fetched}`) +
      store(
        'ClusterSecretStore',
        'name: vault',
        'conditions: [{namespaces: [other]}, {namespaceRegexes: ["^shop$"]}], provider: {}',
      ),
  ],
  [
    'second writer merges into what a chart writes',
    es(
      `target: {name: rest, creationPolicy: Merge}, ${fetched.replace('password', 'extra')}`,
      'name: more, namespace: shop',
    ) +
      object('v1', 'Secret', 'data: {}', 'name: rest, namespace: shop') +
      pod(envRef('rest', 'extra')),
  ],
  ['the same object in two overlays', { 'dev/a.yaml': good, 'live/a.yaml': good }],
  [
    'encoded URL',
    es(`target: {template: {data: {url: "postgresql://app:{{ .password | urlquery }}@db/app"}}}, ${fetched}`),
  ],
  [
    'dashed variable by index',
    es(
      'target: {template: {data: {url: \'{{ index . "db-password" }}\'}}}, data: [{secretKey: db-password, remoteRef: {key: p}}]',
    ),
  ],
  [
    'earlier wave of the writer',
    es(fetched, 'name: db, namespace: shop, annotations: {argocd.argoproj.io/sync-wave: "-5"}') + pod(envFrom('db')),
  ],
  [
    'secretGenerator',
    {
      'kustomization.yaml': 'namespace: shop\nsecretGenerator:\n  - name: gen\n    files: [settings.ini]\n',
      'a.yaml': pod(envRef('gen', 'settings.ini')),
    },
  ],
  [
    'names with a template',
    {
      'templates/a.yaml': `apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      envFrom:\n        - secretRef:\n            name: {{ include "app.fullname" . }}-secret\n`,
    },
  ],
  [
    'a Secret that is filled by hand',
    object('v1', 'Secret', 'type: Opaque', 'name: x, namespace: shop') + pod(envRef('x', 'a')),
  ],
  ['secretName of an unknown kind', good + object('example.org/v1', 'Tunnel', 'spec: {secretName: tunnel-token}')],
  [
    'values that are switched off',
    { 'a.yaml': good, 'values.yaml': 'backup: {enabled: false, existingSecret: none-yet}\n' },
  ],
  ['TLS Secret that a chart asks for', { 'a.yaml': good, 'values.yaml': 'ingress: {tls: [{secretName: web-tls}]}\n' }],
  [
    'Secret of a token controller',
    good + object('v1', 'ServiceAccount', 'imagePullSecrets: [{name: default-dockercfg-x7k2p}]'),
  ],
  ['CA of Strimzi where no cluster of it is', good + pod(envRef('my-cluster-ca-cert', 'ca.crt'))],
  [
    'default of a chart that writes no Secret',
    {
      'charts/a/Chart.yaml': 'apiVersion: v2\nname: a\n',
      'charts/a/values.yaml': 'auth: {existingSecret: my-secret}\n',
      'apps/a.yaml': good,
    },
  ],
  [
    'Secret with an encoded variable',
    object('v1', 'Secret', `data: {password: ${Buffer.from('${PASSWORD}').toString('base64')}}`),
  ],
  [
    'objects without a name',
    object('v1', 'Secret', 'type: a', 'generateName: a-') + object('v1', 'Secret', 'type: b', 'generateName: a-'),
  ],
  ['header with a variable', pod(', args: ["--header=Authorization: Bearer $(TOKEN)"]')],
  ['no producer at all', pod(envFrom('anything'))],
  ['no store at all', es(`${vaultRef}, ${fetched}`)],
  [
    'JSON schema',
    values('schema: {properties: {password: {type: string, description: "The password of the database."}}}'),
  ],
  [
    'custom resource with references',
    object(
      'example.org/v1',
      'Database',
      'spec: {passwordSecretRef: {name: db, key: password}, tokenTTL: 3600, secretKey: password}',
    ) + good,
  ],
];

test('there are at least sixty of them', () => {
  expect(negatives.length).toBeGreaterThanOrEqual(60);
});

test.each(negatives.map((negative) => [negative[0], negative] as const))('%s', (_, [, files, configuration]) => {
  const findings = checkFiles(typeof files === 'string' ? { 'a.yaml': files } : files, configuration);
  expect(findings.map(({ rule, what, place }) => `${rule} ${place.field}: ${what}`)).toEqual([]);
});
