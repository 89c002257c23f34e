/** Formats an ExternalSecret for the examples of rules. */
export const externalSecretText = ({ metadata = 'name: db, namespace: shop', spec = '' } = {}): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {${metadata}}, spec: {secretStoreRef: {kind: SecretStore, name: vault}, refreshInterval: 1h${spec}}}`;

/** Formats a Job whose container has the given body. */
export const jobText = (body: string, metadata = 'name: work, namespace: shop'): string =>
  `{apiVersion: batch/v1, kind: Job, metadata: {${metadata}}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: work${body}}]}}}}`;

/** Returns an environment that shares its cluster with others, for a configuration. */
export const sharedEnvironment = (environment: string) => ({
  name: environment,
  cluster: 'shared',
  namespace: `shop-${environment}`,
  tokens: { namespace: `shop-${environment}`, suffix: environment },
});
