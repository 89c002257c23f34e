// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts hold variables of other languages
import { expect, test } from 'vitest';
import { kindFindings } from './kind-findings.ts';
import { es, fetched, object, pod } from './wiring-texts.ts';

type Files = Readonly<Record<string, string>>;

/** What a text says and where an object is placed: what must be clean, and what must be told. */
type Said = readonly [kind: string, clean: Files, found: Files, ...findings: string[]];

/** Of no service. */
const literal = ['Qx7', 'vK2', 'mW9', 'tR4'].join('');
const anchor = es('data: [{secretKey: a, remoteRef: {key: anchor}}]', 'name: anchor, namespace: shop');
const play = (task: string): Files => ({
  'play.yml': `- hosts: all\n  tasks:\n    - name: one\n      ${task}\n`,
});
const values = (text: string): Files => ({ 'values.yaml': `${text}\n` });
const settings = (text: string): Files => ({ 'settings.json': `{"headers": {"Authorization": "${text}"}}\n` });
const chart = (annotation: string): Files => ({
  'c/Chart.yaml': `apiVersion: v2\nname: c\nversion: 1.0.0\nannotations:\n  ${annotation}: "${literal}"\n`,
});
const issuer = (namespace: string): string =>
  object(
    'cert-manager.io/v1',
    'ClusterIssuer',
    'spec: {acme: {privateKeySecretRef: {name: own}, solvers: [{dns01: {cloudflare: {apiTokenSecretRef: {name: dns, key: password}}}}]}}',
    `name: le${namespace}`,
  );
const gateway = object(
  'gateway.networking.k8s.io/v1',
  'Gateway',
  'spec: {gatewayClassName: a, listeners: [{name: web, tls: {certificateRefs: [{name: to-be-replaced}]}}]}',
  'name: main, namespace: shop',
);
const replacing = (field: string): Files => ({
  'a.yaml': anchor,
  'gate/gateway.yaml': gateway,
  'gate/kustomization.yaml': `resources: [gateway.yaml]\nconfigMapGenerator: [{name: info, envs: [info.env]}]\nreplacements:\n  - source: {kind: ConfigMap, name: info, fieldPath: data.name}\n    targets: [{select: {kind: Gateway, name: main}, fieldPaths: [${field}]}]\n`,
});
const generating = (name: string): Files => ({
  'a.yaml': anchor,
  'web/kustomization.yaml': `namespace: shop\nresources: [app.yaml]\nsecretGenerator:\n  - name: ${name}\n    files: [a=key.txt]\n`,
  'web/key.txt': 'of no use',
  'web/app.yaml': pod(''),
  'web/values.yaml': 'auth: {existingSecret: web-login}\n',
});
const producer = (file: string): Files => {
  const text = 'apiVersion: v1\nkind: Secret\nmetadata: {name: client, namespace: shop}\ndata: {}\n';
  return { 'quick/producer.yaml': text, [file]: text };
};

const labelled = (target: string): string =>
  es(
    `target: {template: {templateFrom: [{target: ${target}, literal: "team: one"}]}}\ndata: [{secretKey: a, remoteRef: {key: a}}]`.replace(
      '\n',
      ', ',
    ),
  );

const circle = (policy: string): string =>
  `${es(`target: {name: db, creationPolicy: ${policy}}, secretStoreRef: {kind: SecretStore, name: vault}, data: [{secretKey: a, remoteRef: {key: apps/db, property: a}}]`)}---\n{apiVersion: external-secrets.io/v1alpha1, kind: PushSecret, metadata: {name: push, namespace: shop}, spec: {secretStoreRefs: [{kind: SecretStore, name: vault}], selector: {secret: {name: db}}, data: [{match: {secretKey: a, remoteRef: {remoteKey: apps/db, property: a}}}]}}\n`;

