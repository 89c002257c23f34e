import { readFileSync } from 'node:fs';

/** A check of Argo CD's health that replaces its own. */
export interface HealthCheck {
  readonly group: string;
  readonly kind: string;
  /** Name of its Lua source in `health/`; kinds of one operator may share one. */
  readonly source: string;
  /** Where Argo CD's own check falls short. */
  readonly because: string;
}

const temporal = {
  group: 'temporal.io',
  source: 'temporal',
  because: 'Argo CD has none, so it counts as Healthy before the operator has done anything',
} as const;

/**
 * Every kind whose health Argo CD's own check gets wrong, and no other: what is here must be kept in step
 * with an operator.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/health/
 */
export const healthChecks: readonly HealthCheck[] = [
  {
    group: 'external-secrets.io',
    kind: 'ExternalSecret',
    source: 'external-secret',
    because: 'a Ready of an older generation counts, and so does one whose Secret is missing or deleted',
  },
  {
    group: 'external-secrets.io',
    kind: 'PushSecret',
    source: 'push-secret',
    because: 'a Ready of an older generation counts',
  },
  {
    group: 'external-secrets.io',
    kind: 'ClusterExternalSecret',
    source: 'cluster-external-secret',
    because: 'one that failed in a namespace stays Progressing for ever',
  },
  {
    group: 'batch',
    kind: 'CronJob',
    source: 'cron-job',
    because: 'one that never succeeded counts as Healthy, so a phase ends before the bootstrap has opened Vault',
  },
  {
    group: 'apps',
    kind: 'StatefulSet',
    source: 'stateful-set',
    because: 'a Vault that waits for people is Progressing for ever, without a word for whom it waits',
  },
  {
    group: 'clickhouse.altinity.com',
    kind: 'ClickHouseInstallation',
    source: 'click-house-installation',
    because: 'Completed counts while the task of the spec has not run, and while it is stopped',
  },
  {
    group: 'k8s.keycloak.org',
    kind: 'Keycloak',
    source: 'keycloak',
    because: 'an error after a good start counts as Healthy, and so does a spec that is not in force',
  },
  {
    group: 'k8s.keycloak.org',
    kind: 'KeycloakRealmImport',
    source: 'keycloak-realm-import',
    because: 'Argo CD has none, so an import counts as Healthy before it began, and when it failed',
  },
  { ...temporal, kind: 'TemporalCluster' },
  { ...temporal, kind: 'TemporalNamespace' },
  { ...temporal, kind: 'TemporalSchedule' },
  {
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    source: 'gateway',
    because: 'conditions of an older generation count',
  },
  {
    group: 'gateway.networking.k8s.io',
    kind: 'GatewayClass',
    source: 'gateway-class',
    because: 'Argo CD 3.2 has none, so a class that no controller takes counts as Healthy',
  },
  {
    group: 'gateway.networking.k8s.io',
    kind: 'HTTPRoute',
    source: 'http-route',
    because: 'one of several Gateways is enough',
  },
  {
    group: 'kafka.strimzi.io',
    kind: 'Kafka',
    source: 'kafka',
    because: 'a Ready of an older generation counts',
  },
  {
    group: 'kafka.strimzi.io',
    kind: 'KafkaNodePool',
    source: 'kafka-node-pool',
    because: 'Argo CD has none, so a pool counts as Healthy before it has a node',
  },
];

/** Kinds by which a check is asked for. */
export const healthKinds: readonly string[] = healthChecks.map(({ kind }) => kind);

/** Returns the Lua text of a check: it reads the object as `obj` and returns `status` and `message`. */
export function healthScript({ source }: HealthCheck): string {
  // Commands are joined into files beside each other, one folder below the root as this file is.
  return readFileSync(new URL(`../exports/health/${source}.lua`, import.meta.url), 'utf8');
}
