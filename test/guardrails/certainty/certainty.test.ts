// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the texts hold actions of templates
import { describe, expect, test } from 'vitest';
import { checkRepository } from '../../../src/guardrails/check-repository.ts';
import { type ConfigurationInput, resolveConfiguration } from '../../../src/guardrails/engine/configuration.ts';
import { exampleFolder } from '../credential/example-folder.ts';

const secret = (name: string, namespace = 'shop', key = 'a'): string =>
  `apiVersion: v1\nkind: Secret\nmetadata: {name: ${name}, namespace: ${namespace}}\ndata: {${key}: eA==}\n`;
const pod = (name: string, namespace = 'shop', key = 'a'): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: app-${name}, namespace: ${namespace}}\nspec: {containers: [{name: app, env: [{name: A, valueFrom: {secretKeyRef: {name: ${name}, key: ${key}}}}]}]}\n`;
const thing = (name: string, spec: string): string =>
  `apiVersion: things.example.org/v1\nkind: Thing\nmetadata: {name: ${name}, namespace: shop}\nspec: {${spec}}\n`;
const role = (kind: string, name: string, rule: string, namespace = 'shop'): string =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: {name: ${name}, namespace: ${namespace}}\nrules: [{apiGroups: [''], resources: [secrets], ${rule}}]\n`;
const all = (...texts: readonly string[]): string => texts.join('---\n');
const chart = 'apiVersion: v2\nname: c\nversion: 0.1.0\n';

type Case = readonly [
  title: string,
  files: Readonly<Record<string, string>>,
  rule: string,
  severities: readonly string[],
];

