import type { Drift } from '../../lifecycle/commands/drift/drift.ts';
import type { KeyTimes } from '../../lifecycle/commands/drift/key-times.ts';
import { groupBy } from '../../model/group-by.ts';

export interface DriftFigures {
  readonly environment: string;
  readonly drift: Drift;
  readonly keyTimes: KeyTimes;
  /** Seconds since 1970. */
  readonly transitTokenExpiry: number | undefined;
  /** Seconds since 1970. */
  readonly now: number;
}

type Series = readonly [labels: Readonly<Record<string, string>>, value: number];

/**
 * Formats what was found as Prometheus reads it, without a timestamp, so that a pushed group or a file of the
 * textfile collector may hold it.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export function driftMetrics({ environment, drift, keyTimes, transitTokenExpiry, now }: DriftFigures): string {
  const byCode = [...groupBy(drift.findings, ({ code }) => code)].sort(([a], [b]) => (a < b ? -1 : 1));
  const one = (value: number): readonly Series[] => [[{ environment }, value]];
  return [
    family(
      'vaultwright_drift_findings',
      'Places where Vault or the cluster is not as rendered, by code.',
      byCode.map(([code, findings]) => [{ environment, code }, findings.length]),
    ),
    family(
      'vaultwright_drift_checked',
      'What was looked at, by kind.',
      Object.entries(drift.checked).map(([kind, count]) => [{ environment, kind }, count]),
    ),
    family('vaultwright_drift_timestamp_seconds', 'When drift was looked for.', one(now)),
    family(
      'vaultwright_key_written_timestamp_seconds',
      'When a Vault key that has a maximum age was written.',
      keyTimes.map(({ key, writtenAt }) => [{ environment, key }, writtenAt]),
    ),
    ...(transitTokenExpiry === undefined
      ? []
      : [
          family(
            'vaultwright_transit_token_expiry_timestamp_seconds',
            'When the token of the transit seal ends.',
            one(transitTokenExpiry),
          ),
        ]),
  ].join('');
}

function family(name: string, help: string, series: readonly Series[]): string {
  const lines = series.map(([labels, value]) => {
    const spelled = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    return `${name}{${spelled.join(',')}} ${value}\n`;
  });
  return `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}

const escaped = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
