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
