import { keycloakBootstrapAdmin } from '../contracts/keycloak.ts';
import { keycloakDbCredentials } from '../contracts/postgres.ts';
import { type Env, Service } from '../platform/definition.ts';

/** Keycloak itself; its Secrets belong to the platform bundle. */
export class Keycloak extends Service {
  constructor(env: Env) {
    super(env, 'keycloak', {
      owner: 'platform-identity',
      phase: 350,
      consumers: ['operator'],
      argoCd: { chart: { path: 'sources/charts/foundation/operators-config/keycloak_instance' } },
    });
    this.values({
      externalSecrets: { enabled: false },
      database: {
        secretName: keycloakDbCredentials,
        usernameKey: keycloakDbCredentials.key('username'),
        passwordKey: keycloakDbCredentials.key('password'),
      },
      db: { existingSecret: keycloakDbCredentials },
      bootstrapAdmin: {
        secretName: keycloakBootstrapAdmin,
        usernameKey: keycloakBootstrapAdmin.key('username'),
        passwordKey: keycloakBootstrapAdmin.key('password'),
      },
    });
  }
}
