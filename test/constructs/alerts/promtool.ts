import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dump } from 'js-yaml';

export const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

/** A rule of a PrometheusRule: an alert, or in a check of queries a record. */
export interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export interface RuleGroup {
  readonly name: string;
  readonly rules: readonly Rule[];
}

/** Series of one alert, what is asked when, and the names of the alerts that then fire. */
export interface AlertCase {
  readonly title: string;
  readonly series: Readonly<Record<string, string>>;
  readonly at: string;
  readonly alert: string;
  /**
   * Labels besides severity and environment, which must tell the rule where several have the name;
   * `undefined` where it does not fire.
   */
  readonly fires: Readonly<Record<string, string>> | undefined;
}

/** Runs `promtool` on files, and returns its status and what it says. */
function promtool(args: readonly string[], files: Readonly<Record<string, unknown>>): readonly [number | null, string] {
  const folder = mkdtempSync(join(tmpdir(), 'vaultwright-promtool-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), dump(content));
    // It ends before memory is worth collecting.
    const env = { ...process.env, GOGC: 'off' };
    const { status, stdout, stderr } = spawnSync('promtool', args, { cwd: folder, encoding: 'utf8', env });
    return [status, `${stdout}${stderr}`];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Has promtool check rules, and queries beside them. */
export function checkRules(groups: readonly RuleGroup[], queries: readonly string[]): readonly [number | null, string] {
  const records = queries.map((expr, index) => ({ record: `query:${index}`, expr }));
  return promtool(['check', 'rules', 'rules.yaml'], {
    'rules.yaml': { groups: [...groups, { name: 'queries', rules: records }] },
  });
}

/**
 * Has promtool run the cases; texts of alerts hold names and numbers, and their labels are what is tested.
 */
export function testRules(groups: readonly RuleGroup[], cases: readonly AlertCase[]): readonly [number | null, string] {
  const silent = groups.map(({ name, rules }) => ({ name, rules: rules.map(({ annotations: _, ...rule }) => rule) }));
  const rules = groups.flatMap((group) => group.rules);
  const tests = cases.map(({ title, series, at, alert, fires }) => {
    const labels = rules.find(
      (rule) =>
        rule.alert === alert &&
        Object.entries(fires ?? {}).every(([label, value]) => (rule.labels[label] ?? value) === value),
    )?.labels;
    return {
      name: title,
      interval: '1m',
      input_series: Object.entries(series).map(([name, values]) => ({ series: name, values })),
      alert_rule_test: [
        {
          eval_time: at,
          alertname: alert,
          exp_alerts: fires === undefined ? [] : [{ exp_labels: { ...labels, ...fires } }],
        },
      ],
    };
  });
  // Each alert in files of its own: promtool evaluates every rule beside a case in every minute of it.
  const alerts = [...new Set(cases.map(({ alert }) => alert))];
  const files = alerts.flatMap((alert): [string, unknown][] => [
    [
      `${alert}.rules.yaml`,
      { groups: silent.map(({ name, rules }) => ({ name, rules: rules.filter((rule) => rule.alert === alert) })) },
    ],
    [
      `${alert}.yaml`,
      {
        rule_files: [`${alert}.rules.yaml`],
        evaluation_interval: '1m',
        tests: tests.filter((_, index) => cases[index]?.alert === alert),
      },
    ],
  ]);
  return promtool(['test', 'rules', ...alerts.map((alert) => `${alert}.yaml`)], Object.fromEntries(files));
}
