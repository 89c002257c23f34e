import { keycloakRealmOidcClients } from '../contracts/keycloak.ts';
import { coderDbUrl } from '../contracts/postgres.ts';
import { ClusterServiceSecrets, type SecretKeyHandle, ServiceSecrets, VaultWriter } from '../index.ts';
import { type Env, producer, Service, secret, vault, workspaceNamespaces } from '../platform/definition.ts';

const cliTokenRotator = producer('coder-cli-token-rotator');

const githubAuth = secret('coder-external-auth-github', {
  purpose: 'GitHub application with which workspaces get access to repositories',
  keys: {
    'client-id': vault.external('coder-github-oauth-client-id'),
    'client-secret': vault.external('coder-github-oauth-client-secret'),
  },
});

const bootstrapAdmin = secret('coder-bootstrap-admin', {
  purpose: 'First administrator of Coder',
  keys: {
    username: vault.external('coder-bootstrap-admin-username'),
    email: vault.external('coder-bootstrap-admin-email'),
    password: vault.external('coder-bootstrap-admin-password'),
  },
});

const bootstrapToken = secret('coder-bootstrap-token', {
  purpose: 'Token with which the rotator asks Coder for session tokens',
  keys: { token: vault.external('coder-bootstrap-token') },
});

const cliAuth = secret('coder-cli-auth', {
  purpose: 'Session token of the Coder command line in workspaces',
  keys: { token: vault.produced('coder-cli-session-token', { by: cliTokenRotator, until: 'absent' }) },
});

const ghAuth = secret('gh-auth', {
  purpose: 'Token of the GitHub command line in workspaces',
  keys: { token: vault.external('github-token') },
});

const variable = (name: string, key: SecretKeyHandle) => ({
  name,
  valueFrom: { secretKeyRef: { name: key.contract, key } },
});

/** Development workspaces; what they read is placed into their namespaces as those appear. */
export class Coder extends Service {
  constructor(env: Env) {
    super(env, 'coder', { owner: 'platform-dx', phase: 350, consumers: ['job', 'cron-job'], environments: ['dev'] });
    new ServiceSecrets(this, [githubAuth, bootstrapAdmin, bootstrapToken]);
    new ClusterServiceSecrets(this, [cliAuth, ghAuth], { namespaces: workspaceNamespaces });
    new VaultWriter(this, cliTokenRotator, { role: cliTokenRotator.name, serviceAccounts: [cliTokenRotator.name] });
    this.values({
      coder: {
        env: [
          variable('CODER_PG_CONNECTION_URL', coderDbUrl.key('url')),
          variable('CODER_OIDC_CLIENT_SECRET', keycloakRealmOidcClients.key('coder-client-secret')),
          variable('CODER_EXTERNAL_AUTH_0_CLIENT_ID', githubAuth.key('client-id')),
          variable('CODER_EXTERNAL_AUTH_0_CLIENT_SECRET', githubAuth.key('client-secret')),
        ],
      },
      bootstrapAdmin: {
        existingSecret: bootstrapAdmin,
        usernameKey: bootstrapAdmin.key('username'),
        emailKey: bootstrapAdmin.key('email'),
        passwordKey: bootstrapAdmin.key('password'),
      },
      cliTokenRotator: { existingSecret: bootstrapToken, tokenKey: bootstrapToken.key('token') },
    });
  }
}
