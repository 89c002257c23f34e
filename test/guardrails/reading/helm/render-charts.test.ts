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
import { type HelmUse, renderCharts } from '../../../../src/guardrails/reading/helm/render-charts.ts';
import { readManifests } from '../../../../src/guardrails/reading/read-manifests.ts';
import { runCli } from '../../../cli/run-cli.ts';

let folder: string;
let bin: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-'));
  bin = mkdtempSync(join(tmpdir(), 'vaultwright-bin-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const each of [folder, bin]) rmSync(each, { recursive: true, force: true });
});

const write = (files: Record<string, string>): void => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
};

/** Stands in for helm: notes how it was called, says its version, renders or fails as the script says. */
const withHelm = (script: string, version = 'v3.22.0'): void => {
  const text = `#!/bin/sh\nprintf '%s\\n' "$@" >> '${bin}/calls'\n[ "$1" = version ] && echo ${version} && exit 0\n${script}\n`;
  writeFileSync(join(bin, 'helm'), text);
  chmodSync(join(bin, 'helm'), 0o755);
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
};
const calls = (): string => readFileSync(join(bin, 'calls'), 'utf8');
const render = (use: HelmUse = 'always') =>
  renderCharts(readManifests({ paths: ['.'], workingDirectory: folder }), use, folder);
const rendered = async (use: HelmUse = 'always') =>
  (await render(use)).manifests.filter(({ rendering }) => rendering?.chart !== undefined);

const chart = { 'my chart/Chart.yaml': 'name: c\n', 'my chart/values.yaml': 'a: b\n' };
const further = { ...chart, 'my chart/values-prod.yaml': 'a: c\n' };
const prints = (...lines: readonly string[]): string =>
  `cat <<'HELM'\n${['---', '# Source: c/templates/x.yaml', ...lines].join('\n')}\nHELM`;
const map = prints('apiVersion: v1', 'kind: ConfigMap', 'metadata: {name: m}');
/** What stands in a template; the tree is never asked whether it renders to what helm prints. */
const template = (text: string) => ({ 'my chart/templates/x.yaml': text });

describe('how helm is called', () => {
  test('once with the values of a chart and once with each further file, without a shell', async () => {
    write({ ...further, 'my chart/values-$(touch pwned).yaml': 'a: d\n' });
    withHelm(map);
    expect(await rendered()).toHaveLength(3);
    expect(calls()).toContain(`template\nmy-chart\n${join(folder, 'my chart')}\n`);
    expect(calls()).toContain(`--values\n${join(folder, 'my chart/values-prod.yaml')}\n`);
    expect(calls()).toContain('--skip-schema-validation\n');
    expect(existsSync(join(folder, 'pwned')) || existsSync('pwned')).toBe(false);
  });

  test('with no variable that could hold a token, and an empty home', async () => {
    write(chart);
    for (const name of ['VAULT_TOKEN', 'BAO_TOKEN', 'VAULTWRIGHT_SEED', 'HELM_KUBETOKEN', 'HELM_PLUGINS', 'KUBECONFIG'])
      vi.stubEnv(name, 'of-a-person');
    withHelm(`env > '${bin}/seen'; ls -A "$HOME" > '${bin}/home'; ${map}`);
    await render();
    const seen = readFileSync(join(bin, 'seen'), 'utf8');
    expect(seen).toContain('PATH=');
    expect(seen).not.toContain('of-a-person');
    expect(/^HELM_PLUGINS=(.*)$/m.exec(seen)?.[1]).toBe(/^HOME=(.*)$/m.exec(seen)?.[1]);
    expect(readFileSync(join(bin, 'home'), 'utf8')).toBe('');
  });

  test.each<[string, (at: string) => void]>([
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
  ])('not on a chart with %s', async (_, make) => {
    write(chart);
    make(join(folder, 'my chart'));
    withHelm(map);
    const { manifests, diagnostics } = await render();
    expect(manifests.filter(({ rendering }) => rendering)).toEqual([]);
    expect(diagnostics.map(({ code }) => code)).toEqual(['VW4010']);
  });

  test('on one whose links stay inside of the tree', async () => {
    write({ ...chart, 'shared/x.tpl': '' });
    symlinkSync('../shared', join(folder, 'my chart/templates'));
    symlinkSync('..', join(folder, 'my chart/loop'));
    withHelm(map);
    expect(await rendered()).toHaveLength(1);
  });

  test('only where there is a chart, and not for a library or what another chart holds', async () => {
    vi.stubEnv('PATH', folder);
    expect((await render()).diagnostics).toEqual([]);
    vi.unstubAllEnvs();
    write({ ...chart, 'lib/Chart.yaml': 'name: l\ntype: library\n', 'my chart/charts/sub/Chart.yaml': 'name: sub\n' });
    withHelm(map);
    await render();
    expect(calls().match(/^template$/gm)).toHaveLength(1);
  });

  test.each(['v3.15.4', 'v2.17.0', 'no version'])('not where it is %s', async (version) => {
    write(chart);
    withHelm(map, `'${version}'`);
    await expect(render('always')).rejects.toThrow('VW2040');
    expect((await render('auto')).diagnostics).toEqual([]);
    expect(calls()).not.toMatch(/^template$/m);
  });

  test('for the kinds that its templates use', async () => {
    write({
      ...chart,
      ...template(
        '{{- if .Capabilities.APIVersions.Has "external-secrets.io/v1" }}\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\n{{- end }}\n',
      ),
    });
    withHelm(map);
    await render();
    expect(calls()).toContain('--api-versions\nexternal-secrets.io/v1\n');
  });
});