const known = 'known-secret';
const other = secret('other');
const cases: readonly Case[] = [
  ['nothing speaks of it', { 'a.yaml': all(other, pod('web-login')) }, known, ['error']],
  [
    'a resource of an unknown kind holds its name',
    { 'a.yaml': all(other, pod('web-login')), 'b.yaml': thing('key', 'into: {called: web-login}') },
    known,
    ['note'],
  ],
  [
    'a resource of an unknown kind holds a longer name',
    { 'a.yaml': all(other, pod('web-login')), 'b.yaml': thing('key', 'into: {called: web-login-2}') },
    known,
    ['error'],
  ],
  [
    'a resource of an unknown kind holds a name of one word',
    { 'a.yaml': all(other, pod('web')), 'b.yaml': thing('key', 'into: {called: web}') },
    known,
    ['error'],
  ],
  [
    'the image of a resource has its name',
    { 'a.yaml': all(other, pod('web-login')), 'b.yaml': thing('key', 'image: web-login') },
    known,
    ['error'],
  ],
  [
    'a volume has its name',
    { 'a.yaml': all(other, pod('web-login')), 'b.yaml': thing('key', 'volumes: [{name: web-login, emptyDir: {}}]') },
    known,
    ['error'],
  ],
  [
    'values have an entry of its name',
    { 'a.yaml': all(other, pod('web-login')), 'values.yaml': 'secrets:\n  web-login: {fields: [a]}\n' },
    known,
    ['note'],
  ],
  [
    'values have a volume of its name',
    { 'a.yaml': all(other, pod('web-login')), 'values.yaml': 'persistence:\n  web-login: {size: 1Gi}\n' },
    known,
    ['error'],
  ],
  [
    'the arguments of a program hold its name',
    {
      'a.yaml': all(
        other,
        pod('web-login'),
        'apiVersion: batch/v1\nkind: Job\nmetadata: {name: j, namespace: shop}\nspec: {template: {spec: {containers: [{name: c, args: ["--into=web-login"]}]}}}\n',
      ),
    },
    known,
    ['note'],
  ],
  [
    'a ConfigMap has its name',
    {
      'a.yaml': all(
        other,
        pod('web-login'),
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web-login, namespace: shop}\ndata: {a: b}\n',
      ),
    },
    known,
    ['error'],
  ],
  [
    'a template that is no manifest makes names with its end',
    {
      'a.yaml': all(other, pod('web-dbcreds')),
      'c/Chart.yaml': chart,
      'c/templates/_secret.tpl': '{{ define "c.s" }}\nname: {{ .Chart.Name }}-dbcreds\n{{ end }}\n',
    },
    known,
    ['note'],
  ],
  [
    'Secrets whose names end so are made here',
    {
      'a.yaml': all(secret('other-dbcreds'), pod('other-dbcreds'), pod('web-dbcreds')),
      'c/Chart.yaml': chart,
      'c/templates/_secret.tpl': '{{ define "c.s" }}\nname: {{ .Chart.Name }}-dbcreds\n{{ end }}\n',
    },
    known,
    ['error'],
  ],
  [
    'a template reads what has its end',
    {
      'a.yaml': all(other, pod('web-dbcreds')),
      'c/Chart.yaml': chart,
      'c/templates/_env.tpl': '{{ define "c.e" }}\nsecretKeyRef:\n  name: {{ .Chart.Name }}-dbcreds\n{{ end }}\n',
    },
    known,
    ['error'],
  ],
  [
    'a script of the tree holds its name',
    { 'a.yaml': all(other, pod('web-login')), 'make.sh': 'create_it web-login\n' },
    known,
    ['note'],
  ],
  [
    'a script only gets it',
    { 'a.yaml': all(other, pod('web-login')), 'show.sh': 'kubectl get secret web-login\n' },
    known,
    ['error'],
  ],
  [
    'a script makes such names in a loop, and others of that end are made',
    {
      'a.yaml': all(secret('other-secrets'), pod('other-secrets'), pod('web-secrets')),
      'make.sh': 'for srv in $services; do kubectl create secret generic ${srv}-secrets --from-file=$dir; done\n',
    },
    known,
    ['note'],
  ],
  [
    'a script makes names with another end in a loop',
    {
      'a.yaml': all(secret('other-secrets'), pod('other-secrets'), pod('web-secrets')),
      'make.sh': 'for srv in $services; do kubectl create secret generic ${srv}-keys --from-file=$dir; done\n',
    },
    known,
    ['error'],
  ],
  [
    'a script makes such names in a loop, and one is a slip',
    {
      'a.yaml': all(secret('web-secrets'), secret('b-secret'), pod('b-secret'), pod('web-secret')),
      'make.sh': 'for srv in $services; do kubectl create secret generic ${srv}-secret --from-file=$dir; done\n',
    },
    known,
    ['error'],
  ],
  [
    'a script makes what a list of it names',
    {
      'a.yaml': all(other, pod('collectors'), pod('collector').replace('app-', 'b-')),
      'make.sh':
        'names="user collectors"\nfor name in $names; do kubectl create secret generic $name --from-file=$dir; done\n',
    },
    known,
    ['note', 'error'],
  ],
  [
    'a list of a script that makes nothing',
    {
      'a.yaml': all(other, pod('collectors')),
      'make.sh': 'names="user collectors"\nfor name in $names; do kubectl apply -f $name; done\n',
    },
    known,
    ['error'],
  ],
  [
    'a namespace of the system in which nothing is made',
    { 'a.yaml': all(other, pod('trustee', 'kube-system')) },
    known,
    ['note'],
  ],
  [
    'a namespace of the system in which this tree makes Secrets',
    { 'a.yaml': all(...['a', 'b', 'c'].map((name) => secret(name, 'kube-system')), pod('trustee', 'kube-system')) },
    known,
    ['error'],
  ],
  [
    'another namespace in which nothing is made',
    { 'a.yaml': all(other, pod('trustee', 'shop-system')) },
    known,
    ['error'],
  ],
  [
    'a program that generates certificates may create Secrets',
    { 'a.yaml': all(other, pod('envoycert'), role('Role', 'edge-certgen', 'verbs: [create]')) },
    known,
    ['note'],
  ],
  [
    'a program that generates certificates, and no certificate',
    { 'a.yaml': all(other, pod('login'), role('Role', 'edge-certgen', 'verbs: [create]')) },
    known,
    ['error'],
  ],
  [
    'three with one end, and none of them is made',
    { 'a.yaml': all(other, pod('a-oidc'), pod('b-oidc'), pod('c-oidc')) },
    known,
    ['note', 'note', 'note'],
  ],
  [
    'three with one end, and another is made',
    { 'a.yaml': all(secret('d-oidc'), pod('a-oidc'), pod('b-oidc'), pod('c-oidc'), pod('d-oidc')) },
    known,
    ['error', 'error', 'error'],
  ],
  [
    'three with one end, and one is a slip',
    { 'a.yaml': all(secret('web-login'), pod('web-logn'), pod('b-logn'), pod('c-logn')) },
    known,
    ['error', 'note', 'note'],
  ],
  ['two with one end', { 'a.yaml': all(other, pod('a-oidc'), pod('b-oidc')) }, known, ['error', 'error']],
  [
    'a field of values that names three, and none is made',
    {
      'a.yaml': other,
      'values.yaml': 'a: {keystoreSecretName: one}\nb: {keystoreSecretName: two}\nc: {keystoreSecretName: six}\n',
    },
    known,
    ['note', 'note', 'note'],
  ],
  [
    'a field of values that names one that is made',
    {
      'a.yaml': other,
      'values.yaml':
        'a: {keystoreSecretName: one}\nb: {keystoreSecretName: two}\nc: {keystoreSecretName: six}\nd: {keystoreSecretName: other}\n',
    },
    known,
    ['error', 'error', 'error'],
  ],
  [
    'three namespaces that read what a fourth makes',
    { 'a.yaml': all(secret('shared', 'home'), ...['a', 'b', 'c'].map((where) => pod('shared', where))) },
    known,
    ['note', 'note', 'note'],
  ],
  [
    'two namespaces that read what a third makes',
    { 'a.yaml': all(secret('shared', 'home'), ...['a', 'b'].map((where) => pod('shared', where))) },
    known,
    ['error', 'error'],
  ],
  [
    'a role lets a program write it',
    { 'a.yaml': all(other, pod('web-login'), role('Role', 'x', 'verbs: [update], resourceNames: [web-login]')) },
    known,
    ['note'],
  ],
  [
    'a role lets a program read it',
    { 'a.yaml': all(other, pod('web-login'), role('Role', 'x', 'verbs: [get], resourceNames: [web-login]')) },
    known,
    ['error'],
  ],
  [
    'a role that begins alike lets a program create Secrets',
    { 'a.yaml': all(other, pod('cache-login'), role('Role', 'cache-init', 'verbs: [create]')) },
    known,
    ['note'],
  ],
  [
    'a role of another namespace',
    { 'a.yaml': all(other, pod('cache-login'), role('Role', 'cache-init', 'verbs: [create]', 'else')) },
    known,
    ['error'],
  ],
  [
    'a role of all namespaces without names',
    { 'a.yaml': all(other, pod('cache-login'), role('ClusterRole', 'cache-init', 'verbs: [create]')) },
    known,
    ['error'],
  ],
  ['a name that no Secret can have', { 'a.yaml': all(other, pod('API_TOKEN')) }, known, ['note']],
  [
    'a key of a Secret of which another key is read',
    {
      'a/a.yaml': secret('db'),
      'b/b.yaml': all(pod('db'), pod('db', 'shop', 'password').replace('app-db', 'app-2')),
    },
    'known-secret-key',
    ['error'],
  ],
  [
    'a key of a Secret of which nothing is read',
    { 'a/a.yaml': secret('db'), 'b/b.yaml': pod('db', 'shop', 'password') },
    'known-secret-key',
    ['note'],
  ],
  [
    'a key of a Secret beside its reader',
    { 'a.yaml': all(secret('db'), pod('db', 'shop', 'password')) },
    'known-secret-key',
    ['error'],
  ],
  [
    'a slip in a key of a Secret elsewhere',
    { 'a/a.yaml': secret('db', 'shop', 'password'), 'b/b.yaml': pod('db', 'shop', 'pasword') },
    'known-secret-key',
    ['error'],
  ],
];

