import { z } from 'zod';
import {
  definePlatform,
  type EnvironmentScope,
  FoundationComponent as LibraryFoundationComponent,
  Service as LibraryService,
  SharedBundle as LibrarySharedBundle,
  type NamespacePattern,
} from '../index.ts';
import { argoCd } from './argo-cd.ts';
import { nodeImage } from './node-image.ts';

/** Host and port of the PostgreSQL cluster of an environment. */
const postgresIn = (namespace: string): string => `postgres-ameide-rw.${namespace}.svc.cluster.local:5432`;
const vaultIn = (suffix: string, namespace: string, scheme: 'http' | 'https' = 'http'): string =>
  `${scheme}://vault-core-${suffix}.${namespace}.svc.cluster.local:8200`;
/**
 * Where the authority of a regulated Vault stands: a ConfigMap that trust-manager brings into every namespace
 * of the cluster.
 */
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
  programImage: nodeImage,
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
  argoCd,
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
