import { platformAppMasterClient } from '../contracts/keycloak.ts';
import { ServiceSecrets } from '../index.ts';
import { type Env, SharedBundle } from '../platform/definition.ts';

/**
 * The provisioning client of the master realm: Keycloak invents its secret, so it cannot be in the bundle
 * that precedes Keycloak.
 */
export class VaultSecretsKeycloakClients extends SharedBundle {
  constructor(env: Env) {
    super(env, 'foundation-vault-secrets-keycloak-clients', {
      owner: 'platform-identity',
      phase: 356,
      approval: {
        owner: 'platform-identity',
        date: '2026-11-24',
        reason:
          'Several services provision realms with one client, whose secret exists only after the client-patcher ran',
        backlog: '362-v2',
      },
    });
    new ServiceSecrets(this, platformAppMasterClient);
  }
}
