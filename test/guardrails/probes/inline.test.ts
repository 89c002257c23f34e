// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the probes hold variables of other languages
import { describe, expect, test } from 'vitest';
import { checkFiles } from './check-files.ts';
import { rulesOf } from './expected-rules.ts';

/** Obviously fake, and yet as strong as a generated one would be. */
const strong = 'fakeFAKE9fakeFAKE7fakeFAKE5x';
const weak = 'changeme1';

const container = (body: string): string => `apiVersion: apps/v1
kind: Deployment
metadata: {name: app, namespace: shop}
spec:
  template:
    spec:
      containers:
        - name: app
          ${body.replaceAll('\n', '\n          ')}
`;
const configMap = (key: string, text: string): string => `apiVersion: v1
kind: ConfigMap
metadata: {name: app, namespace: shop}
data:
  ${key}: |
    ${text.replaceAll('\n', '\n    ')}
`;
const base64 = (text: string): string => Buffer.from(text).toString('base64');

interface Probe {
  readonly title: string;
  readonly file?: string;
  text(value: string): string;
  readonly line: number;
}

const probes: readonly Probe[] = [
  {
    title: 'Secret, stringData',
    line: 5,
    text: (v) => `apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData:\n  password: ${v}\n`,
  },
  {
    title: 'Secret, data',
    line: 5,
    text: (v) => `apiVersion: v1\nkind: Secret\nmetadata: {name: db}\ndata:\n  password: ${base64(v)}\n`,
  },
  {
    title: 'Secret, block scalar',
    line: 6,
    text: (v) => `apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData:\n  password: |-\n    ${v}\n`,
  },
  {
    title: 'Secret, anchor',
    line: 2,
    text: (v) =>
      `apiVersion: v1\nx: {password: &p ${v}}\nkind: Secret\nmetadata: {name: db}\nstringData:\n  password: *p\n`,
  },
  {
    title: 'Secret in JSON',
    file: 'a.json',
    line: 1,
    text: (v) =>
      JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'db' }, stringData: { password: v } }),
  },
  {
    title: 'Secret in a List',
    line: 5,
    text: (v) =>
      `apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: Secret, metadata: {name: db},\n     stringData: {password: ${v}}}\n`,
  },
  {
    title: 'Secret, second document',
    line: 4,
    text: (v) =>
      `apiVersion: v1\nkind: Namespace\n---\n{apiVersion: v1, kind: Secret, metadata: {name: db}, stringData: {client-secret: ${v}}}\n`,
  },
  {
    title: 'Secret, settings file',
    line: 7,
    text: (v) =>
      `apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData:\n  app.ini: |\n    [db]\n    password = ${v}\n`,
  },
  {
    title: 'Secret, URL',
    line: 5,
    text: (v) =>
      `apiVersion: v1\nkind: Secret\nmetadata: {name: db}\nstringData:\n  url: postgresql://app:${v}@db/app\n`,
  },
  {
    title: 'Secret, data, URL',
    line: 5,
    text: (v) =>
      `apiVersion: v1\nkind: Secret\nmetadata: {name: db}\ndata:\n  url: ${base64(`postgresql://app:${v}@db/app`)}\n`,
  },
  { title: 'env', line: 11, text: (v) => container(`env:\n  - name: DB_PASSWORD\n    value: ${v}`) },
  { title: 'env, value first', line: 10, text: (v) => container(`env:\n  - value: ${v}\n    name: API_TOKEN`) },
  { title: 'env, quoted', line: 10, text: (v) => container(`env:\n  - {name: API_KEY, value: "${v}"}`) },
  {
    title: 'env, default in a variable',
    line: 10,
    text: (v) => container(`env:\n  - {name: API_KEY, value: "\${API_KEY:-${v}}"}`),
  },
  {
    title: 'env, URL',
    line: 10,
    text: (v) => container(`env:\n  - {name: REDIS, value: "redis://:${v}@cache:6379/0"}`),
  },
  { title: 'argument, equals', line: 9, text: (v) => container(`args: ["--db-password=${v}"]`) },
  { title: 'argument, next word', line: 9, text: (v) => container(`args: [--api-token, ${v}]`) },
  { title: 'argument, Java property', line: 9, text: (v) => container(`args: ["-Dspring.datasource.password=${v}"]`) },
  { title: 'command, export', line: 10, text: (v) => container(`command:\n  - "export PGPASSWORD=${v} && run"`) },
  {
    title: 'command, script',
    line: 14,
    text: (v) => container(`command:\n  - sh\n  - -c\n  - |\n    set -e\n    PASSWORD='${v}' run`),
  },
  {
    title: 'command, curl',
    line: 9,
    text: (v) => container(`command: [sh, -c, "curl -u app:${v} https://example.org"]`),
  },
  {
    title: 'annotation',
    line: 6,
    text: (v) => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    example.org/api-token: ${v}\n`,
  },
  {
    title: 'annotation, JSON',
    line: 6,
    text: (v) =>
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  annotations:\n    example.org/settings: '{"password": "${v}"}'\n`,
  },
  {
    title: 'ConfigMap',
    line: 5,
    text: (v) => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n  DB_PASSWORD: ${v}\n`,
  },
  {
    title: 'ConfigMap, properties',
    line: 7,
    text: (v) => configMap('app.properties', `user=app\nspring.datasource.password=${v}`),
  },
  { title: 'ConfigMap, dotenv', line: 7, text: (v) => configMap('.env', `USER=app\nexport PASSWORD="${v}"`) },
  { title: 'ConfigMap, YAML', line: 7, text: (v) => configMap('config.yaml', `db:\n  password: ${v}`) },
  {
    title: 'ConfigMap, nested YAML',
    line: 8,
    text: (v) => configMap('config.yaml', `a:\n  b: |\n    clientSecret: ${v}`),
  },
  {
    title: 'ConfigMap, JSON',
    line: 8,
    text: (v) => configMap('config.json', `{\n  "db": {\n    "password": "${v}"\n  }\n}`),
  },
  { title: 'ConfigMap, TOML', line: 7, text: (v) => configMap('config.toml', `[db]\npassword = "${v}"`) },
  {
    title: 'ConfigMap, XML',
    line: 7,
    text: (v) => configMap('users.xml', `<users>\n  <password>${v}</password>\n</users>`),
  },
  { title: 'ConfigMap, redis.conf', line: 7, text: (v) => configMap('redis.conf', `port 6379\nrequirepass ${v}`) },
  { title: 'ConfigMap, nginx', line: 6, text: (v) => configMap('nginx.conf', `proxy_pass http://app:${v}@upstream/;`) },
  { title: 'ConfigMap, shell script', line: 7, text: (v) => configMap('run.sh', `#!/bin/sh\nexport VAULT_TOKEN=${v}`) },
  {
    title: 'ConfigMap, connection string',
    line: 6,
    text: (v) => configMap('dsn', `Server=db;User Id=app;Password=${v};`),
  },
  { title: 'ConfigMap, libpq', line: 6, text: (v) => configMap('dsn', `host=db user=app password=${v}`) },
  {
    title: 'ConfigMap, template',
    line: 7,
    text: (v) => configMap('config.yaml', `host: {{ .Values.host }}\npassword: ${v}`),
  },
  { title: 'Helm values', file: 'values.yaml', line: 2, text: (v) => `auth:\n  password: ${v}\n` },
  {
    title: 'Helm values, list',
    file: 'values.yaml',
    line: 3,
    text: (v) => `users:\n  - name: a\n    password: ${v}\n`,
  },
  { title: 'Helm values, env map', file: 'values.yaml', line: 2, text: (v) => `env:\n  DB_PASSWORD: ${v}\n` },
  {
    title: 'Helm values, env list',
    file: 'values.yaml',
    line: 3,
    text: (v) => `extraEnv:\n  - name: DB_PASSWORD\n    value: ${v}\n`,
  },
  {
    title: 'Helm values, URL',
    file: 'values.yaml',
    line: 1,
    text: (v) => `databaseUrl: mysql://app:${v}@db:3306/app\n`,
  },
  {
    title: 'Helm values, settings text',
    file: 'values.yaml',
    line: 3,
    text: (v) => `config: |\n  [db]\n  password=${v}\n`,
  },
  {
    title: 'Argo CD parameter',
    line: 10,
    text: (v) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  source:\n    chart: a\n    helm:\n      parameters:\n        - name: auth.password\n          value: ${v}\n`,
  },
  {
    title: 'Argo CD values text',
    line: 9,
    text: (v) =>
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  source:\n    helm:\n      values: |\n        auth:\n          password: ${v}\n`,
  },
  {
    title: 'HelmRelease values',
    line: 7,
    text: (v) =>
      `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec:\n  values:\n    auth:\n      adminPassword: ${v}\n`,
  },
  {
    title: 'custom resource',
    line: 5,
    text: (v) => `apiVersion: example.org/v1\nkind: Database\nmetadata: {name: a}\nspec:\n  adminPassword: ${v}\n`,
  },
  {
    title: 'kustomize secretGenerator',
    file: 'kustomization.yaml',
    line: 4,
    text: (v) => `secretGenerator:\n  - name: db\n    literals:\n      - password=${v}\n`,
  },
  {
    title: 'kustomize JSON patch',
    file: 'kustomization.yaml',
    line: 6,
    text: (v) =>
      `patches:\n  - target: {kind: ConfigMap}\n    patch: |\n      - op: add\n        path: /data/password\n        value: ${v}\n`,
  },
  {
    title: 'ExternalSecret template',
    line: 7,
    text: (v) =>
      `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: a}\nspec:\n  target:\n    template:\n      data: {password: ${v}}\n`,
  },
  {
    title: 'template default',
    file: 'templates/a.yaml',
    line: 5,
    text: (v) =>
      `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  password: {{ .Values.password | default "${v}" | quote }}\n`,
  },
  {
    title: 'template encoder',
    file: 'templates/a.yaml',
    line: 5,
    text: (v) => `apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata:\n  password: {{ "${v}" | b64enc }}\n`,
  },
];

