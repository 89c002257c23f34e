import { keycloakClients } from '../contracts/keycloak.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, Service, secret, vault } from '../platform/definition.ts';

const clients = secret('camunda-oidc-client-secrets', {
  purpose: 'Keycloak clients of the parts of Camunda',
  keys: {
    orchestration: keycloakClients.camundaOrchestration.secret,
    connectors: keycloakClients.camundaConnectors.secret,
  },
});

const webModelerDb = secret('camunda-web-modeler-db-credentials', {
  purpose: 'PostgreSQL credentials of the Camunda Web Modeler',
  environments: ['dev'],
  keys: {
    username: vault.literal('camunda-web-modeler-db-username', 'camunda_web_modeler', { enforcedBy: 'cnpg' }),
    password: vault.generated('camunda-web-modeler-db-password', { enforcedBy: 'cnpg' }),
  },
});

/**
 * Process automation.
 * @see https://github.com/camunda/camunda-platform-helm
 */
export class Camunda8 extends Service {
  constructor(env: Env) {
    super(env, 'camunda8', { owner: 'platform-apps', phase: 350 });
    new ServiceSecrets(this, clients);
    new ServiceSecrets(this, webModelerDb, { disabled: 'planned: the Web Modeler is not installed yet' });
    const authentication = (key: 'connectors' | 'orchestration') => ({
      oidc: { secret: { existingSecret: clients, existingSecretKey: clients.key(key) } },
    });
    this.values({
      orchestration: { security: { authentication: authentication('orchestration') } },
      connectors: { security: { authentication: authentication('connectors') } },
    });
  }
}
