import { gitlabApiCredentials } from '../contracts/gitlab.ts';
import { keycloakRealmOidcClients } from '../contracts/keycloak.ts';
import { backstageDbCredentials } from '../contracts/postgres.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret, vault } from '../platform/definition.ts';

const session = secret('backstage-session', {
  purpose: 'Key with which Backstage signs cookies',
  keys: { 'session-secret': vault.generated('backstage-session-secret', { length: 32 }) },
});

/** The developer portal. */
export class Backstage extends Service {
  constructor(env: Env) {
    super(env, 'backstage', { owner: 'platform-dx', phase: 356 });
    new ServiceSecrets(this, session);
    this.values({
      envFrom: [{ secretRef: { name: backstageDbCredentials } }, { secretRef: { name: gitlabApiCredentials } }],
      extraEnv: [
        {
          name: 'AUTH_OIDC_CLIENT_SECRET',
          valueFrom: {
            secretKeyRef: {
              name: keycloakRealmOidcClients,
              key: keycloakRealmOidcClients.key('backstage-client-secret'),
            },
          },
        },
        {
          name: 'AUTH_SESSION_SECRET',
          valueFrom: { secretKeyRef: { name: session, key: session.key('session-secret') } },
        },
      ],
    });
  }
}
