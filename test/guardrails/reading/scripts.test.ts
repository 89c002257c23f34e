import { expect, test } from 'vitest';
import { checkRepository } from '../../../src/guardrails/check-repository.ts';
import { resolveConfiguration } from '../../../src/guardrails/engine/configuration.ts';
import { exampleFolder } from '../credential/example-folder.ts';

const beside = {
  'a.yaml':
    'apiVersion: v1\nkind: Secret\nmetadata: {name: db, namespace: shop}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: app, namespace: shop}\nspec: {containers: [{name: app, envFrom: [{secretRef: {name: login}}]}]}\n',
};
const line = 'kubectl create secret generic login --from-literal=password="$PASSWORD"';

test.each([
  ['nothing', {}, true],
  ['a script', { 'hack/up.sh': `#!/bin/sh\n${line}\n` }, false],
  ['a script for the namespace', { 'hack/up.sh': `kubectl -n shop create secret generic login\n` }, false],
  ['a script for another namespace', { 'hack/up.sh': 'kubectl create secret generic login -n other\n' }, true],
  ['a script whose variable is set', { 'up.sh': `NAME=login\nkubectl create secret generic "$NAME"\n` }, false],
  ['a script whose variable is not', { 'up.sh': `kubectl create secret generic "$NAME"\n` }, true],
  [
    'a script that applies a manifest',
    { 'up.sh': 'kubectl create secret generic x\nkubectl apply -f - <<E\nkind: Secret\nmetadata:\n  name: login\nE\n' },
    false,
  ],
  ['a makefile', { Makefile: `up:\n\t${line}\n` }, false],
  ['a justfile', { '.justfile': `up:\n  ${line}\n` }, false],
  ['a task of a runner', { 'Taskfile.yml': `tasks:\n  up:\n    cmds:\n      - ${line}\n` }, false],
  ['a text of people', { 'README.md': `${line}\n` }, true],
  ['a script that git does not keep', { 'up.sh': `${line}\n`, '.gitignore': 'up.sh\n', '.git/HEAD': '' }, true],
])('a Secret that is made by %s', async (_, files: Readonly<Record<string, string>>, isMissing) => {
  const { diagnostics } = await checkRepository({
    paths: [exampleFolder({ ...beside, ...files })],
    policy: { configuration: resolveConfiguration(), suppressions: [] },
  });
  const found = diagnostics.filter(({ rule }) => rule === 'known-secret').map(({ severity }) => severity);
  expect(found).toEqual(isMissing ? ['error'] : []);
});

test.each([
  [
    'a resource of Terraform',
    { 'main.tf': 'resource "kubernetes_secret" "a" {\n  metadata {\n    name = "login"\n  }\n}\n' },
    'note',
  ],
  [
    'a manifest of Terraform',
    { 'main.tf': 'manifest = {\n  kind = "ExternalSecret"\n  metadata = { name = "login" }\n}\n' },
    'note',
  ],
  ['a constant of an operator', { 'src/config.ts': 'export const LOGIN_SECRET_NAME = "login";\n' }, 'note'],
  ['a controller', { 'pkg/a.go': 'secret := &corev1.Secret{\n  Name: "login",\n}\n' }, 'note'],
  [
    'a helper of a chart',
    {
      'c/Chart.yaml': 'name: c\n',
      'c/templates/a.yaml': '{{ include "c.secret" (dict "name" "login" "namespace" "shop") }}\nstringData: {a: b}\n',
    },
    'note',
  ],
  [
    'a helper that a name is piped into',
    { 'c/Chart.yaml': 'name: c\n', 'c/templates/a.yaml': '{{- list "login" . | include "c.settings" }}\n' },
    'note',
  ],
  [
    'a variable of a template',
    { 'c/Chart.yaml': 'name: c\n', 'c/templates/a.yaml': '{{- $name := "login" }}\n' },
    'note',
  ],
  [
    'a condition of a template',
    { 'c/Chart.yaml': 'name: c\n', 'c/templates/a.yaml': '{{- if eq .Values.a "login" }}{{ end }}\n' },
    'error',
  ],
  [
    'a program that has the word far from a Secret',
    { 'a.py': `"login"\n${'\n'.repeat(20)}create_secret()\n` },
    'error',
  ],
  ['a program without Secrets', { 'a.py': 'secret = "login"\n' }, 'error'],
  ['a test of a program', { 'pkg/a_test.go': 'secret := &corev1.Secret{Name: "login"}\n' }, 'error'],
  [
    'a program that git does not keep',
    { 'a.go': 'corev1.Secret{Name: "login"}', '.gitignore': '*.go', '.git/HEAD': '' },
    'error',
  ],
])('a Secret of which %s speaks', async (_, files: Readonly<Record<string, string>>, severity) => {
  const { diagnostics } = await checkRepository({
    paths: [exampleFolder({ ...beside, ...files })],
    policy: { configuration: resolveConfiguration(), suppressions: [] },
  });
  expect(diagnostics.filter(({ rule }) => rule === 'known-secret').map((found) => found.severity)).toEqual([severity]);
});

test('a Secret of another namespace is one of the manifests, whatever a program says', async () => {
  const { diagnostics } = await checkRepository({
    paths: [
      exampleFolder({
        'a.yaml': beside['a.yaml'].replace('login', 'db').replace('app, namespace: shop', 'app, namespace: web'),
        'a.go': 'corev1.Secret{Name: "db"}',
      }),
    ],
    policy: { configuration: resolveConfiguration(), suppressions: [] },
  });
  expect(diagnostics.filter(({ rule }) => rule === 'known-secret').map(({ severity }) => severity)).toEqual(['error']);
});
