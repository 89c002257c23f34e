import type { ConfigurationInput } from './configuration.ts';

/** Sets of settings that ship with the package; `recommended` holds no platform's names. */
export const presetConfigurations: Readonly<
  Record<'recommended' | 'strict' | 'ameide' | 'phase0', ConfigurationInput>
> = {
  recommended: {},
  strict: {
    failOnNotes: true,
    rules: {
      'policy-breadth': { options: { mountWildcard: true } },
      'no-inline-secret': { options: { literals: 'any' } },
    },
  },
  ameide: {
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
      'no-inline-secret': { options: { literals: 'any' } },
      'fixture-coverage': { options: { requireMap: true } },
      'external-secrets-version': { options: { version: 'v1' } },
    },
  },
  phase0: {},
};