const said: readonly Said[] = [
  [
    'what a task of Ansible says',
    play(`ansible.builtin.assert: {that: [a], fail_msg: "run: export VAULT_TOKEN=${literal}"}`),
    play(`ansible.builtin.shell: "export VAULT_TOKEN=${literal}"`),
    'no-field-credential play.yml:4',
  ],
  [
    'a Secret that a reference names with its namespace',
    values('registry: {credentials: "pullsecret:argo/login"}'),
    values(`registry: {credentials: "${literal}"}`),
    'no-values-credential values.yaml:1',
  ],
  [
    'a variable of the environment in a header',
    settings('Bearer {env:FORGE_TOKEN}'),
    settings(`Bearer ${literal}`),
    'no-field-credential settings.json:1',
  ],
  [
    'the public key of a chart in a catalogue',
    chart('artifacthub.io/signKey'),
    chart('example.org/signKey'),
    'no-annotation-credential c/Chart.yaml:5',
  ],
  [
    'variables and the keys that they get',
    values('envMappings: {userid: userid, password: password}'),
    values('database: {userid: userid, password: password}'),
    'no-values-credential values.yaml:1',
  ],
  [
    'an issuer of the cluster that names a namespace',
    { 'a.yaml': es(fetched, 'name: dns, namespace: cert-manager') + issuer(', namespace: default') },
    { 'a.yaml': es(fetched, 'name: dnz, namespace: cert-manager') + issuer('') },
    'known-secret a.yaml:4',
  ],
  [
    'the account of an issuer in values',
    { 'a.yaml': anchor, 'values.yaml': 'issuer: {privateKeySecretName: le-account}\n' },
    { 'a.yaml': anchor, 'values.yaml': 'issuer: {clientSecretName: le-account}\n' },
    'known-secret values.yaml:1',
  ],
  [
    'a name that a kustomization replaces',
    replacing('spec.listeners.0.tls.certificateRefs.0.name'),
    replacing('spec.gatewayClassName'),
    'known-secret gate/gateway.yaml:2',
  ],
  [
    'values of a folder in which a kustomization generates',
    generating('web-login'),
    generating('web-logon'),
    'known-secret web/values.yaml:1',
  ],
  [
    'a file and what is applied in its place',
    producer('quick/producer-single.yaml'),
    producer('quick/consumer.yaml'),
    'single-owner quick/producer.yaml:1',
  ],
  [
    'an entry of a store with parts that a template fills in',
    values("adminPassword: '<path:secret/data/{{ .Values.a }}-{{ .Values.b }}/argocd#admin>'"),
    values(`adminPassword: '<path:${literal}'`),
    'no-values-credential values.yaml:1',
  ],
  [
    'an entry of a store that is called as the field is',
    values('external: {GARAGE_TOKEN: "7c0f2a11-01ab-4c5d-8e6f-0123456789ab:prod:/vps/garage/GARAGE_TOKEN"}'),
    values(`external: {GARAGE_TOKEN: "a:prod:/vps/garage/${literal}"}`),
    'no-values-credential values.yaml:1',
  ],
  [
    'a Secret that is called as the field is',
    values('env: {app_init_output_secret: app-init-output}'),
    values(`env: {app_init_output_secret: ${literal}}`),
    'no-values-credential values.yaml:1',
  ],
  [
    'the key of a Secret in a variable',
    { 'a.yaml': pod(', env: [{name: CLIENT_SECRET_KEY, value: OIDC_MAIN_SECRET}]') },
    { 'a.yaml': pod(`, env: [{name: CLIENT_SECRET_KEY, value: ${literal}}]`) },
    'no-env-credential a.yaml:2',
  ],
  [
    'keys that a Secret is generated with',
    { 'a.yaml': 'generate_secret_keys: [root, app]\n' },
    { 'a.yaml': `generate_secret_keys: [${literal}]\n` },
    'no-field-credential a.yaml:1',
  ],
  [
    'a package and its version',
    { 'a.yaml': "'@team/backend-secret': 1.1.3(@x/types@3.6.0)\n" },
    { 'a.yaml': `backend-client-secret: ${literal}\n` },
    'no-field-credential a.yaml:1',
  ],
  [
    'the type of a field',
    { 'a.yaml': `spec: {hfToken: 'string | default=""'}\n` },
    { 'a.yaml': `spec: {hfToken: 'string ${literal}'}\n` },
    'no-field-credential a.yaml:1',
  ],
  [
    'the frame of a key without one',
    { 'a.yaml': 'ssh_private_key: |\n  -----BEGIN RSA PRIVATE KEY-----\n  -----END RSA PRIVATE KEY-----\n' },
    { 'a.yaml': `ssh_private_key: |\n  ${literal}\n` },
    'no-field-credential a.yaml:2',
  ],
  ['labels of a Secret', { 'a.yaml': labelled('Labels') }, { 'a.yaml': labelled('Data') }, 'template-literal a.yaml:2'],
  [
    'a key that each user brings',
    values('llm: {apiKey: user_provided}'),
    values(`llm: {apiKey: ${literal}}`),
    'no-values-credential values.yaml:1',
  ],
  [
    'an entry that a command asks a store for',
    { 'a.yaml': pod(', command: [sh, -c, "aws secretsmanager get-secret-value --secret-id web-login-reader"]') },
    { 'a.yaml': pod(`, command: [sh, -c, "vault write auth/approle/login --secret-id ${literal}"]`) },
    'no-argument-credential a.yaml:2',
  ],
  [
    'the name of a resource with a part of its own',
    values('jwt_token: "arn:aws:s3:::${jwt:sub}-*"'),
    values('jwt_token: "${jwt:changeme1}"'),
    'no-values-credential values.yaml:1',
  ],
  [
    'what a plan allows',
    values('tokens: "20M tokens / week"'),
    values(`tokens: "${literal}"`),
    'no-values-credential values.yaml:1',
  ],
  [
    'an option whose value an expression adds',
    { 'play.yml': `args: "{{ ['--auth-key=' ~ lookup('env', 'AUTH_KEY')] }}"\n` },
    { 'play.yml': `args: "--auth-key=${literal}"\n` },
    'no-field-credential play.yml:1',
  ],
  [
    'what an ExternalSecret fetches and does not write',
    { 'a.yaml': circle('None') },
    { 'a.yaml': circle('Owner') },
    'push-secret-conflict a.yaml:4',
  ],
];

test.each(said)('%s', async (_, clean, found, ...findings) => {
  expect(await kindFindings(clean)).toEqual([]);
  expect(await kindFindings(found)).toEqual(findings);
});
