import { until } from '../platform/until.ts';
import { externalSecretKind, type GateBench, namespace } from './gate-bench.ts';
import { gitLabToken } from './git-lab-front.ts';
import { dataPlane, hands, operator, platform, type Round } from './rounds.ts';

const clusterRoleBinding = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding' };
const rolePath = 'auth/kubernetes/role/external-secrets';
/** What is wrong with servers, rights and what others hold. */
export function serverRounds(gates: () => GateBench): readonly Round[] {
  const { cluster, reapply, signal } = hands(gates);
  let role: object;
  return [
    {
      title: 'servers, and what they show of an earlier time',
      smoke: dataPlane,
      defects: [
        {
          title: 'a Ready of an earlier generation',
          incident: 'INC-39',
          code: 'VW5162',
          names: ['ameide-local/clickhouse-auth', 'generation', 'adminPassword', 'operator runs'],
          seed: async () => {
            await signal('SIGSTOP')();
            await cluster().patch(externalSecretKind, 'clickhouse-auth', namespace, {
              spec: { refreshInterval: '2h0m0s' },
            });
          },
          remedy: async () => {
            await reapply('clickhouse-auth')();
            await signal('SIGCONT')();
          },
        },
        {
          title: 'a sealed Vault behind ExternalSecrets that are all Ready',
          incident: 'INC-16',
          code: 'VW5173',
          names: ['sealed', 'vault-bootstrap-by-hand'],
          seed: () => gates().root.expect('PUT', 'sys/seal'),
          remedy: () => gates().bench.vault().unseal(gates().keys),
        },
        {
          title: 'a store that is not there',
          incident: 'INC-03',
          code: 'VW5172',
          names: ['ameide-vault', 'not in the cluster'],
          seed: () =>
            cluster().delete({ apiVersion: 'external-secrets.io/v1', kind: 'ClusterSecretStore' }, 'ameide-vault'),
          remedy: () => cluster().apply(gates().rendered('ClusterSecretStore', 'ameide-vault')),
        },
      ],
    },
    {
      title: 'rights',
      smoke: platform,
      defects: [
        {
          title: 'a Vault role that is missing',
          incident: 'INC-03',
          code: 'VW5161',
          names: ['gitlab-bootstrap-admin-sync', 'gitlab-bootstrap-admin-password', 'SecretSyncedError'],
          seed: async () => {
            role = (await gates().root.expect('GET', rolePath)).data;
            await gates().root.expect('DELETE', rolePath);
            await gates().sync('gitlab-bootstrap-admin-sync');
          },
          remedy: async () => {
            await gates().root.expect('POST', rolePath, role);
            await gates().sync('gitlab-bootstrap-admin-sync');
          },
        },
        {
          title: 'a right of the smoke that is missing',
          incident: 'INC-39',
          code: 'VW5019',
          names: ['externalsecrets/argocd-secret-sync in argocd', 'the rendered Role does'],
          seed: () =>
            cluster().delete(
              { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
              `${namespace}-${platform}`,
              'argocd',
            ),
          remedy: async () => {
            const binding = gates().environment.objects.find(
              ({ kind, metadata }) =>
                kind === 'RoleBinding' &&
                metadata.name === `${namespace}-${platform}` &&
                metadata.namespace === 'argocd',
            );
            if (binding) await cluster().apply(binding);
          },
        },
      ],
    },
    {
      title: 'the operator',
      smoke: operator,
      defects: [
        {
          title: 'a Deployment at zero',
          incident: 'INC-39',
          code: 'VW5171',
          names: ['external-secrets/external-secrets-webhook', 'zero', 'rollout status'],
          seed: () =>
            cluster().patch(
              { apiVersion: 'apps/v1', kind: 'Deployment' },
              'external-secrets-webhook',
              'external-secrets',
              { spec: { replicas: 0 } },
            ),
          remedy: () => gates().deploy('external-secrets-webhook', 'external-secrets'),
        },
      ],
    },
    {
      title: 'what others did',
      smoke: platform,
      defects: [
        {
          title: 'a namespace that is not there',
          incident: 'INC-04',
          code: 'VW5019',
          names: ['externalsecrets/argocd-secret-sync in argocd', 'the rendered Role does'],
          seed: async () => {
            const kind = { apiVersion: 'v1', kind: 'Namespace' };
            await cluster().delete(kind, 'argocd');
            await until(60_000, async () =>
              (await cluster().find(kind, 'argocd')) ? 'argocd is still there' : undefined,
            );
          },
          remedy: () => gates().restore('argocd'),
        },
        {
          title: 'a ClusterRoleBinding of the same name for another environment',
          incident: 'INC-18',
          code: 'VW5019',
          names: ['clustersecretstores/ameide-vault', 'the rendered Role does'],
          seed: () =>
            cluster().patch(clusterRoleBinding, `${namespace}-${platform}`, undefined, {
              subjects: [{ kind: 'ServiceAccount', name: platform, namespace: 'ameide-dev' }],
            }),
          remedy: () => cluster().apply(gates().rendered('ClusterRoleBinding', `${namespace}-${platform}`)),
        },
        {
          title: 'a token that GitLab forgot',
          incident: 'INC-40',
          code: 'VW5290',
          names: [
            'GET /user',
            'ameide-local/gitlab-api-credentials',
            'gitlab/tokens/local/backstage',
            'platform-gitlab-service-tokens-reconciler',
          ],
          seed: async () => gates().gitLab.forget(gitLabToken('backstage')),
          remedy: async () => gates().gitLab.know(gitLabToken('backstage')),
        },
      ],
    },
  ];
}