describe('by default', () => {
  test.each([
    ['a chart without dependencies', {}, 1],
    ['one whose dependency is not there', { 'my chart/Chart.yaml': 'name: c\ndependencies: [{name: redis}]\n' }, 0],
    [
      'one whose dependency is unpacked',
      {
        'my chart/Chart.yaml': 'name: c\ndependencies: [{name: redis}]\n',
        'my chart/charts/redis/Chart.yaml': 'name: redis\n',
      },
      1,
    ],
    [
      'one whose dependency is packed',
      { 'my chart/Chart.yaml': 'name: c\ndependencies: [{name: redis}]\n', 'my chart/charts/redis-1.2.3.tgz': 'x' },
      1,
    ],
  ])('%s', async (_, files, count) => {
    write({ ...chart, ...files });
    withHelm(map);
    expect((await rendered('auto')).length).toBe(count);
  });

  test('a chart that does not render is a note, and one that renders with other values none', async () => {
    write(further);
    withHelm('exit 1');
    expect((await render('auto')).diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['VW4010', 'note'],
    ]);
    withHelm(`case "$*" in *prod*) ${map.replaceAll('\n', '\n')}\n;; *) exit 1;; esac`);
    expect((await render('auto')).diagnostics).toEqual([]);
  });

  test('the command line and the configuration can leave it out', async () => {
    write({ ...further, 'vaultwright.config.yaml': 'helm: never\n' });
    withHelm(map);
    await runCli(['check'], folder);
    expect(existsSync(join(bin, 'calls'))).toBe(false);
    await runCli(['check', '--helm'], folder);
    expect(calls()).toContain('template\n');
    rmSync(join(bin, 'calls'));
    write({ 'vaultwright.config.yaml': 'helm: always\n' });
    await runCli(['check', '--no-helm'], folder);
    expect(existsSync(join(bin, 'calls'))).toBe(false);
  });
});

test('names the template that fails, and nothing else of what helm says', async () => {
  write(further);
  withHelm(`echo 'Error: execution error at (c/templates/db.yaml:12:3): ${'hunter2'}-literal is too weak' >&2; exit 1`);
  const { diagnostics } = await render();
  expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
    ['VW4010', 'warning'],
    ['VW4010', 'warning'],
  ]);
  expect(diagnostics[0]?.what).toContain('c/templates/db.yaml:12');
  expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
});

