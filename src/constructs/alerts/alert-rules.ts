import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import { secondsOfGoDuration } from '../../model/go-duration.ts';
import { groupBy } from '../../model/group-by.ts';
import { inNamespaces, metrics, selector } from './promql.ts';

/** What differs between platforms. */
export interface AlertOptions {
  /** URL of the folder with the runbooks, without a slash at its end. */
  readonly runbooks: string;
  /**
   * Seconds between two runs of `vaultwright drift --format prometheus`; without it, a missing run is no
   * alert.
   */
  readonly driftSeconds?: number | undefined;
}

/** A rule as Prometheus reads it. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

type Draft = Omit<AlertRule, 'labels' | 'annotations'> & {
  readonly severity: 'critical' | 'warning';
  readonly summary: string;
  readonly description: string;
  /** File of the runbook, without its extension. */
  readonly runbook: string;
  /** What distinguishes it from another alert of its name. @default none */
  readonly own?: Readonly<Record<string, string>>;
};

const hour = 3600;

/** Days before the end of a transit token at which it counts as near; it lives as long as its seal. */
const tokenDays = 7;

/**
 * Returns the alerts of an environment: what makes a Secret stale, wrong or unreachable, before a workload
 * notices.
 */
export function alertRules(document: EnvironmentDocument, options: AlertOptions): AlertRule[] {
  const drafts = [
    ...externalSecretAlerts(document),
    ...storeAlerts(document),
    ...vaultAlerts(document),
    ...bootstrapAlerts(document),
    ...driftAlerts(document, options),
    ...ageAlerts(document),
  ];
  return drafts.map(({ severity, summary, description, runbook, own, ...rule }) => ({
    ...rule,
    // Nobody is woken up for what may be thrown away.
    labels: { severity: document.lifecycle === 'ephemeral' ? 'warning' : severity, environment: document.name, ...own },
    annotations: { summary, description, runbook_url: `${options.runbooks}/${runbook}.md` },
  }));
}

function externalSecretAlerts({ placements }: EnvironmentDocument): Draft[] {
  const placed = placements.flatMap((placement) =>
    placement.namespace === undefined ? [] : [{ ...placement, namespace: placement.namespace }],
  );
  const namespaces = [...new Set(placed.map(({ namespace }) => namespace))].sort();
  if (namespaces.length === 0) return [];
  const condition = (status: string, within: readonly string[], names?: readonly string[]): string =>
    inNamespaces(metrics.externalSecret, within, { condition: 'Ready', status, ...(names && { name: names }) });
  const missing = [...groupBy(placed, ({ namespace }) => namespace)].sort(byKey).map(([namespace, here]): Draft => {
    const names = new Set(here.map(({ externalSecret }) => externalSecret));
    const ready = `max by (name) (${condition('True', [namespace], [...names])}) == 1`;
    return {
      alert: 'ExternalSecretsMissing',
      expr: `(count(${ready}) or vector(0)) < ${names.size}`,
      for: '30m',
      severity: 'critical',
      summary: `Not all of the ${names.size} ExternalSecrets of ${namespace} are Ready`,
      own: { namespace },
      description: '{{ $value }} are. Those that are missing may not have been applied, or the operator does not run.',
      runbook: 'external-secret-not-ready',
    };
  });
  const stale = [...groupBy(placed, ({ refreshInterval }) => refreshInterval ?? '')]
    .sort(byKey)
    .flatMap(stalePerInterval);
  return [
    {
      alert: 'ExternalSecretNotReady',
      expr: `max by (namespace, name) (${condition('False', namespaces)}) == 1`,
      for: '10m',
      severity: 'critical',
      summary: 'ExternalSecret {{ $labels.namespace }}/{{ $labels.name }} is not Ready',
      description: 'Its Secret keeps its last value, or does not exist. The condition of the ExternalSecret says why.',
      runbook: 'external-secret-not-ready',
    },
    ...missing,
    ...stale,
  ];
}

/** ExternalSecrets that are read once have nothing to be late with. */
function stalePerInterval([interval, placed]: [
  string,
  readonly { readonly namespace: string; readonly externalSecret: string }[],
]): Draft[] {
  const seconds = interval === '' ? 0 : secondsOfGoDuration(interval);
  if (seconds === 0) return [];
  const window = Math.max(3 * Math.ceil(seconds), hour / 4);
  const namespaces = placed.map(({ namespace }) => namespace);
  const names = { name: placed.map(({ externalSecret }) => externalSecret) };
  const increase = (series: string): string => `increase(${series}[${window}s])`;
  const calls = inNamespaces(metrics.externalSecretCalls, namespaces, names, increase);
  return [
    {
      alert: 'ExternalSecretStale',
      expr: `max by (namespace, name) (${calls}) == 0`,
      for: '5m',
      severity: 'warning',
      own: { refresh_interval: interval },
      summary: 'ExternalSecret {{ $labels.namespace }}/{{ $labels.name }} is not read any more',
      description: `The operator reads it every ${interval}, and has not for ${window} s: what changes in Vault does not reach its Secret.`,
      runbook: 'external-secret-stale',
    },
  ];
}

