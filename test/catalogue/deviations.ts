/** One way in which the rendered platform is not what the catalogue says, and why. */
export interface Deviation {
  readonly secret: string;
  /** Environments in which it applies. @default all that the catalogue names */
  readonly environments?: readonly string[];
  /** Namespaces in which it applies. @default all that the catalogue names */
  readonly namespaces?: readonly string[];
  /** The data key that is left out; without one the whole Secret is. */
  readonly key?: string;
  readonly reason: string;
}

const old = 'Retired, historical or legacy entries are not rendered (design.md §9).';
const preview = 'Preview namespaces are rendered by a command, not in dist/ (design.md §9).';
const shared = 'dev, staging and production share one cluster: what lives in a shared namespace is rendered once, by';

/** Every deviation; one that applies to nothing fails the test. */
export const deviations: readonly Deviation[] = [
  { secret: 'db-migrations-local', reason: old },
  { secret: 'dockerhub-pull', reason: old },
  { secret: 'argocd-oidc', reason: old },
  { secret: 'devpi-registry-root', reason: old },
  { secret: 'devpi-registry-upload', reason: old },
  { secret: 'go-module-uploader-token', reason: old },
  { secret: 'default-external-secrets-token', reason: preview },
  { secret: 'ghcr-pull', namespaces: ['pr-ameide-{pr}'], reason: preview },
  {
    secret: 'azuredns-config',
    reason: 'Superseded by workload identity; declared, and off.',
  },
  {
    secret: 'postgres-ameide-replication',
    reason: 'Optional: CloudNativePG replicates with its own client certificates; declared, and off.',
  },
  { secret: 'camunda-web-modeler-db-credentials', reason: 'Planned (642); declared, and off.' },
  { secret: 'neo4j-auth', reason: 'Its component is disabled; declared, and off.' },
  { secret: 'nifi-sensitive-props', environments: ['local'], reason: 'Its component is disabled in local.' },
  { secret: 'che-oauth-secret', reason: 'Its component is optional; declared, and off.' },
  {
    secret: 'langfuse-secrets',
    key: 'LANGFUSE_SECRET_KEY',
    reason:
      'An optional key never blocks a Secret, so no ExternalSecret holds a key that may be absent (design.md §9).',
  },
  {
    secret: 'ghcr-pull',
    environments: ['dev', 'staging'],
    namespaces: ['argocd', 'ameide-system', 'clickhouse-system'],
    reason: `${shared} production.`,
  },
  { secret: 'argocd-secret', environments: ['dev', 'staging'], reason: `${shared} production.` },
  { secret: 'repo-creds-ameide-gitops', environments: ['dev', 'staging'], reason: `${shared} production.` },
  { secret: 'argocd-ameide-io-tls', environments: ['dev', 'staging'], reason: `${shared} production.` },
  { secret: 'argocd-redis', environments: ['dev', 'staging'], reason: `${shared} production.` },
  { secret: 'envoy-gateway-ca', environments: ['dev', 'staging'], reason: `${shared} production.` },
  { secret: 'envoy-gateway', environments: ['dev', 'staging'], reason: `${shared} production.` },
  { secret: 'envoy', environments: ['dev', 'staging'], reason: `${shared} production.` },
  { secret: 'arc-github-auth', environments: ['dev', 'staging'], reason: `${shared} production.` },
  { secret: 'buildkitd-server-tls', environments: ['dev', 'staging'], reason: `${shared} production.` },
  { secret: 'buildkitd-client-tls', environments: ['dev', 'staging'], reason: `${shared} production.` },
  ...[
    'agents-int-tests-secrets',
    'agents-runtime-int-tests-secrets',
    'graph-int-tests-secrets',
    'platform-int-tests-secrets',
    'threads-int-tests-secrets',
    'transformation-int-tests-secrets',
    'workflows-int-tests-secrets',
    'www-ameide-platform-int-tests-secrets',
  ].map((secret) => ({ secret, environments: ['staging'], reason: `${shared} dev.` })),
];

/** Reads of the catalogue that a component does not make, and why. */
export const readDeviations: readonly {
  readonly component: string;
  readonly secret: string;
  readonly reason: string;
}[] = [
  {
    component: 'keycloak-realm',
    secret: 'platform-app-master-client',
    reason:
      'The realm import would wait for a client secret that only it can create: a regulated environment has no placeholder. See docs/adr/0003.',
  },
];

/** Secrets that another component owns than the catalogue says, and why. */
export const moves: readonly { readonly secret: string; readonly to: string; readonly reason: string }[] = [
  {
    secret: 'platform-app-master-client',
    to: 'foundation-vault-secrets-keycloak-clients',
    reason:
      'Its key is absent before the realm exists, so in a regulated environment the bundle of phase 230 would never be healthy. See docs/adr/0003.',
  },
];
