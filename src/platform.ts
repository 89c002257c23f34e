import { z } from 'zod';
import {
  type ComponentSource,
  definePlatform,
  type EnvironmentScope,
  FoundationComponent as LibraryFoundationComponent,
  Service as LibraryService,
  SharedBundle as LibrarySharedBundle,
  type NamespacePattern,
  type PhaseCorrection,
  type RecipeOverride,
} from './index.ts';

/** Host and port of the PostgreSQL cluster of an environment. */
const postgresIn = (namespace: string): string => `postgres-ameide-rw.${namespace}.svc.cluster.local:5432`;
const vaultIn = (suffix: string, namespace: string, scheme: 'http' | 'https' = 'http'): string =>
  `${scheme}://vault-core-${suffix}.${namespace}.svc.cluster.local:8200`;
/** Where the authority of a regulated Vault stands: a ConfigMap that trust-manager brings into every namespace of the cluster. */
const vaultAuthority = (suffix: string) => ({ configMap: `vault-core-${suffix}-ca`, key: 'ca.crt' }) as const;

/** Namespaces that belong to no single environment. */
const sharedNamespaces = (environment: string): Record<string, string> => ({
  'ameide-system': environment,
  'arc-runners': environment,
  argocd: environment,
  buildkit: environment,
  'cert-manager': environment,
  'clickhouse-system': environment,
});

/** Previews of pull requests; only what their images are pulled with is on record as theirs. */
const previews = { namespaces: 'pr-ameide-*', components: ['foundation-ghcr-pull-secret'] } as const;

/** The platform: its clusters, its environments, and what differs between them. */
export const ameide = definePlatform({
  store: 'ameide-vault',
  placeholder: 'keycloak_generated_placeholder',
  // What earlier tooling left where a value had not come yet.
  knownPlaceholders: {
    exact: ['platform_client_secret', 'www_ameide_platform_keycloak_secret', 'CHANGEME', 'changeme', 'REPLACE_ME'],
    prefixes: ['placeholder_'],
  },
  fields: z.object({
    /** Last part of names that must be unique in a cluster. */
    suffix: z.string(),
    domain: z.string(),
    postgresHost: z.string(),
  }),
  clusters: {
    k3d: { stores: 'cluster', sharedNamespaces: { ...sharedNamespaces('local'), 'ameide-int-tests': 'local' } },
    // Shared-cluster stores in argocd and ameide-system read the production Vault; test jobs are dev's.
    aks: { stores: 'namespaced', sharedNamespaces: { ...sharedNamespaces('production'), 'ameide-int-tests': 'dev' } },
  },
  environments: {
    local: {
      cluster: 'k3d',
      namespace: 'ameide-local',
      lifecycle: 'ephemeral',
      suffix: 'local',
      domain: 'local.ameide.io',
      postgresHost: postgresIn('ameide-local'),
      vault: {
        address: vaultIn('local', 'ameide-local'),
        bootstrap: { initialize: true, unseal: true, credentialsSecret: 'vault-auto-credentials' },
      },
      previews,
      upstream: { type: 'local', secret: 'vault-bootstrap-local-secrets', key: 'env-secrets.json' },
    },
    dev: {
      cluster: 'aks',
      namespace: 'ameide-dev',
      lifecycle: 'ephemeral',
      suffix: 'dev',
      domain: 'dev.ameide.io',
      postgresHost: postgresIn('ameide-dev'),
      vault: {
        address: vaultIn('dev', 'ameide-dev'),
        bootstrap: { initialize: true, unseal: true, credentialsSecret: 'vault-auto-credentials' },
      },
      previews,
      upstream: { type: 'azure-key-vault', uri: 'https://ameide-dev.vault.azure.net/', secretPrefix: '' },
    },
    staging: {
      cluster: 'aks',
      namespace: 'ameide-staging',
      lifecycle: 'regulated',
      suffix: 'staging',
      domain: 'staging.ameide.io',
      postgresHost: postgresIn('ameide-staging'),
      vault: {
        address: vaultIn('staging', 'ameide-staging', 'https'),
        ca: vaultAuthority('staging'),
        autoUnseal: { type: 'azurekeyvault', vaultName: 'ameide-staging', keyName: 'vault-unseal' },
      },
      upstream: { type: 'azure-key-vault', uri: 'https://ameide-staging.vault.azure.net/', secretPrefix: '' },
    },
    production: {
      cluster: 'aks',
      namespace: 'ameide-prod',
      lifecycle: 'regulated',
      suffix: 'prod',
      domain: 'ameide.io',
      postgresHost: postgresIn('ameide-prod'),
      vault: {
        address: vaultIn('prod', 'ameide-prod', 'https'),
        ca: vaultAuthority('prod'),
        autoUnseal: { type: 'azurekeyvault', vaultName: 'ameide-prod', keyName: 'vault-unseal' },
      },
      upstream: { type: 'azure-key-vault', uri: 'https://ameide-prod.vault.azure.net/', secretPrefix: '' },
    },
  },
});

