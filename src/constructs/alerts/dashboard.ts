import type { EnvironmentDocument } from '../../model/documents/environment-document.ts';
import { inNamespaces, metrics, selector } from './promql.ts';

interface Query {
  readonly expr: string;
  /** Names a series. @default the labels */
  readonly legend?: string;
}

interface Panel {
  readonly type: 'stat' | 'timeseries' | 'table';
  readonly title: string;
  readonly description: string;
  readonly queries: readonly Query[];
  readonly unit: string;
  /** Value from which it is red. @default never */
  readonly redFrom?: number;
  /** Columns of 24. */
  readonly width: number;
  readonly height: number;
}

// What Grafana fills in where the dashboard is shown.
const datasource = { type: 'prometheus', uid: ['$', '{datasource}'].join('') };

/**
 * Returns a dashboard about the Secrets of an environment as Grafana reads it from a file.
 *
 * It is plain JSON: the vendor's SDK would be one more dependency for the forty fields that are used here.
 * @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/
 */
export function dashboard(document: EnvironmentDocument) {
  const { name } = document;
  return {
    uid: `vaultwright-${name}`.slice(0, 40),
    title: `Secrets of ${name}`,
    tags: ['vaultwright', 'secrets'],
    timezone: 'utc',
    schemaVersion: 39,
    editable: false,
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    templating: { list: [{ name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus' }] },
    panels: placed(panelsOf(document)),
  };
}

function panelsOf(document: EnvironmentDocument): Panel[] {
  const { name: environment, placements, stores, bootstrap } = document;
  const namespaces = placements.flatMap(({ namespace }) => (namespace === undefined ? [] : [namespace]));
  const own = stores.flatMap(({ namespace }) => (namespace === undefined ? [] : [namespace]));
  const notReady = { condition: 'Ready', status: 'False' };
  const failed = inNamespaces(metrics.externalSecret, namespaces, notReady);
  const failedStores = [
    ...(own.length > 0 ? [`sum(${inNamespaces(metrics.secretStore, own, notReady)})`] : []),
    ...(own.length < stores.length ? [`sum(${selector(metrics.clusterSecretStore, notReady)})`] : []),
  ].map((expr) => `(${expr} or vector(0))`);
  const drift = selector(metrics.driftFindings, { environment });
  return [
    stat('ExternalSecrets not Ready', 'Their Secrets are stale or missing.', `sum(${failed}) or vector(0)`, 1),
    stat('Stores not Ready', 'Nothing behind them is read.', failedStores.join(' + ') || 'vector(0)', 1),
    stat('Findings of drift', 'By the last run of vaultwright drift.', `sum(${drift}) or vector(0)`, 1),
    ...(bootstrap
      ? [
          {
            ...stat(
              'Since the bootstrap succeeded',
              'It succeeds every minute.',
              `time() - max(${selector(metrics.cronJobSucceeded, { namespace: bootstrap.namespace, cronjob: bootstrap.name })})`,
              bootstrap.succeedsWithinSeconds,
            ),
            unit: 's',
          },
        ]
      : []),
    {
      type: 'table',
      title: 'Not Ready',
      description: 'ExternalSecrets and where they are.',
      queries: [{ expr: `max by (namespace, name) (${failed}) == 1` }],
      unit: 'none',
      width: 12,
      height: 8,
    },
    {
      type: 'table',
      title: 'Drift by code',
      description: 'docs/errors.md explains the codes.',
      queries: [{ expr: `max by (code) (${drift}) > 0` }],
      unit: 'none',
      width: 12,
      height: 8,
    },
    {
      type: 'timeseries',
      title: 'Reads of ExternalSecrets',
      description: 'How often the operator looks at them; flat means that it does not run.',
      queries: [
        {
          expr: `sum by (namespace) (${inNamespaces(metrics.externalSecretCalls, namespaces, {}, (series) => `rate(${series}[15m])`)})`,
          legend: '{{namespace}}',
        },
      ],
      unit: 'ops',
      width: 12,
      height: 8,
    },
    {
      type: 'timeseries',
      title: 'Age of Vault keys',
      description: 'Keys that have a maximum age.',
      queries: [
        { expr: `time() - max by (key) (${selector(metrics.keyWritten, { environment })})`, legend: '{{key}}' },
      ],
      unit: 's',
      width: 12,
      height: 8,
    },
  ];
}

const stat = (title: string, description: string, expr: string, redFrom?: number): Panel => ({
  type: 'stat',
  title,
  description,
  queries: [{ expr }],
  unit: 'none',
  ...(redFrom !== undefined && { redFrom }),
  width: 6,
  height: 4,
});

/** Lays panels out in rows of 24 columns. */
function placed(panels: readonly Panel[]) {
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  return panels.map(({ type, title, description, queries, unit, redFrom, width: w, height: h }, index) => {
    if (x + w > 24) {
      x = 0;
      y += rowHeight;
      rowHeight = 0;
    }
    const gridPos = { x, y, w, h };
    x += w;
    rowHeight = Math.max(rowHeight, h);
    const steps = [
      { color: 'green', value: null },
      ...(redFrom === undefined ? [] : [{ color: 'red', value: redFrom }]),
    ];
    return {
      id: index + 1,
      type,
      title,
      description,
      datasource,
      gridPos,
      targets: queries.map(({ expr, legend = '' }, query) => ({
        refId: String.fromCharCode(65 + query),
        datasource,
        expr,
        legendFormat: legend,
        ...(type === 'table' && { format: 'table', instant: true }),
      })),
      fieldConfig: { defaults: { unit, thresholds: { mode: 'absolute', steps } }, overrides: [] },
    };
  });
}
