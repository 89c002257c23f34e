// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of scripts
import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const map = (script: string): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 's', namespace: 'vault' },
    data: { 's.sh': script },
  });
const read = "export BAO_TOKEN=$(kubectl get secret keys -o jsonpath='{.data.root_token}' | base64 -d)";

test.each<readonly [string, string, number]>([
  ['what was read', `${read}\nbao kv put secret/x value="${'$'}{BAO_TOKEN}"`, 1],
  ['what the environment holds', 'vault kv patch secret/x token=$VAULT_ROOT_TOKEN', 1],
  [
    'through the API',
    `${read}\ncurl -X POST $BAO_ADDR/v1/secret/data/x -d "{\\"data\\":{\\"token\\"=\\"$BAO_TOKEN\\"}}"`,
    0,
  ],
  ['a login of one command', `${read}\nVAULT_TOKEN=$BAO_TOKEN vault kv put secret/x value=a`, 0],
  ['a token of a policy', 'T=$(vault token create -field=token)\nvault kv put secret/x value="$T"', 0],
  ['a word about it', 'echo "the root_token is gone"', 0],
])('%s', (_, script, stored) => {
  expect(linesOf('no-root-token-use', map(script))).toHaveLength(stored);
});

test.each([
  ['Deployment', 1],
  ['StatefulSet', 1],
  ['DaemonSet', 1],
  ['Job', 0],
])('a %s that logs in with it', (kind, expected) => {
  const pod = { containers: [{ name: 'a', image: 'a', command: ['sh', '-c', `${read}\nvault status`] }] };
  const object = { apiVersion: 'apps/v1', kind, metadata: { name: 'a' }, spec: { template: { spec: pod } } };
  expect(linesOf('no-root-token-use', JSON.stringify(object))).toHaveLength(expected);
});
