import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { FoundationComponent, renderPlatform, SecretAlerts, type SecretAlertsProps } from '../../../src/index.ts';
import { foundation, placing, type SmallEnv, smallPlatform } from '../small-platform.ts';
import { alertCases } from './alert-cases.ts';
import { checkRules, hasPromtool, type RuleGroup, testRules } from './promtool.ts';

const root = join(import.meta.dirname, '../../..');
const runbooks = 'https://runbooks.example/secrets';

/** The rules of the regulated environment of a platform with two Secrets, and its dashboard. */
async function rendered(props: Partial<SecretAlertsProps> = {}) {
  const platform = smallPlatform();
  const { vault, secret } = platform;
  const password = vault.generated('shop-password', { maxAge: '720h' });
  const token = vault.external('shop-token', { maxAge: '90m' });
  const hourly = secret('shop-db', { purpose: 'Alerts', keys: { password } });
  const often = secret('shop-api', { purpose: 'Alerts', keys: { token }, refreshInterval: '5m' });
  const once = secret('shop-once', { purpose: 'Alerts', keys: { token }, refreshInterval: '0' });
  class Alerts extends FoundationComponent<SmallEnv> {
    constructor(env: SmallEnv) {
      super(env, 'alerts', { owner: 'team', phase: 540 });
      new SecretAlerts(this, { runbooks, driftEvery: '24h', labels: { release: 'prometheus' }, ...props });
    }
  }
  const { manifests, diagnostics, files } = await renderPlatform(platform, {
    components: [...foundation, placing('shop', hourly, often, once), Alerts],
  });
  const of = (environment: string, kind: string) =>
    manifests.find(
      (manifest) =>
        manifest.environment === environment && manifest.value.kind === kind && manifest.file.includes('/alerts/'),
    )?.value;
  const groups = (environment: string) =>
    (of(environment, 'PrometheusRule') as { spec?: { groups: RuleGroup[] } } | undefined)?.spec?.groups ?? [];
  return {
    diagnostics,
    files,
    of,
    groups,
    rules: (environment: string) => groups(environment).flatMap(({ rules }) => rules),
  };
}

describe('alerts', () => {
  let platform: Awaited<ReturnType<typeof rendered>>;
  beforeAll(async () => {
    platform = await rendered();
  });

  test('are rendered for every environment without a finding', () => {
    expect(platform.diagnostics).toEqual([]);
    for (const environment of ['live', 'sandbox'])
      expect(new Set(platform.rules(environment).map(({ labels }) => labels.environment))).toEqual(
        new Set([environment]),
      );
  });

  test('wake nobody up for what may be thrown away', () => {
    expect(platform.rules('sandbox').filter(({ labels }) => labels.severity === 'critical')).toEqual([]);
    expect(platform.rules('live').filter(({ labels }) => labels.severity === 'critical').length).toBeGreaterThan(3);
  });

  test('link runbooks that exist, and every runbook has an alert', () => {
    const linked = platform
      .rules('live')
      .concat(platform.rules('sandbox'))
      .map(({ annotations }) => annotations.runbook_url?.replace(`${runbooks}/`, '') ?? '');
    for (const file of linked) expect(existsSync(join(root, 'docs/runbooks', file)), file).toBe(true);
    const files = readdirSync(join(root, 'docs/runbooks')).filter((file) => file !== 'README.md');
    // Those of alerts that the small platform has no reason for, and that of a restore, which people begin.
    const others = ['bootstrap-failing.md', 'vault-sealed.md', 'restore.md'];
    expect(files.filter((file) => !linked.includes(file) && !others.includes(file))).toEqual([]);
  });

  test.skipIf(!hasPromtool)('and the queries of the dashboard are taken by promtool', () => {
    for (const environment of ['live', 'sandbox']) {
      const [text = ''] = Object.values(
        (platform.of(environment, 'ConfigMap') as { data: Record<string, string> }).data,
      );
      const { panels } = JSON.parse(text) as { panels: { targets: { expr: string }[] }[] };
      const queries = panels.flatMap(({ targets }) => targets).map(({ expr }) => expr);
      expect(queries.length).toBeGreaterThan(5);
      expect(checkRules(platform.groups(environment), queries)).toEqual([0, expect.not.stringContaining('FAILED')]);
    }
  });

  test.skipIf(!hasPromtool)('fire when they should, and only then', () => {
    expect(testRules(platform.groups('live'), alertCases)).toEqual([0, expect.stringContaining('SUCCESS')]);
  });

  test('stand in the document, each with the figures that it reads', () => {
    const rows = readFileSync(join(root, 'docs/alerts.md'), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    for (const { alert, expr } of platform.rules('live')) {
      const row = rows.find((line) => line.startsWith(`| ${alert} |`)) ?? '';
      const above = row.includes('the same') ? rows.slice(0, rows.indexOf(row)).join() : '';
      for (const [name] of expr.matchAll(/\b(?:\w*secret\w*|vault\w*|kube)_\w+(?=\{)/g))
        expect(`${alert}: ${row}${above}`).toContain(`\`${name}\``);
    }
  });

  test('have a case where they fire and one where they do not', () => {
    for (const { alert } of platform.rules('live')) {
      const own = alertCases.filter((one) => one.alert === alert);
      expect(
        own.some(({ fires }) => fires !== undefined),
        alert,
      ).toBe(true);
      expect(
        own.some(({ fires }) => fires === undefined),
        alert,
      ).toBe(true);
    }
  });
});

describe('SecretAlerts', () => {
  test('refuses an interval and a place of runbooks that are none', async () => {
    const { diagnostics } = await rendered({ runbooks: 'docs/runbooks', driftEvery: 'daily' });
    expect([...new Set(diagnostics.map(({ code }) => code))].sort()).toEqual(['VW1171', 'VW1172']);
  });

  test('promises no search for drift that nobody promised', async () => {
    const platform = smallPlatform();
    class Alerts extends FoundationComponent<SmallEnv> {
      constructor(env: SmallEnv) {
        super(env, 'alerts', { owner: 'team', phase: 540 });
        new SecretAlerts(this, { runbooks, dashboardLabels: false });
      }
    }
    const { manifests } = await renderPlatform(platform, { components: [...foundation, Alerts] });
    const own = manifests.filter(({ file }) => file.startsWith('live/foundation/alerts/'));
    expect(own.map(({ value }) => value.kind)).toEqual(['PrometheusRule']);
    expect(JSON.stringify(own)).not.toContain('DriftUnknown');
  });

  test('lays the dashboard out without a gap that a panel covers', async () => {
    const { of } = await rendered();
    const [text = ''] = Object.values((of('live', 'ConfigMap') as { data: Record<string, string> }).data);
    const { panels } = JSON.parse(text) as {
      panels: { id: number; gridPos: { x: number; y: number; w: number; h: number } }[];
    };
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)}/${y + Math.floor(cell / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});
