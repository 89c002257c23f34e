import { expect, test } from 'vitest';
import { previewObjects } from '../../../../src/lifecycle/commands/rendered/preview-objects.ts';
import type { RenderedEnvironment } from '../../../../src/lifecycle/commands/rendered/rendered-environment.ts';

const operator = 'external-secrets.io/v1';

test('a preview of an environment with JWT login asks for a token of its own ServiceAccount, and gets no Secret for it', () => {
  const asked = { serviceAccountRef: { name: 'default', audiences: ['vault'] } };
  const jwt = { path: 'team-jwt', role: 'external-secrets', kubernetesServiceAccountToken: asked };
  const role = { name: 'previews', serviceAccounts: ['worker'], namespaces: ['pr-*'], policies: ['previews'] };
  const rendered = {
    name: 'dev',
    accessMap: { previews: { role: 'previews', namespace: 'shop', components: ['web'] }, roles: [role] },
    objects: [
      {
        apiVersion: operator,
        kind: 'SecretStore',
        metadata: { name: 'vault', namespace: 'shop' },
        spec: { provider: { vault: { server: 'https://vault.example.org', path: 'apps', auth: { jwt } } } },
      },
      {
        apiVersion: operator,
        kind: 'ExternalSecret',
        metadata: { name: 'web-sync', namespace: 'shop', labels: { 'app.kubernetes.io/part-of': 'web' } },
        spec: { secretStoreRef: { kind: 'SecretStore', name: 'vault' }, data: [] },
      },
    ],
  };
  const objects = previewObjects(rendered as unknown as RenderedEnvironment, 'pr-12');
  expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`)).toEqual([
    'SecretStore pr-12/vault',
    'ExternalSecret pr-12/web-sync',
  ]);
  expect(objects[0]?.spec).toMatchObject({
    provider: {
      vault: {
        auth: {
          jwt: {
            path: 'team-jwt',
            role: 'previews',
            kubernetesServiceAccountToken: { serviceAccountRef: { name: 'worker', audiences: ['vault'] } },
          },
        },
      },
    },
  });
});
