import type { PublishedDigests, VaultKey } from '../index.ts';
import { only, producer, secret, vault } from '../platform/definition.ts';

/** The job of keycloak-realm that publishes what Keycloak invented. */
export const clientPatcher = producer('keycloak-client-patcher');

/** A confidential client of Keycloak, and the Vault key under which its secret is published. */
export interface KeycloakClient {
  readonly clientId: string;
  readonly realm: 'ameide' | 'master';
  readonly secret: VaultKey<'service-generated'>;
}

const client = (clientId: string, secretPath: string, realm: KeycloakClient['realm'] = 'ameide'): KeycloakClient => ({
  clientId,
  realm,
  secret: vault.produced(secretPath, { by: clientPatcher, until: 'placeholder' }),
});

/**
 * Every client whose secret Keycloak invents: what the client-patcher extracts and what consumers read is
 * this one list.
 */
export const keycloakClients = {
  alertmanager: client('alertmanager', 'alertmanager-oidc-client-secret'),
  argocd: client('argocd', 'argocd-dex-client-secret'),
  backstage: client('backstage', 'backstage-oidc-client-secret'),
  camundaConnectors: client('connectors', 'camunda-connectors-oidc-client-secret'),
  camundaOrchestration: client('orchestration', 'camunda-orchestration-oidc-client-secret'),
  che: client('che', 'che-oidc-client-secret'),
  coder: client('coder', 'coder-oidc-client-secret'),
  gitlab: client('gitlab', 'gitlab-oidc-client-secret'),
  kubernetesDashboard: client('kubernetes-dashboard', 'k8s-dashboard-oidc-client-secret'),
  pgadmin: client('pgadmin', 'pgadmin-oidc-client-secret'),
  platformApp: client('platform-app', 'platform-app-client-secret'),
  platformAppMaster: client('platform-app-master', 'platform-app-master-client-secret', 'master'),
  plausible: client('plausible', 'plausible-oidc-client-secret'),
  prometheus: client('prometheus', 'prometheus-oidc-client-secret'),
  temporal: client('temporal', 'temporal-oidc-client-secret'),
  wwwAmeide: client('www-ameide', 'www-ameide-keycloak-secret'),
} as const satisfies Record<string, KeycloakClient>;

/** The client of the dashboard has stood under both names. */
const telemetryNames = ({ clientId }: KeycloakClient): [string, ...string[]] =>
  clientId === 'kubernetes-dashboard' ? [clientId, 'k8s-dashboard'] : [clientId];

/** What the client-patcher publishes of the secrets that it extracted. */
export const keycloakClientDigests: PublishedDigests = {
  configMap: 'keycloak-client-secret-versions',
  names: Object.values<KeycloakClient>(keycloakClients).map((client) => ({
    key: client.secret,
    names: telemetryNames(client),
  })),
};

export const keycloakRealmOidcClients = secret('keycloak-realm-oidc-clients', {
  purpose: 'Client secrets of the ameide realm for consumers that take them from one Secret',
  externalSecret: 'keycloak-realm-oidc-clients',
  keys: {
    'alertmanager-client-secret': keycloakClients.alertmanager.secret,
    'argocd-client-secret': keycloakClients.argocd.secret,
    'backstage-client-secret': keycloakClients.backstage.secret,
    'coder-client-secret': only(['dev'], keycloakClients.coder.secret),
    'k8s-dashboard-client-secret': keycloakClients.kubernetesDashboard.secret,
    'pgadmin-client-secret': keycloakClients.pgadmin.secret,
    'plausible-client-secret': keycloakClients.plausible.secret,
    'prometheus-client-secret': keycloakClients.prometheus.secret,
    'temporal-client-secret': keycloakClients.temporal.secret,
  },
});

export const platformAppMasterClient = secret('platform-app-master-client', {
  purpose: 'Client of the master realm with which realms are provisioned',
  externalSecret: 'keycloak-master-platform-app-sync',
  keys: {
    'client-id': vault.clientId('platform-app-master-client-id', keycloakClients.platformAppMaster.clientId),
    'client-secret': keycloakClients.platformAppMaster.secret,
  },
});

export const keycloakBootstrapAdmin = secret('keycloak-bootstrap-admin', {
  purpose: 'Admin of the master realm, read only when Keycloak creates that realm',
  keys: {
    username: vault.literal('keycloak-admin-username', 'keycloak-admin'),
    password: vault.generated('keycloak-admin-password', { inputIn: ['staging', 'production'] }),
  },
});

export const keycloakMasterBootstrap = secret('keycloak-master-bootstrap', {
  purpose: 'Admin with which jobs prepare the master realm and tenants',
  keys: {
    username: vault.literal('keycloak-master-admin-username', 'keycloak-master-admin'),
    password: vault.generated('keycloak-master-admin-password', { inputIn: ['staging', 'production'] }),
  },
});

/**
 * Input of the extraction job, so it cannot come from extraction: bootstrap generates it and the realm import
 * takes it over.
 */
export const keycloakAdminSa = secret('keycloak-admin-sa', {
  purpose: 'Service account with which the client-patcher logs in to Keycloak',
  keys: {
    'client-id': vault.literal('keycloak-admin-sa-client-id', 'keycloak-admin-sa'),
    'client-secret': vault.generated('keycloak-admin-sa-client-secret'),
  },
});