const store = (object: string, target: string): string =>
  `apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: {name: ${object}, namespace: shop}\nspec: {target: {name: ${target}}, data: [{secretKey: a, remoteRef: {key: a}}]}\n`;
const owners = (folder: string, count: number): Readonly<Record<string, string>> => ({
  [`${folder}/es.yaml`]: all(...Array.from({ length: count }, (_, index) => store(`${folder}-${index}`, `s${index}`))),
});

const found = async (files: Readonly<Record<string, string>>, rule: string, configuration: ConfigurationInput = {}) => {
  const folder = exampleFolder(files);
  const { diagnostics } = await checkRepository({
    paths: [folder],
    workingDirectory: folder,
    policy: { configuration: resolveConfiguration(configuration), suppressions: [] },
  });
  return diagnostics.filter((finding) => finding.rule === rule);
};
const severities = async (...given: Parameters<typeof found>) =>
  (await found(...given)).map(({ severity }) => severity);

describe('what the tree itself puts in doubt is a note', () => {
  test.each(cases)('%s', async (_, files, rule, expected) => {
    expect(await severities(files, rule)).toEqual(expected);
  });

  test.each(cases.filter(([, , , expected]) => expected.includes('note')))(
    'an error where everything is declared: %s',
    async (_, files, rule) => {
      expect(new Set(await severities(files, rule, { certainty: 'strict' }))).toEqual(new Set(['error']));
    },
  );

  test.each([
    [6, 'note'],
    [5, 'error'],
  ] as const)('two folders that own %i Secrets', async (count, severity) => {
    const files = { ...owners('blue', count), ...owners('green', count) };
    expect(new Set(await severities(files, 'single-owner'))).toEqual(new Set([severity]));
    expect(new Set(await severities(files, 'single-owner', { certainty: 'strict' }))).toEqual(new Set(['error']));
  });

  test.each([
    [4, 'note'],
    [3, 'error'],
  ] as const)('%i files of one folder that own a Secret', async (count, severity) => {
    const files = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`versions/v${index}.yaml`, store(`v${index}`, 'db')]),
    );
    expect(new Set(await severities(files, 'single-owner'))).toEqual(new Set([severity]));
  });

  test('a doubt says what the user can do', async () => {
    const [finding] = await found({ 'a.yaml': all(other, pod('API_TOKEN')) }, known);
    expect(finding?.fix).toContain('producerKinds');
  });
});