function storeAlerts({ stores }: EnvironmentDocument): Draft[] {
  const alert = (expr: string, name: string): Draft => ({
    alert: 'SecretStoreNotReady',
    expr,
    for: '5m',
    severity: 'critical',
    summary: `${name} is not Ready`,
    description:
      'No ExternalSecret behind it is read. The condition of the store says why: login, role, address or seal.',
    runbook: 'store-not-ready',
  });
  const not = { condition: 'Ready', status: 'False' };
  const cluster = stores.filter(({ kind }) => kind === 'ClusterSecretStore').map(({ name }) => name);
  const own = stores.filter(({ namespace }) => namespace !== undefined);
  const namespaces = own.map(({ namespace = '' }) => namespace);
  return [
    ...(cluster.length > 0
      ? [
          alert(
            `max by (name) (${selector(metrics.clusterSecretStore, { ...not, name: cluster })}) == 1`,
            'ClusterSecretStore {{ $labels.name }}',
          ),
        ]
      : []),
    ...(own.length > 0
      ? [
          alert(
            `max by (namespace, name) (${inNamespaces(metrics.secretStore, namespaces, { ...not, name: own.map(({ name }) => name) })}) == 1`,
            'SecretStore {{ $labels.namespace }}/{{ $labels.name }}',
          ),
        ]
      : []),
  ];
}

/** Nothing is said of a Vault that somebody else runs, or whose address names no Service of the cluster. */
function vaultAlerts({ vault }: EnvironmentDocument): Draft[] {
  const namespace = /^https?:\/\/[^./:]+\.([^./:]+)\.svc[.:/]/.exec(`${vault.address}/`)?.[1];
  if (vault.operatedBy === 'others' || namespace === undefined) return [];
  const unsealed = selector(metrics.vaultUnsealed, { namespace });
  return [
    {
      alert: 'VaultSealed',
      expr: `${unsealed} == 0`,
      for: '2m',
      severity: 'critical',
      summary: `Vault in ${namespace} is sealed`,
      description: 'Nobody can log in and nothing can be read. Workloads keep the Secrets that they have.',
      runbook: 'vault-sealed',
    },
    {
      alert: 'VaultNotSeen',
      expr: `absent(${unsealed})`,
      for: '15m',
      severity: 'warning',
      summary: `Vault in ${namespace} publishes no metrics`,
      description: 'It is down, sealed without answering, or not scraped.',
      runbook: 'vault-sealed',
    },
  ];
}

function bootstrapAlerts({ bootstrap }: EnvironmentDocument): Draft[] {
  if (bootstrap === undefined) return [];
  const { name, namespace, succeedsWithinSeconds: within } = bootstrap;
  const cronJob = { namespace, cronjob: name };
  const last = `max(${selector(metrics.cronJobSucceeded, cronJob)})`;
  const failing: Draft = {
    alert: 'BootstrapFailing',
    // Jobs are named after the CronJob and the minute.
    expr: `max(${metrics.jobFailed}{namespace=${JSON.stringify(namespace)},job_name=~${JSON.stringify(`${name}-[0-9]+`)}}) > 0`,
    for: '10m',
    severity: 'warning',
    summary: `The bootstrap of Vault in ${namespace} fails`,
    description: 'The termination message of its last Pod says at which step, and what to do.',
    runbook: 'bootstrap-failing',
  };
  if (within === undefined) return [failing];
  const never = `time() - max(${selector(metrics.cronJobCreated, cronJob)}) > ${within} unless ${last}`;
  return [
    failing,
    {
      alert: 'BootstrapLate',
      expr: `time() - ${last} > ${within} or (${never})`,
      for: '1m',
      severity: 'critical',
      summary: `The bootstrap of Vault in ${namespace} has not succeeded for {{ $value | humanizeDuration }}`,
      description: `It succeeds every minute; ${within} s without a success mean that Vault may be sealed, and that no new key is written.`,
      runbook: 'bootstrap-failing',
    },
  ];
}

function driftAlerts({ name: environment }: EnvironmentDocument, { driftSeconds }: AlertOptions): Draft[] {
  const time = selector(metrics.driftTime, { environment });
  return [
    {
      alert: 'SecretsDrift',
      expr: `sum(${selector(metrics.driftFindings, { environment })}) > 0`,
      for: '1h',
      severity: 'warning',
      summary: `{{ $value }} findings of drift in ${environment}`,
      description: `Vault or the cluster is not as ${environment} is rendered.`,
      runbook: 'drift',
    },
    ...(driftSeconds === undefined
      ? []
      : [
          {
            alert: 'DriftUnknown',
            expr: `time() - max(${time}) > ${2 * driftSeconds} or absent(${time})`,
            for: '10m',
            severity: 'warning' as const,
            summary: `Nobody has looked for drift in ${environment}`,
            description: `It is looked for every ${driftSeconds} s.`,
            runbook: 'drift',
          },
        ]),
  ];
}

function ageAlerts({ name: environment, keys, vault }: EnvironmentDocument): Draft[] {
  const aged = Object.entries(keys).flatMap(([key, { maxAge }]) => (maxAge === undefined ? [] : [{ key, maxAge }]));
  const old = [...groupBy(aged, ({ maxAge }) => maxAge)].sort(byKey).map(
    ([maxAge, of]): Draft => ({
      alert: 'VaultKeyTooOld',
      expr: `time() - max by (key) (${selector(metrics.keyWritten, { environment, key: of.map(({ key }) => key) })}) > ${secondsOfGoDuration(maxAge)}`,
      for: '1h',
      severity: 'warning',
      own: { max_age: maxAge },
      summary: 'Vault key {{ $labels.key }} is older than it may be',
      description: `It was written {{ $value | humanizeDuration }} ago; its maximum age is ${maxAge}.`,
      runbook: 'key-too-old',
    }),
  );
  if (vault.seal !== 'transit') return old;
  const expiry = `min(${selector(metrics.transitTokenExpiry, { environment })})`;
  return [
    ...old,
    {
      alert: 'TransitTokenExpires',
      expr: `${expiry} - time() < ${tokenDays * 24 * hour}`,
      for: '1h',
      severity: 'critical',
      summary: `The token of the transit seal of ${environment} ends in {{ $value | humanizeDuration }}`,
      description: 'After that, Vault stays sealed at its next start.',
      runbook: 'transit-token-expires',
    },
  ];
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);
