// e2e: needs helm
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { renderCharts } from '../../../src/guardrails/reading/helm/render-charts.ts';
import { readManifests } from '../../../src/guardrails/reading/read-manifests.ts';
import { runCli } from '../../cli/run-cli.ts';
import { findProgram } from '../tools/find-program.ts';

let folder: string;
let bin: string;

beforeAll(async () => {
  bin = mkdtempSync(join(tmpdir(), 'vaultwright-bin-'));
  symlinkSync(await findProgram('helm', { environment: process.env, say: () => {} }), join(bin, 'helm'));
});
afterAll(() => rmSync(bin, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'vaultwright-helm-e2e-'));
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
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
const chartFile = 'apiVersion: v2\nname: web\nversion: 1.0.0\n';
const render = async () => {
  const read = readManifests({ paths: ['.'], workingDirectory: folder });
  const { manifests, diagnostics } = await renderCharts(read, 'auto', folder);
  return { made: manifests.filter(({ rendering }) => rendering?.chart), diagnostics };
};
const findings = async (...args: string[]) => {
  const { out } = await runCli(['check', '--format', 'json', ...args], folder);
  const report = JSON.parse(out) as {
    findings: { rule: string; severity: string; place: { position: { file: string; line: number } } }[];
  };
  return report.findings.map(
    ({ rule, severity, place: { position } }) => `${severity} ${rule} ${position.file}:${position.line}`,
  );
};

const helpers = `{{- define "web.fullname" -}}{{ .Release.Name }}-{{ .Chart.Name }}{{- end }}\n`;
const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "web.fullname" . }}
spec:
  template:
    spec:
      containers:
        - name: web
          env:
            {{- range $name, $key := .Values.fromSecret }}
            - name: {{ $name }}
              valueFrom:
                secretKeyRef:
                  name: {{ $.Values.existingSecret | default (include "web.fullname" $) }}
                  key: {{ $key }}
            {{- end }}
`;
const secrets = `{{- if not .Values.existingSecret }}
{{- if .Capabilities.APIVersions.Has "external-secrets.io/v1" }}
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: {{ include "web.fullname" . }}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: vault}
  data:
    {{- range .Values.keys }}
    - {secretKey: {{ . }}, remoteRef: {key: web, property: {{ . }}}}
    {{- end }}
{{- end }}
{{- end }}
`;
const store = `{apiVersion: external-secrets.io/v1, kind: ClusterSecretStore, metadata: {name: vault}, spec: {provider: {fake: {}}}}
---
{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: shared, namespace: shop}, spec: {secretStoreRef: {kind: ClusterSecretStore, name: vault}, data: [{secretKey: password, remoteRef: {key: shared}}]}}
`;
const application = (values: string): string =>
  `{apiVersion: argoproj.io/v1alpha1, kind: Application, metadata: {name: prod}, spec: {destination: {namespace: shop}, source: {path: charts/web, helm: {valuesObject: ${values}}}}}\n`;
const chart = (values: string) => ({
  'charts/web/Chart.yaml': chartFile,
  'charts/web/values.yaml': values,
  'charts/web/templates/_helpers.tpl': helpers,
  'charts/web/templates/deployment.yaml': deployment,
  'charts/web/templates/secret.yaml': secrets,
  'store.yaml': store,
});
const own = 'fromSecret: {PASSWORD: password}\nkeys: [password]\n';

test.each<[string, string, string, readonly string[]]>([
  ['its own Secret', own, '{}', []],
  ['a Secret of the tree', own, '{existingSecret: shared}', []],
  ['a Secret that nobody writes', own, '{existingSecret: gone}', ['error known-secret app.yaml:1']],
  [
    'a key that its loop does not fetch',
    'fromSecret: {PASSWORD: password, USER: user}\nkeys: [password]\n',
    '{}',
    ['error known-secret-key charts/web/values.yaml:1'],
  ],
  ['a key that its installation fetches', own, '{fromSecret: {USER: user}, keys: [password, user]}', []],
])('a chart that reads %s', async (_, values, installed, wanted) => {
  write({ ...chart(values), 'app.yaml': application(installed) });
  expect((await findings()).filter((one) => /known-secret/.test(one))).toEqual(wanted);
  // Without helm nothing is said for certain.
  expect((await findings('--no-helm')).filter((one) => /^error known-secret charts/.test(one))).toEqual([]);
});

test('a chart in another chart, with the values that its parent gives it', async () => {
  const inner = Object.fromEntries(
    Object.entries(chart(own)).flatMap(([file, text]) =>
      file.startsWith('charts/web/') ? [[file.replace('charts/web/', 'umbrella/charts/web/'), text]] : [],
    ),
  );
  write({
    ...inner,
    'umbrella/Chart.yaml':
      'apiVersion: v2\nname: umbrella\nversion: 1.0.0\ndependencies: [{name: web, version: 1.0.0}]\n',
    'umbrella/values.yaml': 'web:\n  existingSecret: missing-login\n',
    'umbrella/templates/es.yaml': store.split('---\n')[1] ?? '',
    'store.yaml': store,
  });
  expect((await findings()).filter((one) => /known-secret/.test(one))).toEqual([
    'error known-secret umbrella/values.yaml:2',
  ]);
});

test('asks no server, resolves no name, reads no other file, whatever a chart says', async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked++;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  write({
    'web/Chart.yaml': chartFile,
    'web/values.yaml': 'a: 1\n',
    'web/values.schema.json': `{"properties": {"a": {"$ref": "http://127.0.0.1:${port}/x.json"}}}`,
    'web/templates/a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: {name: a}
data:
  looked: {{ lookup "v1" "Secret" "kube-system" "" | toJson | quote }}
  host: {{ getHostByName "localhost" | quote }}
  file: {{ .Files.Get "../../../../../../etc/passwd" | quote }}
`,
  });
  const { made, diagnostics } = await render();
  server.close();
  expect(diagnostics).toEqual([]);
  expect(made[0]?.value.data).toEqual({ looked: '{}', host: '', file: '' });
  expect(asked).toBe(0);
});

test.each([
  ['a loop that never ends', '{{- range $i := until 100000 }}{{- range $j := until 100000 }}{{- end }}{{- end }}'],
  [
    'a text that grows without end',
    '{{- $a := repeat 1000 "x" }}{{- range until 40 }}{{ $a = print $a $a }}{{ end }}{{ $a }}',
  ],
  ['a call of itself', '{{- define "x" }}{{ include "x" . }}{{ end }}{{ include "x" . }}'],
])('ends %s, and reads the chart as it is', async (_, text) => {
  write({
    'web/Chart.yaml': chartFile,
    'web/templates/a.yaml': `${text}\napiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData: {password: "${'correct-'}horse-7"}\n`,
  });
  const started = performance.now();
  const found = await findings();
  expect(found).toEqual(['note undefined web/Chart.yaml:1', 'error no-inline-secret web/templates/a.yaml:5']);
  expect(performance.now() - started).toBeLessThan(40_000);
});