describe('literals that the tree itself puts in doubt', () => {
  const line = (value: string): string => `password = "${value}"\n`;
  const sample = ['Zq7', 'wW2', 'kP9x'].join('');

  test.each([
    ['c/templates/_start.py.tpl', line(sample), 'no-field-credential', ['note']],
    ['c/templates/_policy.yaml.tpl', `password: ${sample}\n`, 'no-field-credential', ['note']],
    [
      'c/templates/_helpers.tpl',
      `{{ define "c.x" }}\npassword: ${sample}\n{{ end }}\n`,
      'no-field-credential',
      ['error'],
    ],
  ] as const)('%s', async (file, text, rule, expected) => {
    expect(await severities({ 'c/Chart.yaml': chart, [file]: text }, rule)).toEqual(expected);
  });

  test.each([
    [4, (folder: string) => `ai-${folder}`, 'note'],
    [3, (folder: string) => `ai-${folder}`, 'error'],
    [4, (folder: string, index: number) => (index < 2 ? `ai-${folder}` : `zq${index}-other`), 'error'],
  ] as const)('a key with the name of its folder in %i files', async (count, textIn, severity) => {
    const files = Object.fromEntries(
      Array.from({ length: count }, (_, index) => {
        const folder = `tool${index}`;
        return [
          `${folder}/kustomization.yaml`,
          `configMapGenerator: [{name: settings, literals: ["DB_PASSWORD=${textIn(folder, index)}"]}]\n`,
        ];
      }),
    );
    expect(await severities(files, 'no-generator-credential')).toContain(severity);
  });

  test.each([
    [secret('login-of-web'), 'note'],
    [secret('other', 'shop', 'login-of-web'), 'note'],
    [secret('other'), 'error'],
    [secret('other', 'shop', 'LOGIN_OF_WEB'), 'error'],
  ])('what something is called: %s', async (text, severity) => {
    const files = { 'a.yaml': text, 'b.yaml': thing('x', 'db: {password: login-of-web}') };
    expect(await severities(files, 'no-field-credential')).toEqual([severity]);
  });

  test.each([
    ['LOGIN_OF_WEB', 'note'],
    ['LOGIN_OF_SHOP', 'error'],
  ])('a key in capitals that a Secret has: %s', async (text, severity) => {
    const files = {
      'a.yaml': secret('other', 'shop', 'LOGIN_OF_WEB'),
      'b.yaml': thing('x', `db: {password: ${text}}`),
    };
    expect(await severities(files, 'no-field-credential')).toEqual([severity]);
  });

  test.each([
    ['RUNTIME_SECRET_NAME', 'note'],
    ['RUNTIME_NAME', 'error'],
  ])('the key of a Secret that %s names', async (variable, severity) => {
    const job = `apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop}\nspec: {containers: [{name: a, env: [{name: ${variable}, value: other}, {name: RUNTIME_SECRET_KEY, value: token}]}]}\n`;
    const files = { 'a.yaml': secret('other', 'shop', 'token'), 'b.yaml': job };
    expect(await severities(files, 'no-env-credential')).toEqual([severity]);
  });

  test.each([
    [20, 'of-the-robot', 'note'],
    [19, 'of-the-robot', 'error'],
    [20, ['Zq7', 'wW2', 'kP9x'].join(''), 'error'],
  ])('one text in %i objects: %s', async (count, text, severity) => {
    const files = Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`a${index}.yaml`, thing(`x${index}`, `db: {password: ${text}}`)]),
    );
    expect(new Set(await severities(files, 'no-field-credential'))).toEqual(new Set([severity]));
  });
});
