import { ameide } from '../../../src/platform/definition.ts';
import { digestOf, externalSecretKind, type GateBench, namespace } from './gate-bench.ts';
import { dataPlane, hands, platform, type Round } from './rounds.ts';

/** What is wrong with Secrets, their values and their keys. */
export function secretRounds(gates: () => GateBench): readonly Round[] {
  const { cluster, editData, example, inVault, reapply } = hands(gates);
  return [
    {
      title: 'values',
      smoke: platform,
      defects: [
        {
          title: 'a placeholder in place of a client secret',
          incident: 'INC-06',
          code: 'VW5167',
          names: [
            'keycloak-realm-oidc-clients',
            'pgadmin-client-secret',
            'pgadmin-oidc-client-secret',
            'keycloak-client-patcher',
          ],
          seed: inVault('pgadmin-oidc-client-secret', ameide.settings.placeholder, 'keycloak-realm-oidc-clients'),
          remedy: inVault(
            'pgadmin-oidc-client-secret',
            example('pgadmin-oidc-client-secret'),
            'keycloak-realm-oidc-clients',
          ),
        },
        {
          title: 'a client secret that is not the one of the service',
          incident: 'INC-28',
          code: 'VW5169',
          names: [
            'argocd/argocd-secret',
            'dex.keycloak.clientSecret',
            'argocd-dex-client-secret',
            'keycloak-client-patcher',
          ],
          seed: () => gates().publish({ argocd: digestOf('newer') }),
          remedy: inVault('argocd-dex-client-secret', 'newer', 'argocd-secret-sync', 'keycloak-realm-oidc-clients'),
        },
        {
          title: 'a digest that was not published',
          incident: 'INC-27',
          code: 'VW5170',
          names: ['keycloak-client-secret-versions', 'backstage-client-secret', 'backstage-oidc-client-secret'],
          seed: () => gates().publish({ backstage: undefined }),
          remedy: () => gates().publish({ backstage: digestOf(example('backstage-oidc-client-secret')) }),
        },
        {
          title: 'an empty value',
          incident: 'INC-19',
          code: 'VW5166',
          names: [
            'ameide-local/backstage-session',
            'session-secret',
            'backstage-session-secret',
            'vault-bootstrap-by-hand',
          ],
          seed: inVault('backstage-session-secret', '', 'backstage-session-sync'),
          remedy: inVault('backstage-session-secret', example('backstage'), 'backstage-session-sync'),
        },
      ],
    },
    {
      title: 'Secrets and their keys',
      smoke: dataPlane,
      defects: [
        {
          title: 'the text of a template in place of a password',
          incident: 'INC-22',
          code: 'VW5168',
          names: ['ameide-local/redis-auth', 'redis-password', 'vault-bootstrap-by-hand'],
          seed: inVault('redis-password', '{{ .password }}', 'redis-auth-sync'),
          remedy: inVault('redis-password', example('redis'), 'redis-auth-sync'),
        },
        {
          title: 'an ExternalSecret that nobody brought',
          incident: 'INC-01',
          code: 'VW5160',
          names: [
            'graph-db-credentials-sync',
            'graph-db-credentials',
            'GRAPH_DATABASE_URL',
            'graph-db-url',
            'Sync the Application',
          ],
          seed: () => cluster().delete(externalSecretKind, 'graph-db-credentials-sync', namespace),
          remedy: reapply('graph-db-credentials-sync'),
        },
        {
          title: 'a data key of somebody else',
          incident: 'INC-05',
          code: 'VW5165',
          names: ['ameide-local/agents-db-secret', 'INTRUDER', 'agents-db-secret-sync'],
          seed: editData('agents-db-secret-sync', ([first, ...rest]) => [
            { ...first, secretKey: 'INTRUDER' },
            first as object,
            ...rest,
          ]),
          remedy: reapply('agents-db-secret-sync'),
        },
        {
          title: 'a data key that is not fetched',
          incident: 'INC-07',
          code: 'VW5164',
          names: [
            'ameide-local/threads-db-credentials',
            'THREADS_DATABASE_URL',
            'threads-db-url',
            'threads-db-secret-sync',
          ],
          seed: editData('threads-db-secret-sync', (data) =>
            data.filter(({ secretKey }) => secretKey !== 'THREADS_DATABASE_URL'),
          ),
          remedy: reapply('threads-db-secret-sync'),
        },
        {
          title: 'a Vault key without a value',
          incident: 'INC-20',
          code: 'VW5161',
          names: [
            'workflows-db-secret-sync',
            'SecretSyncedError',
            'WORKFLOWS_DATABASE_PASSWORD',
            'workflows-db-password',
            'vault-bootstrap-by-hand',
          ],
          seed: async () => {
            await gates().root.expect('DELETE', 'secret/metadata/workflows-db-password');
            await gates().sync('workflows-db-secret-sync');
          },
          remedy: inVault('workflows-db-password', example('workflows'), 'workflows-db-secret-sync'),
        },
      ],
    },
  ];
}