const content: readonly (readonly [string, string])[] = [
  ['a private key', `-----BEGIN RSA PRIVATE KEY-----\n${'RkFLRUZBS0U\n'.repeat(3)}-----END RSA PRIVATE KEY-----`],
  ['a registry login', '{"auths":{"registry.example.org":{"username":"app","password":"changeme1"}}}'],
  ['a bearer token', `Authorization: Bearer ${'Fake9'.repeat(6)}`],
  ['a token of a service', `key ${'ghp_'}${'Fake9'.repeat(8)}`],
  ['a JSON web token', `${['eyJGYWtlRmFrZQ', 'eyJGYWtlRmFrZQ', 'RmFrZUZha2VGYWtl'].join('.')}`],
];

describe('inline credentials', () => {
  test('come in at least forty forms', () => {
    expect(probes.length).toBeGreaterThanOrEqual(40);
  });

  describe.each([
    ['weak', weak],
    ['strong', strong],
  ])('%s', (_, value) => {
    test.each(probes.map((probe) => [probe.title, probe] as const))('%s', (_title, probe) => {
      const findings = checkFiles({ [probe.file ?? 'app.yaml']: probe.text(value) }).filter(({ code }) =>
        /^VW30[01]/.test(code),
      );
      expect(findings.map(({ place }) => place.position?.line)).toEqual([probe.line]);
      expect(rulesOf(probe.title)).toContain(findings[0]?.rule);
      expect(JSON.stringify(findings)).not.toContain(value);
    });
  });

  test.each(content)('%s under any key', (_, text) => {
    const inMap = checkFiles({ 'app.yaml': configMap('note', text) });
    const inValues = checkFiles({ 'values.yaml': `note: |\n  ${text.replaceAll('\n', '\n  ')}\n` });
    expect([inMap.length, inValues.length]).toEqual([1, 1]);
  });
});
