import { gitlabTokensReconciler } from '../contracts/gitlab.ts';
import { keycloakClients } from '../contracts/keycloak.ts';
import { gitlabStorage } from '../contracts/minio.ts';
import { gitlabDbCredentials } from '../contracts/postgres.ts';
import { redisAuth } from '../contracts/redis.ts';
import { DeliveredSecrets, json, ServiceSecrets, VaultWriter } from '../index.ts';
import { delivered, type Env, Service, secret, template, vault } from '../platform/definition.ts';

const { clientId, realm, secret: clientSecret } = keycloakClients.gitlab;

// Both documents are YAML; a value goes in as a JSON string, which YAML reads the same with any characters it
// has.

/** @see https://docs.gitlab.com/charts/charts/globals/#providers */
const oidcProvider = secret('gitlab-oidc-provider', {
  purpose: 'Sign-in of GitLab with Keycloak',
  externalSecret: 'gitlab-oidc-provider',
  keys: {
    provider: template`name: openid_connect
label: Keycloak
args:
  name: openid_connect
  scope: [openid, profile, email]
  response_type: code
  issuer: https://auth.${({ domain }) => domain}/realms/${realm}
  discovery: true
  client_auth_method: query
  uid_field: preferred_username
  pkce: true
  client_options:
    identifier: ${clientId}
    secret: ${json(clientSecret)}
    redirect_uri: https://gitlab.${({ domain }) => domain}/users/auth/openid_connect/callback
`,
  },
});

/** @see https://docs.gitlab.com/charts/charts/globals/#connection */
const objectStorage = secret('gitlab-object-storage', {
  purpose: 'Connection of GitLab to MinIO',
  externalSecret: 'gitlab-object-storage',
  keys: {
    connection: template`provider: AWS
region: us-east-1
endpoint: http://data-minio.${({ namespace }) => namespace}.svc.cluster.local:9000
path_style: true
aws_access_key_id: ${json(gitlabStorage.accessKey)}
aws_secret_access_key: ${json(gitlabStorage.secretKey)}
`,
  },
});

const bootstrapAdmin = secret('gitlab-bootstrap-admin', {
  purpose: 'Administrator of GitLab that is restored after a reset',
  keys: { password: vault.generated('gitlab-bootstrap-admin-password') },
});

const initialRootPassword = delivered('platform-gitlab-gitlab-initial-root-password', {
  by: 'shared-secrets job of the GitLab chart',
  purpose: 'Root of GitLab, for break-glass only',
  keys: ['password'],
});

/** Source code, and the job that mints an access token for each consumer of its API. */
export class Gitlab extends Service {
  constructor(env: Env) {
    super(env, 'gitlab', {
      owner: 'platform-dx',
      phase: 350,
      consumers: ['cron-job', 'job'],
      argoCd: { chart: { path: 'sources/charts/platform/gitlab' } },
    });
    new ServiceSecrets(this, [oidcProvider, objectStorage, bootstrapAdmin]);
    new DeliveredSecrets(this, initialRootPassword);
    new VaultWriter(this, gitlabTokensReconciler, {
      role: gitlabTokensReconciler.name,
      serviceAccounts: [gitlabTokensReconciler.name],
    });
    this.values({
      global: {
        psql: { password: { secret: gitlabDbCredentials, key: gitlabDbCredentials.key('password') } },
        redis: { auth: { secret: redisAuth, key: redisAuth.key('password') } },
        appConfig: {
          omniauth: { providers: [{ secret: oidcProvider, key: oidcProvider.key('provider') }] },
          object_store: { connection: { secret: objectStorage, key: objectStorage.key('connection') } },
        },
      },
      adminReconciler: { existingSecret: bootstrapAdmin, passwordKey: bootstrapAdmin.key('password') },
    });
  }
}
