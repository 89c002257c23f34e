/**
 * Sets of settings that ship with the package; every configuration starts from `recommended`, and none holds
 * a platform's names.
 */
export const presetConfigurations = {
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
} as const;

export type PresetName = keyof typeof presetConfigurations;
