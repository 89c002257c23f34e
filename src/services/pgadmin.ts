import { keycloakClients } from '../contracts/keycloak.ts';
import { ghcrPull } from '../contracts/registry.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret, vault } from '../platform/definition.ts';

/** The name is historical: the identity provider is Keycloak. */
const oauth = secret('pgadmin-azure-oauth', {
  purpose: 'Keycloak client of pgAdmin',
  keys: {
    'client-id': vault.clientId('pgadmin-oidc-client-id', keycloakClients.pgadmin.clientId),
    'client-secret': keycloakClients.pgadmin.secret,
  },
});

const defaultCredentials = secret('pgadmin-bootstrap-credentials', {
  purpose: 'First administrator of pgAdmin',
  externalSecret: 'pgadmin-default-credentials-sync',
  keys: {
    PGADMIN_DEFAULT_EMAIL: vault.literal('pgadmin-admin-email', ({ domain }) => `pgadmin@${domain}`),
    PGADMIN_DEFAULT_PASSWORD: vault.generated('pgadmin-admin-password'),
  },
});

/** Administration of the databases; the list of servers comes from a ConfigMap without passwords. */
export class Pgadmin extends Service {
  constructor(env: Env) {
    super(env, 'pgadmin', {
      owner: 'platform-data',
      phase: 450,
      consumers: ['workload'],
      argoCd: { chart: { path: 'sources/charts/platform/pgadmin' } },
    });
    new ServiceSecrets(this, [oauth, defaultCredentials]);
    this.values({
      externalSecrets: { enabled: false },
      imagePullSecrets: [{ name: ghcrPull }],
      oauth2: {
        existingSecret: oauth,
        clientIdKey: oauth.key('client-id'),
        clientSecretKey: oauth.key('client-secret'),
      },
      defaultCredentials: {
        existingSecret: defaultCredentials,
        emailKey: defaultCredentials.key('PGADMIN_DEFAULT_EMAIL'),
        passwordKey: defaultCredentials.key('PGADMIN_DEFAULT_PASSWORD'),
      },
    });
  }
}
