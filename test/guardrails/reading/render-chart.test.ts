import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { renderCharts } from '../../../src/guardrails/reading/render-chart.ts';
import { runCli } from '../../cli/run-cli.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const write = (files: Record<string, string>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};

/** Stands in for helm: notes how it was called, renders a Secret, or fails as helm does. */
const withHelm = (script: string): void => {
  write({
    'bin/helm': `#!/bin/sh\nprintf '%s\\n' "$@" >> '${folder}/calls'\n[ "$1" = version ] && exit 0\n${script}\n`,
  });
  chmodSync(join(folder, 'bin/helm'), 0o755);
  vi.stubEnv('PATH', `${join(folder, 'bin')}:${process.env.PATH}`);
};
const chart = {
  'my chart/Chart.yaml': 'name: c\n',
  'my chart/values.yaml': 'a: b\n',
  'my chart/values-prod.yaml': 'a: c\n',
};
const secret = 'apiVersion: v1\\nkind: Secret\\nmetadata: {name: s}\\nstringData: {password: changeme}\\n';

describe('renderCharts', () => {
  test('renders once with the values of the chart and once with each further file, without a shell', async () => {
    write({ ...chart, 'my chart/values-$(touch pwned).yaml': 'a: d\n' });
    withHelm(`printf 'apiVersion: v1\\nkind: ConfigMap\\n'`);
    const { renders, diagnostics } = await renderCharts([join(folder, 'my chart/Chart.yaml')], folder);
    expect(diagnostics).toEqual([]);
    expect(renders.map(({ name }) => name)).toEqual([
      'my chart (helm template)',
      'my chart (helm template -f values-$(touch pwned).yaml)',
      'my chart (helm template -f values-prod.yaml)',
    ]);
    const calls = readFileSync(join(folder, 'calls'), 'utf8');
    expect(calls).toContain(
      `template\nmy-chart\n${join(folder, 'my chart')}\n--values\n${join(folder, 'my chart/values-prod.yaml')}\n`,
    );
    expect(existsSync(join(folder, 'pwned')) || existsSync('pwned')).toBe(false);
  });

  test('names the template that fails, and nothing else of what helm says', async () => {
    write(chart);
    withHelm(
      `echo 'Error: execution error at (c/templates/db.yaml:12:3): password hunter2-literal is too weak' >&2; exit 1`,
    );
    const { renders, diagnostics } = await renderCharts([join(folder, 'my chart/Chart.yaml')], folder);
    expect(renders).toEqual([]);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['VW4010', 'warning'],
      ['VW4010', 'warning'],
    ]);
    expect(diagnostics[0]?.what).toContain('c/templates/db.yaml:12');
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });

  test('wants helm only where there is a chart', async () => {
    vi.stubEnv('PATH', folder);
    expect((await renderCharts([], folder)).renders).toEqual([]);
    await expect(renderCharts([join(folder, 'Chart.yaml')], folder)).rejects.toThrow('VW2040');
  });

  test('is what check --helm judges, each combination for itself', async () => {
    write(chart);
    withHelm(`printf '${secret}'`);
    const { status, out } = await runCli(['check', '--helm', '--format', 'json'], folder);
    expect(status).toBe(1);
    const findings = (JSON.parse(out) as { findings: { rule: string; place: { position: { file: string } } }[] })
      .findings;
    expect(findings.map(({ rule, place }) => [rule, place.position.file])).toEqual([
      ['no-inline-secret', 'my chart (helm template -f values-prod.yaml)'],
      ['no-inline-secret', 'my chart (helm template)'],
    ]);
  });
});
