/** One departure from the catalogue: what differs, where, and why that is right. */
export interface Deviation {
  /** Names of Secrets, of components, or of Vault keys. */
  readonly subjects: readonly string[];
  readonly what: string;
  readonly environments: readonly string[];
  readonly reason: string;
}

const everywhere = ['local', 'dev', 'staging', 'production'];

/**
 * Every departure from the catalogue; one that does not happen any more fails the test, like one that is not
 * listed.
 */
export const deviations: readonly Deviation[] = [
  {
    subjects: ['langfuse-secrets'],
    what: 'lacks data key LANGFUSE_SECRET_KEY',
    environments: everywhere,
    reason:
      'The catalogue calls it optional, and one absent key keeps the whole Secret from becoming ready; Langfuse itself does not read it.',
  },
  {
    subjects: ['langfuse-secret-key'],
    what: 'is not in the fixture map',
    environments: everywhere,
    reason: 'Only the optional data key LANGFUSE_SECRET_KEY of langfuse-secrets would read it.',
  },
  {
    subjects: ['platform-app-master-client'],
    what: 'belongs to foundation-vault-secrets-keycloak-clients',
    environments: everywhere,
    reason:
      'Keycloak invents its secret at 355 and no marker stands for it in a regulated environment, so the bundle of 230 would wait for ever and hold back all later phases.',
  },
  {
    subjects: ['keycloak-realm'],
    what: 'does not read platform-app-master-client',
    environments: everywhere,
    reason: 'Keycloak invents that secret in the very import which would read it; the client-patcher publishes it.',
  },
  {
    subjects: ['vault-core-staging-tls'],
    what: 'is not in the catalogue',
    environments: ['staging'],
    reason: 'The catalogue wants TLS on Vault and names no Secret for it; nodes of raft know each other by it.',
  },
  {
    subjects: ['vault-core-prod-tls'],
    what: 'is not in the catalogue',
    environments: ['production'],
    reason: 'The catalogue wants TLS on Vault and names no Secret for it; nodes of raft know each other by it.',
  },
  {
    subjects: ['www-ameide-keycloak-secret'],
    what: 'is written by keycloak-client-patcher',
    environments: everywhere,
    reason:
      'Open item 462-29: with the fixture of today a login could never work, so the secret comes from extraction like that of every other client.',
  },
  {
    subjects: ['keycloak-realm'],
    what: 'extracts client www-ameide of realm ameide into www-ameide-keycloak-secret',
    environments: everywhere,
    reason: 'Open item 462-29: what www-ameide reads has to be published by someone.',
  },
  {
    subjects: ['keycloak-realm'],
    what: 'does not extract client che of realm ameide into che-oidc-client-secret',
    environments: ['dev'],
    reason: 'Che is optional and off; the job fails for a client that does not exist.',
  },
  ...['has origin external', 'is written by upstream', 'has recipe upstream', 'is required upstream'].map((what) => ({
    subjects: ['keycloak-admin-password', 'keycloak-master-admin-password'],
    what,
    environments: ['staging', 'production'],
    reason:
      'The catalogue has what is done today; §6.6 of its record wants these two as required inputs where the environment is regulated.',
  })),
  {
    subjects: ['argocd-admin-password'],
    what: 'is not in the catalogue',
    environments: ['local', 'production'],
    reason:
      'The catalogue has the hash only; a hash needs a password of which it is one, and an administrator needs that.',
  },
  {
    subjects: ['argocd-admin-password-hash'],
    what: 'has recipe compose',
    environments: ['local', 'production'],
    reason: 'It is the bcrypt hash of the generated password, not a random text of its own.',
  },
  {
    subjects: [
      'agents-int-tests-secrets',
      'agents-runtime-int-tests-secrets',
      'graph-int-tests-secrets',
      'platform-int-tests-secrets',
      'threads-int-tests-secrets',
      'transformation-int-tests-secrets',
      'workflows-int-tests-secrets',
      'www-ameide-platform-int-tests-secrets',
    ],
    what: 'is not rendered',
    environments: ['staging'],
    reason:
      'Namespace ameide-int-tests is one for the cluster that dev and staging share, and its Secrets can hold the values of one Vault only: those of dev.',
  },
  {
    subjects: ['integration-test-bearer-token', 'transformation-int-tests-otel-endpoint'],
    what: 'is not in the fixture map',
    environments: ['staging'],
    reason: 'Only the Secrets of ameide-int-tests read it, and those are of dev.',
  },
];

/** What becomes of the catalogue's entries of one status, and why. */
export interface Standing {
  readonly standing: 'on' | 'off' | 'not declared';
  readonly reason: string;
}

const past = (what: string): Standing => ({
  standing: 'not declared',
  reason: `The catalogue keeps ${what} only to explain older material.`,
});

/** Every status of the catalogue; `disabled-<environment>` means that and no more. */
export const standings: Readonly<Record<string, Standing>> = {
  retired: past('what was removed'),
  historical: past('what was replaced'),
  legacy: past('what a bootstrap before this platform made'),
  disabled: { standing: 'off', reason: 'Parked: it keeps its declaration, so that switching it on is one line.' },
  optional: { standing: 'off', reason: 'Nothing that is installed needs it.' },
  planned: { standing: 'off', reason: 'What will read it is not installed yet.' },
  'superseded-optional': { standing: 'off', reason: 'Workload identity replaced it; it stays as the way back.' },
};

/** Namespaces that are rendered by one environment of each cluster. */
export const onceACluster = {
  namespaces: ['ameide-system', 'arc-runners', 'argocd', 'buildkit', 'cert-manager', 'clickhouse-system'],
  reason: 'A cluster has each of them once, and two environments that render one would overwrite each other.',
};

/** Where the catalogue’s placeholder is not a recipe: the key is absent until its producer ran. */
export const withoutMarker = {
  environments: ['staging', 'production'],
  reason:
    'A marker where customers are would be a credential that everybody knows, and no production output may hold one.',
};
