import { describe, expect, test } from 'vitest';
import { resolveConfiguration } from '../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../src/guardrails/engine/engine.ts';
import { exampleManifests } from '../../src/guardrails/examples/example-manifests.ts';

const configuration = { rules: { 'no-inline-secret': { options: { literals: 'any' as const } } } };

const rulesIn = (text: string | undefined, file = 'app.yaml'): string[] =>
  runGuardrails({
    manifests: exampleManifests({ files: { [file]: text ?? '' } }),
    configuration: resolveConfiguration(configuration),
  }).map(({ rule }) => rule ?? '');

const container = (body: string): string =>
  `{apiVersion: apps/v1, kind: Deployment, metadata: {name: a, namespace: n}, spec: {template: {spec: {containers: [{name: a, ${body}}]}}}}`;
const configMap = (body: string): string =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: n}, data: {${body}}}`;
const externalSecret = (template: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: a, namespace: n}, spec: {target: {template: ${template}}, data: [{secretKey: password, remoteRef: {key: p, property: value}}]}}`;

const routes: readonly (readonly [string, string, string, string?])[] = [
  ['data', '{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {x: eA==}}', 'no-inline-secret'],
  ['stringData', '{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {x: y}}', 'no-inline-secret'],
  ['a padded kind', '{apiVersion: v1, kind: "Secret ", metadata: {name: a}, stringData: {x: y}}', 'no-inline-secret'],
  ['a kind in capitals', '{apiVersion: v1, kind: SECRET, metadata: {name: a}, stringData: {x: y}}', 'no-inline-secret'],
  ['a padded field', '{apiVersion: v1, kind: Secret, metadata: {name: a}, " StringData ": {x: y}}', 'no-inline-secret'],
  ['a padded kind key', '{apiVersion: v1, "Kind ": Secret, metadata: {name: a}, data: {x: eA==}}', 'no-inline-secret'],
  ['data that is a list', '{apiVersion: v1, kind: Secret, metadata: {name: a}, data: [{x: y}]}', 'no-inline-secret'],
  ['data that is a text', '{apiVersion: v1, kind: Secret, metadata: {name: a}, data: x}', 'no-inline-secret'],
  [
    'data that nests',
    '{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {a: {b: {password: x1}}}}',
    'no-inline-secret',
  ],
  ['no apiVersion', '{kind: Secret, metadata: {name: a}, data: {x: eA==}}', 'no-inline-secret'],
  ['no metadata', '{apiVersion: v1, kind: Secret, data: {x: eA==}}', 'no-inline-secret'],
  [
    'a List',
    '{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {x: eA==}}]}',
    'no-inline-secret',
  ],
  [
    'a SecretList',
    '{apiVersion: v1, kind: SecretList, items: [{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {x: eA==}}]}',
    'no-inline-secret',
  ],
  [
    'a List in a List',
    '{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: list, items: [{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {x: eA==}}]}]}',
    'no-inline-secret',
  ],
  [
    'a List whose items lack apiVersion',
    '{apiVersion: v1, kind: SecretList, items: [{metadata: {name: a}, data: {x: eA==}}]}',
    'no-inline-secret',
  ],
  [
    'a Secret inside a custom resource',
    '{apiVersion: x/v1, kind: Bundle, metadata: {name: a}, spec: {resources: [{apiVersion: v1, kind: Secret, metadata: {name: a}, data: {x: eA==}}]}}',
    'no-inline-secret',
  ],
  [
    'a Secret as text in a ConfigMap',
    configMap(
      String.raw`s.yaml: "apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\nstringData:\n  password: changeme1\n"`,
    ),
    'no-configmap-credential',
  ],
  [
    'a SealedSecret',
    '{apiVersion: bitnami.com/v1alpha1, kind: "sealedSecret ", metadata: {name: a}}',
    'no-sealed-secret',
  ],
  ['an env value', container('env: [{name: PassWord, value: changeme1}]'), 'no-env-credential'],
  ['an env number', container('env: [{name: PASSWORD, value: 12345678}]'), 'no-env-credential'],
  [
    'an env of an init container',
    '{apiVersion: batch/v1, kind: CronJob, metadata: {name: a}, spec: {jobTemplate: {spec: {template: {spec: {initContainers: [{name: a, env: [{name: API_KEY, value: fakefake}]}]}}}}}}',
    'no-env-credential',
  ],
  ['an argument', container('args: ["--token=fakefake"]'), 'no-argument-credential'],
  ['two arguments', container('args: [--token, fakefake]'), 'no-argument-credential'],
  ['a Java property', container('args: ["-Dspring.datasource.password=fakefake"]'), 'no-argument-credential'],
  [
    'a script',
    container(String.raw`command: [sh, -c, "export PGPASSWORD=fakefake\npsql -h db"]`),
    'no-argument-credential',
  ],
  [
    'a login of curl',
    container('command: [sh, -c, "curl -u app:fakefake https://example.org"]'),
    'no-argument-credential',
  ],
  [
    'an annotation',
    '{apiVersion: v1, kind: Pod, metadata: {name: a, annotations: {x/api-token: fakefake}}}',
    'no-annotation-credential',
  ],
  [
    'an annotation of a pod template',
    '{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {template: {metadata: {annotations: {x/password: fakefake}}}}}',
    'no-annotation-credential',
  ],
  ['a ConfigMap', configMap('password: changeme1'), 'no-configmap-credential'],
  [
    'binaryData',
    '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, binaryData: {password: Y2hhbmdlbWUx}}',
    'no-configmap-credential',
  ],
  ['properties', configMap(String.raw`a.properties: "x=1\ndb.password = changeme1\n"`), 'no-configmap-credential'],
  ['an ini file', configMap(String.raw`a.ini: "[db]\npassword=changeme1\n"`), 'no-configmap-credential'],
  ['a TOML file', configMap(String.raw`a.toml: "[db]\npassword = \"changeme1\"\n"`), 'no-configmap-credential'],
  ['a JSON file', configMap(`a.json: '{"db":{"password":"changeme1"}}'`), 'no-configmap-credential'],
  [
    'an XML file',
    configMap(String.raw`a.xml: "<users>\n<password>changeme1</password>\n</users>\n"`),
    'no-configmap-credential',
  ],
  ['a redis.conf', configMap(String.raw`redis.conf: "port 6379\nrequirepass changeme1\n"`), 'no-configmap-credential'],
  ['a shell script', configMap(String.raw`run.sh: "#!/bin/sh\nPASSWORD='changeme1'\n"`), 'no-configmap-credential'],
  [
    'YAML in YAML',
    configMap(String.raw`a.yaml: "inner: |\n  auth:\n    password: changeme1\n"`),
    'no-configmap-credential',
  ],
  [
    'a pair in YAML',
    configMap(String.raw`a.yaml: "env:\n- name: PASSWORD\n  value: changeme1\n"`),
    'no-configmap-credential',
  ],
  [
    'a template with variables',
    configMap(String.raw`a.yaml: "host: {{ .host }}\npassword: changeme1\n"`),
    'no-configmap-credential',
  ],
  [
    'a .npmrc',
    configMap(String.raw`.npmrc: "//registry.example.org/:_authToken=fakefake\n"`),
    'no-configmap-credential',
  ],
  ['a .pgpass', configMap(String.raw`.pgpass: "db:5432:app:app:changeme1\n"`), 'no-configmap-credential'],
  [
    'a .netrc',
    configMap(String.raw`.netrc: "machine example.org login app password changeme1\n"`),
    'no-configmap-credential',
  ],
  [
    'an SQL script',
    configMap(String.raw`init.sql: "CREATE USER app WITH PASSWORD 'changeme1';\n"`),
    'no-configmap-credential',
  ],
  ['a URL', configMap('URL: "postgresql://a:changeme1@db/a"'), 'no-url-credential'],
  ['a URL in a sentence', configMap('NOTE: "connect to redis://:changeme1@cache:6379 please"'), 'no-url-credential'],
  [
    'a private key',
    configMap(String.raw`k: "-----BEGIN EC PRIVATE KEY-----\nRkFLRUZBS0VGQUtFRkFLRQ==\n-----END EC PRIVATE KEY-----"`),
    'no-private-key',
  ],
  ['a Helm value', 'auth: {password: changeme1}', 'no-values-credential', 'values.yaml'],
  ['a Helm value in a list', 'users: [{name: a, password: changeme1}]', 'no-values-credential', 'values.yaml'],
  ['an env of Helm values', 'env: {API_TOKEN: fakefake}', 'no-values-credential', 'values.yaml'],
  [
    'a settings text in Helm values',
    String.raw`config: "[db]\npassword=changeme1\n"`,
    'no-values-credential',
    'values.yaml',
  ],
  [
    'a Secret in Helm values',
    'extraObjects: [{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {x: y}}]',
    'no-inline-secret',
    'values.yaml',
  ],
  [
    'a field of a custom resource',
    '{apiVersion: x/v1, kind: Db, metadata: {name: a}, spec: {users: [{passWord: changeme1}]}}',
    'no-field-credential',
  ],
  [
    'a JSON patch',
    '{apiVersion: x/v1, kind: P, metadata: {name: a}, patches: [{op: add, path: /data/password, value: changeme1}]}',
    'no-field-credential',
  ],
  ['a template without a variable', externalSecret('{data: {password: changeme1}}'), 'template-literal'],
  ['a template with a quoted literal', externalSecret(`{data: {password: '{{ "changeme1" }}'}}`), 'template-literal'],
  [
    'a template with a literal password in a URL',
    externalSecret('{data: {url: "postgresql://a:changeme1@{{ .host }}/a"}}'),
    'template-literal',
  ],
  [
    'a literal of templateFrom',
    externalSecret('{templateFrom: [{literal: "password: changeme1"}]}'),
    'template-literal',
  ],
  [
    'an annotation of a template',
    externalSecret('{metadata: {annotations: {password: changeme1}}}'),
    'no-annotation-credential',
  ],
];

describe('the wall against inline secrets', () => {
  test.each(routes)('%s', (_, text, rule, file) => {
    expect(rulesIn(text, file)).toContain(rule);
  });

  test('one place yields one finding, of the more specific rule', () => {
    expect(rulesIn(container('env: [{name: DB_PASSWORD, value: "postgresql://a:changeme1@db/a"}]'))).toEqual([
      'no-url-credential',
    ]);
    expect(rulesIn('{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {password: changeme1}}')).toEqual([
      'no-inline-secret',
    ]);
  });

  test('no finding holds the value', () => {
    for (const [, text, , file = 'app.yaml'] of routes) {
      const findings = runGuardrails({
        manifests: exampleManifests({ files: { [file]: text } }),
        configuration: resolveConfiguration(configuration),
      });
      expect(JSON.stringify(findings)).not.toMatch(/changeme1|fakefake|RkFLRU/);
    }
  });
});