export const { vault, secret, delivered, template, dockerConfigJson, only, family, producer } = ameide;

/** The scope in which a component of this platform is constructed. */
export type Env = EnvironmentScope<typeof ameide>;

export abstract class Service extends LibraryService<Env> {}
export abstract class FoundationComponent extends LibraryFoundationComponent<Env> {}
export abstract class SharedBundle extends LibrarySharedBundle<Env> {}

/** Namespaces of Coder workspaces, which appear and go while the platform runs. */
export const workspaceNamespaces: NamespacePattern = {
  prefix: 'ameide-ws-',
  labels: { 'ameide.io/coder-workspace': 'true' },
};

/** Recipes that differ in one environment; the only place where that may be said. */
export const recipeOverrides: readonly RecipeOverride[] = [];

/** Recorded phases that cannot work, corrected; docs/adr says why each. */
export const phaseCorrections: Readonly<Record<string, PhaseCorrection>> = {
  argocd: { secretsPhase: 356, reason: 'Its Secret reads a client secret that the realm of 355 publishes' },
  backstage: { phase: 358, reason: 'It reads the GitLab token that comes at 357' },
  camunda8: { phase: 356, reason: 'Its Secret reads clients that the realm of 355 publishes' },
  che: { phase: 356, reason: 'Its Secret reads a client that the realm of 355 publishes' },
  coder: { phase: 356, reason: 'It reads the Secret that the realm of 355 brings' },
  'foundation-gitlab-api-credentials': {
    phase: 357,
    reason: 'The tokens are minted by GitLab, whose Secrets come at 356',
  },
  'github-arc-auth': { secretsPhase: 156, reason: 'Its ExternalSecret needs the store of 155' },
  gitlab: { phase: 356, reason: 'Its Secret reads a client that the realm of 355 publishes' },
  'integration-secrets': { phase: 330, reason: 'The realm of 355 reads the personas that it brings' },
  'kubernetes-dashboard-oauth2-proxy': {
    phase: 356,
    reason: 'Its Secret reads a client that the realm of 355 publishes',
  },
};

/** Every component of the platform: one line each. */
export const components: readonly ComponentSource[] = [
  () => import('./foundation/argocd.ts'),
  () => import('./foundation/buildkit.ts'),
  () => import('./foundation/cluster-gateway.ts'),
  () => import('./foundation/codex-auth.ts'),
  () => import('./foundation/ghcr-pull-secret.ts'),
  () => import('./foundation/github-arc-auth.ts'),
  () => import('./foundation/gitlab-api-credentials.ts'),
  () => import('./foundation/integration-secrets.ts'),
  () => import('./foundation/platform-cert-manager-config.ts'),
  () => import('./foundation/vault-bootstrap.ts'),
  () => import('./foundation/vault-core.ts'),
  () => import('./foundation/vault-secret-store.ts'),
  () => import('./foundation/vault-secrets-cert-manager.ts'),
  () => import('./foundation/vault-secrets-keycloak-clients.ts'),
  () => import('./foundation/vault-secrets-observability.ts'),
  () => import('./foundation/vault-secrets-platform.ts'),
  () => import('./foundation/vault-webhook-certs.ts'),
  () => import('./services/agents-runtime.ts'),
  () => import('./services/agents.ts'),
  () => import('./services/alertmanager-oauth2-proxy.ts'),
  () => import('./services/backstage.ts'),
  () => import('./services/camunda8.ts'),
  () => import('./services/che.ts'),
  () => import('./services/clickhouse.ts'),
  () => import('./services/coder.ts'),
  () => import('./services/db-migrations.ts'),
  () => import('./services/gitlab.ts'),
  () => import('./services/grafana.ts'),
  () => import('./services/graph.ts'),
  () => import('./services/inference-gateway.ts'),
  () => import('./services/inference.ts'),
  () => import('./services/keycloak-realm.ts'),
  () => import('./services/keycloak.ts'),
  () => import('./services/kubernetes-dashboard-oauth2-proxy.ts'),
  () => import('./services/langfuse-bootstrap.ts'),
  () => import('./services/langfuse.ts'),
  () => import('./services/loki.ts'),
  () => import('./services/minio.ts'),
  () => import('./services/neo4j.ts'),
  () => import('./services/nifi.ts'),
  () => import('./services/pgadmin.ts'),
  () => import('./services/platform-postgres-clusters.ts'),
  () => import('./services/platform.ts'),
  () => import('./services/plausible.ts'),
  () => import('./services/prometheus-oauth2-proxy.ts'),
  () => import('./services/redis-failover.ts'),
  () => import('./services/tempo.ts'),
  () => import('./services/temporal-oauth2-proxy.ts'),
  () => import('./services/temporal.ts'),
  () => import('./services/threads.ts'),
  () => import('./services/transformation.ts'),
  () => import('./services/workflows-runtime.ts'),
  () => import('./services/workflows.ts'),
  () => import('./services/workrequests-runner.ts'),
  () => import('./services/www-ameide-platform.ts'),
  () => import('./services/www-ameide.ts'),
];