describe('who installs a chart', () => {
  const app = (helm: string, kind = 'Application'): string => {
    const spec = `{destination: {namespace: shop}, source: {path: my chart, helm: ${helm}}}`;
    const body = kind === 'Application' ? `spec: ${spec}` : `spec: {template: {metadata: {name: web}, spec: ${spec}}}`;
    return `{apiVersion: argoproj.io/v1alpha1, kind: ${kind}, metadata: {name: web}, ${body}}`;
  };
  const release = (spec: string): string =>
    `{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: web, namespace: shop}, spec: {chart: {spec: {chart: ./my chart, sourceRef: {kind: GitRepository, name: r}}}, ${spec}}}`;

  test.each<[string, string, string, string]>([
    ['values of an Application', app('{values: "a: {b: 1}"}'), 'web\n', '{"a":{"b":1}}'],
    ['values as an object', app('{valuesObject: {a: 1}}'), 'web\n', '{"a":1}'],
    [
      'parameters over values',
      app(
        '{values: "a: {b: 1, c: 2}", parameters: [{name: a.b, value: "true"}, {name: d, value: "7", forceString: true}]}',
      ),
      'web\n',
      '{"a":{"b":true,"c":2},"d":"7"}',
    ],
    ['the name of the release', app('{releaseName: shop-web}'), 'shop-web\n', ''],
    ['an ApplicationSet', app('{valuesObject: {a: 1}}', 'ApplicationSet'), 'web\n', '{"a":1}'],
    ['a HelmRelease', release('values: {a: 2}'), 'web\n', '{"a":2}'],
    ['a HelmRelease of another namespace', release('targetNamespace: shop, values: {a: 2}'), 'shop-web\n', '{"a":2}'],
  ])('%s', async (_, text, name, input) => {
    write({ ...further, 'apps/web.yaml': text });
    withHelm(`case "$*" in *"--values -"*) cat > '${bin}/input';; esac; ${map}`);
    const made = await rendered();
    expect(made.map(({ namespace }) => namespace)).toEqual(['shop']);
    expect(made[0]?.rendering?.chart?.isInstalled).toBe(true);
    expect(calls()).toContain(`template\n${name}`);
    expect(calls()).toContain('--namespace\nshop\n');
    // Files of a chart that nobody names are none of this installation.
    expect(calls()).not.toContain('values-prod');
    expect(existsSync(join(bin, 'input')) ? readFileSync(join(bin, 'input'), 'utf8') : '').toBe(input);
  });

  test('files of values beside the chart, of another source and of the root; none outside of the tree', async () => {
    write({
      ...further,
      'envs/prod.yaml': 'a: 1\n',
      'apps/web.yaml': app(
        '{valueFiles: [values-prod.yaml, $env/envs/prod.yaml, /envs/prod.yaml, ../../../../etc/passwd]}',
      ),
    });
    withHelm(map);
    const made = await rendered();
    const files = [...calls().matchAll(/^--values\n(.*)$/gm)].map(([, file]) => file);
    expect(files).toEqual(
      ['my chart/values-prod.yaml', 'envs/prod.yaml', 'envs/prod.yaml'].map((file) => join(folder, file)),
    );
    // A part of its values is not there, so what it lacks may be in it.
    expect(made[0]?.rendering?.isOpen).toBe(true);
  });
});

