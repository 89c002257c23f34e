import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GivenPaths } from '../../../src/guardrails/reading/regular-file.ts';
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
    const { renders, diagnostics } = await renderCharts(
      [join(folder, 'my chart/Chart.yaml')],
      new GivenPaths([folder]),
      folder,
    );
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
    const { renders, diagnostics } = await renderCharts(
      [join(folder, 'my chart/Chart.yaml')],
      new GivenPaths([folder]),
      folder,
    );
    expect(renders).toEqual([]);
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['VW4010', 'warning'],
      ['VW4010', 'warning'],
    ]);
    expect(diagnostics[0]?.what).toContain('c/templates/db.yaml:12');
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });

  test('gives helm no variable that could hold a token', async () => {
    write(chart);
    for (const name of [
      'VAULT_TOKEN',
      'BAO_TOKEN',
      'VAULTWRIGHT_SEED',
      'HELM_KUBETOKEN',
      'AWS_SECRET_ACCESS_KEY',
      'GITHUB_TOKEN',
    ])
      vi.stubEnv(name, 'of-a-person');
    withHelm(`env >> '${folder}/seen'; printf 'a: b\\n'`);
    await renderCharts([join(folder, 'my chart/Chart.yaml')], new GivenPaths([folder]), folder);
    const seen = readFileSync(join(folder, 'seen'), 'utf8');
    expect(seen).toContain('PATH=');
    expect(seen).not.toContain('of-a-person');
  });

  test.each<[string, (chart: string) => void]>([
    ['a link to a device', (at) => symlinkSync('/dev/zero', join(at, 'templates.txt'))],
    ['a link out of the tree', (at) => symlinkSync('/etc/passwd', join(at, 'x.yaml'))],
    ['a link that leads nowhere', (at) => symlinkSync('gone', join(at, 'x.yaml'))],
    ['a FIFO', (at) => execFileSync('mkfifo', [join(at, 'values-x.yaml')])],
    [
      'a link out of the tree behind a link inside of it',
      (at) => {
        mkdirSync(join(folder, 'shared'));
        symlinkSync('/etc/passwd', join(folder, 'shared/x.yaml'));
        symlinkSync('../shared', join(at, 'templates'));
      },
    ],
  ])('does not run helm on a chart with %s', async (_, make) => {
    write(chart);
    make(join(folder, 'my chart'));
    withHelm(`printf 'a: b\\n'`);
    const { renders, diagnostics } = await renderCharts(
      [join(folder, 'my chart/Chart.yaml')],
      new GivenPaths([folder]),
      folder,
    );
    expect(renders).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['VW4010']);
  });

  test('runs it on one whose links stay inside of the tree', async () => {
    write({ ...chart, 'shared/x.tpl': '' });
    symlinkSync('../shared', join(folder, 'my chart/templates'));
    symlinkSync('..', join(folder, 'my chart/loop'));
    withHelm(`printf 'a: b\\n'`);
    const { renders } = await renderCharts([join(folder, 'my chart/Chart.yaml')], new GivenPaths([folder]), folder);
    expect(renders).toHaveLength(2);
  });

  test('wants helm only where there is a chart', async () => {
    vi.stubEnv('PATH', folder);
    expect((await renderCharts([], new GivenPaths([]), folder)).renders).toEqual([]);
    await expect(renderCharts([join(folder, 'Chart.yaml')], new GivenPaths([folder]), folder)).rejects.toThrow(
      'VW2040',
    );
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
