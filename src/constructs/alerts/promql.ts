/** Labels and their values; a list means one of several. */
export type Matchers = Readonly<Record<string, string | readonly string[]>>;

/** Metrics of the programs that an environment consists of, as each exports them. */
export const metrics = {
  /** @see https://external-secrets.io/latest/api/metrics/ */
  externalSecret: 'externalsecret_status_condition',
  externalSecretCalls: 'externalsecret_sync_calls_total',
  secretStore: 'secretstore_status_condition',
  clusterSecretStore: 'clustersecretstore_status_condition',
  /**
   * @see https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/cronjob-metrics.md
   */
  cronJobCreated: 'kube_cronjob_created',
  cronJobSucceeded: 'kube_cronjob_status_last_successful_time',
  jobFailed: 'kube_job_status_failed',
  /** @see https://developer.hashicorp.com/vault/docs/internals/telemetry/metrics/core-system */
  vaultUnsealed: 'vault_core_unsealed',
  /** What `vaultwright drift --format prometheus` prints. */
  driftFindings: 'vaultwright_drift_findings',
  driftTime: 'vaultwright_drift_timestamp_seconds',
  keyWritten: 'vaultwright_key_written_timestamp_seconds',
  transitTokenExpiry: 'vaultwright_transit_token_expiry_timestamp_seconds',
} as const;

/** Formats a selector; names of Kubernetes need no more than their dots escaped. */
export function selector(metric: string, matchers: Matchers): string {
  const spelled = Object.entries(matchers).map(([label, value]) =>
    typeof value === 'string'
      ? `${label}=${JSON.stringify(value)}`
      : `${label}=~${JSON.stringify([...new Set(value)].sort().map(escaped).join('|'))}`,
  );
  return `${metric}{${spelled.join(',')}}`;
}

const escaped = (text: string): string => text.replace(/[.+*?^${}()|[\]\\]/g, '\\$&');

/**
 * Formats the series of objects in some namespaces, whichever label has the namespace of the object: where
 * the scraping overrules that of the operator, Prometheus keeps it as `exported_namespace`.
 * @see https://prometheus.io/docs/prometheus/latest/configuration/configuration/#scrape_config `honor_labels`
 *
 * @param over what is made of the series, such as their increase
 */
export function inNamespaces(
  metric: string,
  namespaces: readonly string[],
  matchers: Matchers,
  over = (series: string): string => series,
): string {
  const own = over(selector(metric, { ...matchers, exported_namespace: '', namespace: namespaces }));
  const exported = over(selector(metric, { ...matchers, exported_namespace: namespaces }));
  return `(label_replace(${exported}, "namespace", "$1", "exported_namespace", "(.+)") or ${own})`;
}