describe('what is judged', () => {
  const store =
    '{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: other, namespace: shop}, spec: {data: [{secretKey: a, remoteRef: {key: a}}]}}\n';
  const app =
    '{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: web}, spec: {destination: {namespace: shop}, source: {path: my chart}}}';
  const pod = (name: string): string =>
    prints(
      'apiVersion: v1',
      'kind: Pod',
      'metadata: {name: p}',
      'spec:',
      '  containers:',
      '    - name: a',
      '      envFrom:',
      `        - secretRef: {name: ${name}}`,
    );
  const rawPod = (name: string) =>
    template(
      `apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - name: a\n      envFrom:\n        - secretRef: {name: ${name}}\n`,
    );
  const check = async (...args: string[]) => {
    const { out } = await runCli(['check', '--format', 'json', ...args], folder);
    const { findings } = JSON.parse(out) as {
      findings: { rule: string; severity: string; place: { position: { file: string; line: number } } }[];
    };
    return findings
      .filter(({ rule }) => rule === 'known-secret' || rule?.startsWith('no-'))
      .map(({ rule, severity, place: { position } }) => [rule, severity, `${position.file}:${position.line}`]);
  };

  test('a name that comes from values: a note without helm, an error at its line of the values with it', async () => {
    write({
      ...chart,
      ...rawPod('{{ .Values.secret }}'),
      'my chart/values.yaml': 'a: b\nsecret: db-login\n',
      'es.yaml': store,
      'apps/web.yaml': app,
    });
    withHelm(pod('db-login'));
    expect(await check()).toEqual([['known-secret', 'error', 'my chart/values.yaml:2']]);
    expect((await check('--no-helm')).filter(([, severity]) => severity !== 'note')).toEqual([]);
  });

  test('a name of the template: at its line', async () => {
    write({ ...chart, ...rawPod('db-login'), 'es.yaml': store, 'apps/web.yaml': app });
    withHelm(pod('db-login'));
    expect(await check()).toEqual([['known-secret', 'error', 'my chart/templates/x.yaml:8']]);
  });

  test('a chart that nobody installs and that writes no Secret: what its values name is a note', async () => {
    write({
      ...chart,
      ...rawPod('{{ .Values.secret }}'),
      'my chart/values.yaml': 'secret: db-login\n',
      'es.yaml': store,
    });
    withHelm(pod('db-login'));
    expect(await check()).toEqual([['known-secret', 'note', 'my chart/values.yaml:1']]);
  });

  test('what values name and no object reads is not read', async () => {
    write({
      ...chart,
      'my chart/values.yaml': 'auth: {existingSecret: gone}\n',
      'my chart/templates/es.yaml': store,
      'es.yaml': store,
      'apps/web.yaml': app,
    });
    withHelm(map);
    expect(await check()).toEqual([]);
    expect((await check('--no-helm')).map(([rule]) => rule)).toEqual(['known-secret']);
  });

  test('literals where they are written, with helm and without', async () => {
    const values = 'auth: {password: correct-horse-7}\n';
    write({
      ...chart,
      'my chart/values.yaml': values,
      ...template(
        'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: "{{ .Values.auth.password }}"}\n',
      ),
    });
    withHelm(
      prints('apiVersion: v1', 'kind: Secret', 'metadata: {name: s}', 'stringData: {password: correct-horse-7}'),
    );
    const found = [['no-values-credential', 'error', 'my chart/values.yaml:1']];
    expect(await check()).toEqual(found);
    expect(await check('--no-helm')).toEqual(found);
  });

  test('random values, which only the template shows', async () => {
    write({
      ...chart,
      ...template(
        'apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: "{{ randAlphaNum 9 }}"}\n',
      ),
    });
    withHelm(prints('apiVersion: v1', 'kind: Secret', 'metadata: {name: s}', 'stringData: {password: abcdefghi}'));
    expect(await check()).toEqual([['no-random-secret', 'warning', 'my chart/templates/x.yaml:4']]);
  });

  test('other charts and manifests may read what a chart writes under a name of its own', async () => {
    write({
      ...chart,
      ...template('apiVersion: v1\nkind: Secret\nmetadata: {name: "{{ .Release.Name }}-login"}\ndata: {a: ""}\n'),
      'pod.yaml':
        '{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, envFrom: [{secretRef: {name: prod-login}}]}]}}',
      'es.yaml': store,
    });
    withHelm(prints('apiVersion: v1', 'kind: Secret', 'metadata: {name: my-chart-login}', 'data: {a: ""}'));
    expect(await check()).toEqual([]);
  });
});
