import { expect, test } from 'vitest';
import { checkRepository } from '../../../src/guardrails/check-repository.ts';
import { resolveConfiguration } from '../../../src/guardrails/engine/configuration.ts';
import { exampleFolder } from '../credential/example-folder.ts';
import { linesOf } from '../findings-of.ts';

const secret = (name: string, namespace = 'shop'): string =>
  `{apiVersion: v1, kind: Secret, metadata: {name: ${name}, namespace: ${namespace}}, data: {a: eA==}}`;
const pod = (name: string, namespace = 'shop', key = 'a'): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: app-${name}, namespace: ${namespace}}, spec: {containers: [{name: app, env: [{name: A, valueFrom: {secretKeyRef: {name: ${name}, key: ${key}}}}]}]}}`;
const role = (name: string): string =>
  `{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: writer, namespace: shop}, rules: [{apiGroups: [""], resources: [secrets], verbs: [update], resourceNames: [${name}]}]}`;
const owner = (name: string, target = 'db'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: ${name}, namespace: shop}, spec: {target: {name: ${target}}, data: [{secretKey: a, remoteRef: {key: a}}]}}`;
const all = (...texts: readonly string[]): string => texts.join('\n---\n');
const ununderstood = (name: string, why: string): string => `Secret "${name}" has no writer that is understood: ${why}`;

test.each<[string, string, Record<string, string>, string]>([
  [
    'another file speaks of it',
    'known-secret',
    {
      'a.yaml': all(secret('other'), pod('web-login')),
      'b.yaml': '{apiVersion: example.org/v1, kind: Thing, metadata: {name: t}, spec: {into: {called: web-login}}}',
    },
    ununderstood('web-login', 'b.yaml speaks of it, and may be about what makes it'),
  ],
  [
    'none of its family is made',
    'known-secret',
    { 'a.yaml': all(secret('other'), ...['a-oidc', 'b-oidc', 'c-oidc'].map((name) => pod(name))) },
    ununderstood('a-oidc', 'nor has any of the 3 that end in "-oidc"'),
  ],
  [
    'none of its class is made',
    'known-secret',
    {
      'a.yaml': secret('other'),
      'values.yaml': 'a: {keystoreSecretName: one}\nb: {keystoreSecretName: two}\nc: {keystoreSecretName: six}\n',
    },
    ununderstood('one', 'nor has any of 3 names in such fields'),
  ],
  [
    'many namespaces read it',
    'known-secret',
    { 'a.yaml': all(secret('shared', 'home'), ...['a', 'b', 'c'].map((where) => pod('shared', where))) },
    'Secret "shared" is read in 3 namespaces that do not make it: something may copy it there',
  ],
  [
    'a role permits it',
    'known-secret',
    { 'a.yaml': all(secret('other'), pod('web-login'), role('web-login')) },
    ununderstood('web-login', 'role writer lets a program make it'),
  ],
  [
    'the platform may make it',
    'known-secret',
    { 'a.yaml': all(secret('other'), pod('web-login', 'kube-system')) },
    ununderstood('web-login', 'what runs in kube-system may make it'),
  ],
  [
    'its name cannot be one',
    'known-secret',
    { 'a.yaml': all(secret('other'), pod('API_TOKEN')) },
    '"API_TOKEN" can be the name of no Secret: something makes another of it',
  ],
  [
    'its writer may be another',
    'known-secret-key',
    { 'a/a.yaml': secret('db'), 'b/b.yaml': pod('db', 'shop', 'password') },
    'Secret "db" has no key "password" by the writer that is understood; nothing reads what that one writes',
  ],
  [
    'its owners are versions',
    'single-owner',
    Object.fromEntries([0, 1, 2, 3].map((at) => [`versions/v${at}.yaml`, owner(`v${at}`)])),
    'Secret "db" in namespace shop is also written in versions/v0.yaml, one of 4 alike: they may be versions of one thing',
  ],
])('%s', (_, rule, files, expected) => {
  const [first] = linesOf(rule, files);
  expect(first?.split(' | ')[0]).toBe(`note: ${expected}`);
});

test('a script makes names like it', async () => {
  const folder = exampleFolder({
    'a.yaml': all(secret('other'), pod('collectors')),
    'make.sh':
      'names="user collectors"\nfor name in $names; do kubectl create secret generic $name --from-file=$dir; done\n',
  });
  const { diagnostics } = await checkRepository({
    paths: [folder],
    workingDirectory: folder,
    policy: { configuration: resolveConfiguration({ onlyRules: ['known-secret'] }), suppressions: [] },
  });
  expect(diagnostics.map(({ severity, what }) => `${severity}: ${what}`)).toEqual([
    `note: ${ununderstood('collectors', 'a script makes Secrets of such names')}`,
  ]);
});

const random = ['7UXTP83', 'LZYTmbS7'].join('');

test.each([
  ['store:prod:/web/login', 'note'],
  ['login@store#field', 'note'],
  ['7c0f2a11-01ab-4c5d-8e6f-0123456789ab|web|login', 'note'],
  ['admin:letmein', 'error'],
  [`store:prod:${random}`, 'error'],
  [`${random}:a#b`, 'error'],
  ['store:prod:/web/aBcDeF', 'error'],
  ['store prod: /web/login', 'error'],
])('a text that is put together of names: %s', (text, severity) => {
  const files = { 'a.yaml': `spec: {password: ${JSON.stringify(text)}}` };
  expect(linesOf('no-field-credential', files).map((one) => one.split(':')[0])).toEqual([severity]);
});

test.each([
  ['prod', 'note'],
  ['stage', 'error'],
])('a key of a Secret that the folder of %s reads', (folder, severity) => {
  const files = {
    'stage/sub/a.yaml': secret('db'),
    'stage/b.yaml': pod('db'),
    [`${folder}/c.yaml`]: pod('db', 'shop', 'password'),
  };
  expect(linesOf('known-secret-key', files).map((one) => one.split(':')[0])).toEqual([severity]);
});
