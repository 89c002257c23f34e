import { playwrightIntTestsSecrets } from '../contracts/integration-tests.ts';
import {
  clientPatcher,
  type KeycloakClient,
  keycloakAdminSa,
  keycloakClients,
  keycloakMasterBootstrap,
  keycloakRealmOidcClients,
} from '../contracts/keycloak.ts';
import { type SecretKeyHandle, ServiceSecrets, VaultWriter } from '../index.ts';
import { ameide, type Env, Service } from '../platform/definition.ts';

const role = 'keycloak-client-patcher';
const serviceAccount = 'default';

const persona = (password: SecretKeyHandle) => ({ secret: { name: playwrightIntTestsSecrets, key: password } });

/**
 * Passwords that the realm import takes from the persona Secret.
 * @see https://www.keycloak.org/operator/realm-import
 */
const personaPlaceholders = {
  PLAYWRIGHT_SSO_PASSWORD: persona(playwrightIntTestsSecrets.key('E2E_SSO_PASSWORD')),
  PLAYWRIGHT_OWNER_PASSWORD: persona(playwrightIntTestsSecrets.key('PLAYWRIGHT_OWNER_PASSWORD')),
  PLAYWRIGHT_VIEWER_PASSWORD: persona(playwrightIntTestsSecrets.key('PLAYWRIGHT_VIEWER_PASSWORD')),
  PLAYWRIGHT_NEWMEMBER_PASSWORD: persona(playwrightIntTestsSecrets.key('PLAYWRIGHT_NEWMEMBER_PASSWORD')),
};

/** The realm, and the job that publishes the client secrets which Keycloak invented. */
export class KeycloakRealm extends Service {
  constructor(env: Env) {
    super(env, 'keycloak-realm', {
      owner: 'platform-identity',
      phase: 355,
      consumers: ['pre-sync-hook', 'operator'],
      argoCd: { chart: { path: 'sources/charts/foundation/operators-config/keycloak_realm' } },
    });
    const { environment } = env;
    new ServiceSecrets(this, keycloakRealmOidcClients);
    new VaultWriter(this, clientPatcher, { role, serviceAccounts: [serviceAccount] });
    this.values({
      oidcClientSecrets: { targetSecretName: keycloakRealmOidcClients },
      // Personas are in the integration bundle, in environments without customers only.
      personaSecret: { create: false },
      masterBootstrap: {
        existingSecret: keycloakMasterBootstrap,
        usernameKey: keycloakMasterBootstrap.key('username'),
        passwordKey: keycloakMasterBootstrap.key('password'),
      },
      clientPatcher: {
        loginSecretRef: {
          name: keycloakAdminSa,
          clientIdKey: keycloakAdminSa.key('client-id'),
          clientSecretKey: keycloakAdminSa.key('client-secret'),
        },
        serviceAccountName: serviceAccount,
        vault: { addr: environment.vault.address, kvPath: ameide.settings.mount, authRole: role },
      },
    });
    if (playwrightIntTestsSecrets.existsIn(environment))
      // They go into the realm import as they are, whose schema knows no switch.
      this.values({ realmImportPlaceholders: personaPlaceholders }, { creationSwitch: false });

    // A client that nobody reads in this environment may not exist in it, and the job fails for a missing
    // client.
    this.app.whenComplete(({ placements, clusterPlacements }) => {
      const read = new Set(
        [...placements, ...clusterPlacements].flatMap(({ contract }) => contract.vaultKeysIn(environment)),
      );
      const extracted = (realm: KeycloakClient['realm']) =>
        Object.values<KeycloakClient>(keycloakClients)
          .filter((client) => client.realm === realm && read.has(client.secret))
          .map(({ clientId, secret }) => ({ clientId, vaultKey: secret.pathIn(environment) }));
      this.values({
        clientPatcher: {
          secretExtraction: { enabled: true, clients: extracted('ameide'), masterRealmClients: extracted('master') },
        },
      });
    });
  }
}
