import type { ConfigurationInput } from './configuration.ts';

export type PresetName = 'recommended' | 'strict' | 'ameide' | 'phase0';

/** Names and facts of the Ameide platform; nothing of them is in another preset. */
const ameide: ConfigurationInput = {
  storeNames: ['ameide-vault', 'ameide-vault-mirror'],
  mirrorStoreNames: ['ameide-vault-mirror'],
  mount: 'secret',
  denylist: {
    exact: [
      'platform_client_secret',
      'www_ameide_platform_keycloak_secret',
      'keycloak_generated_placeholder',
      'placeholder_pgadmin_client_id',
      'placeholder_pgadmin_client_secret',
      'CHANGEME',
      'changeme',
      'REPLACE_ME',
      'C1tr0n3lla!',
      'minioadmin',
      'dbpassword',
      'DisabledLoginOnly!',
    ],
    prefixes: ['placeholder_', 'lf_api_', 'lf_admin_'],
  },
  production: {
    files: ['**/production/**', '**/prod/**', '**/staging/**'],
    namespaces: ['ameide-prod', 'ameide-staging'],
  },
  rules: {
    'application-set-strict': 'error',
    'external-secret-defaults': 'error',
    'external-secret-naming': {
      options: {
        suffix: '-sync',
        exceptions: [
          'threads-db-secret-sync',
          'keycloak-master-platform-app-sync',
          'pgadmin-default-credentials-sync',
          'playwright-int-tests-secret-sync',
          'minio-service-users',
          'keycloak-realm-oidc-clients',
          'plausible-oauth2-proxy',
          'gitlab-oidc-provider',
          'clickhouse-auth',
          'gitlab-object-storage',
        ],
      },
    },
    'external-secrets-version': { options: { version: 'v1' } },
    'fixture-coverage': { options: { requireMap: true } },
    'job-hygiene': 'error',
    'no-forced-sync': 'error',
    'no-inline-secret': { options: { literals: 'any' } },
    'no-runtime-install': 'error',
    'refresh-interval': 'error',
    'required-upstream': { options: { keys: ['ghcr-username', 'ghcr-token'] } },
    'restart-on-change': 'error',
    'store-login': { options: { allowAudiences: false } },
    'stale-namespace': { options: { namespaces: ['ameide', 'vault'] } },
    'sync-options': {
      options: {
        required: ['CreateNamespace=true', 'RespectIgnoreDifferences=true'],
        forbidden: { clickhouse: ['ServerSideApply=true'] },
      },
    },
    'tracked-object': 'error',
    'vault-path-style': { severity: 'error', options: { nested: ['gitlab/tokens/'] } },
  },
};

/** Sets of settings that ship with the package; every configuration starts from `recommended`, which holds no platform's names. */
export const presetConfigurations: Readonly<Record<PresetName, ConfigurationInput>> = {
  recommended: {
    rules: {
      'application-set-strict': 'off',
      'external-secret-defaults': 'off',
      'job-hygiene': 'off',
      'no-forced-sync': 'off',
      'no-runtime-install': 'off',
      'refresh-interval': 'off',
      'restart-on-change': 'off',
      'tracked-object': 'off',
      'vault-path-style': 'off',
    },
  },
  strict: {
    failOnNotes: true,
    rules: {
      'external-secrets-version': { options: { version: 'v1' } },
      'no-inline-secret': { options: { literals: 'any' } },
      'policy-breadth': { severity: 'error', options: { mountWildcard: true } },
    },
  },
  ameide,
  /** What phase 0 of `ameide test` forbids and allows, and nothing else. */
  phase0: {
    onlyRules: ['no-inline-secret', 'no-sealed-secret'],
    rules: { 'no-inline-secret': { options: { literals: 'phase0' } } },
  },
};
