import { expect, test } from 'vitest';
import { checkFiles } from '../probes/check-files.ts';

/** What only the reader of files knows: lines, templates and their variables. */
const linesIn = (rule: string, files: Readonly<Record<string, string>>): string[] =>
  checkFiles(files)
    .filter((finding) => finding.rule === rule)
    .map(({ place: { position } }) => `${position?.file}:${position?.line}:${position?.column}`);

const sync = (name: string, template: string): string => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: ${name}, namespace: shop}
spec:
  target:
    name: db
    template:
      data:
        app: |
${template.replace(/^/gm, '          ')}
  data: [{secretKey: password, remoteRef: {key: p}}]
`;

test('template-variable-fetched points at the lines that read what is not fetched', () => {
  const template =
    'first: {{ .password }}\nsecond: {{ .missing }} {{ .more }}\n  third: {{ index . "lost" }}\nlast: {{ .missing }}';
  expect(linesIn('template-variable-fetched', { 'a.yaml': sync('db', template) })).toEqual([
    'a.yaml:11:11',
    'a.yaml:12:13',
  ]);
  expect(linesIn('template-variable-fetched', { 'a.yaml': sync('db', 'first: {{ .missing }}') })).toEqual([
    'a.yaml:10:11',
  ]);
});

test('template-variable-fetched finds the line of an action that holds a brace', () => {
  const template = 'first: {{ .password }}\nsecond: {{ printf "}%s" .missing }}';
  expect(linesIn('template-variable-fetched', { 'a.yaml': sync('db', template) })).toEqual(['a.yaml:11:11']);
});

test('template-variable-fetched points at the whole of a text in one line', () => {
  const quoted = sync('db', 'x').replace(/app: \|\n.*/, 'app: "  {{ .missing }}"');
  expect(linesIn('template-variable-fetched', { 'a.yaml': quoted })).toEqual(['a.yaml:9:14']);
});

test('template-variable-fetched leaves out what Helm has rendered before', () => {
  const template = `{{- if .Values.a }}\n${sync('db', 'a: {{ .Values.tls.crt }}\nb: {{ .tls.crt }}')}{{- end }}\n`;
  expect(linesIn('template-variable-fetched', { 'a.yaml': template })).toEqual(['a.yaml:12:11']);
});

test('hook-input is sure of a hook of Argo CD in a template, and not of an upgrade of Helm', () => {
  const chart = (hook: string): string => `{{- if .Values.a }}
apiVersion: batch/v1
kind: Job
metadata: {name: work, annotations: {${hook}}}
spec: {template: {spec: {containers: [{name: a, envFrom: [{configMapRef: {name: specs}}]}]}}}
{{- end }}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: specs}
`;
  expect(linesIn('hook-input', { 'a.yaml': chart('argocd.argoproj.io/hook: PreSync') })).toEqual(['a.yaml:5:60']);
  expect(linesIn('hook-input', { 'a.yaml': chart('helm.sh/hook: pre-install') })).toHaveLength(1);
  expect(linesIn('hook-input', { 'a.yaml': chart('helm.sh/hook: pre-upgrade') })).toEqual([]);
});

test('template-variable-fetched names the first variable of a line', () => {
  const files = { 'a.yaml': sync('db', 'first: {{ .missing }} {{ .more }}') };
  expect(checkFiles(files).map(({ what }) => what)).toContain('The template reads "missing", which is not fetched');
});

test('url-encoding points at each URL', () => {
  const template = 'a: postgresql://app:{{ .password }}@db\nb: none\nc: redis://:{{ .password }}@db';
  expect(linesIn('url-encoding', { 'a.yaml': sync('db', template) })).toEqual(['a.yaml:10:14', 'a.yaml:12:14']);
});

test('single-owner leaves out what a template may render or not', () => {
  const plain =
    '{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: NAME, namespace: shop}, spec: {target: {name: db}, data: [{secretKey: a, remoteRef: {key: p}}]}}\n';
  const template = (name: string): string => `{{- if .Values.a }}\n${plain.replace('NAME', name)}{{- end }}\n`;
  expect(
    linesIn('single-owner', { 'a.yaml': plain.replace('NAME', 'one'), 'b.yaml': plain.replace('NAME', 'two') }),
  ).toHaveLength(1);
  expect(linesIn('single-owner', { 'a.yaml': template('one'), 'b.yaml': template('two') })).toEqual([]);
});

test('no-random-secret follows the variables of a template', () => {
  const secret = (before: string, value: string): string =>
    `${before}\napiVersion: v1\nkind: Secret\nmetadata: {name: a}\nstringData:\n  password: ${value}\n  text: $random\n`;
  expect(
    linesIn('no-random-secret', { 'a.yaml': secret('{{- $random := randAlphaNum 32 }}', '{{ $random | quote }}') }),
  ).toHaveLength(1);
  expect(
    linesIn('no-random-secret', { 'a.yaml': secret('{{- $random := .Values.password }}', '{{ $random | quote }}') }),
  ).toEqual([]);
  expect(
    linesIn('no-random-secret', {
      'a.yaml': secret('{{- $random := randAlphaNum 32 }}', '{{ randAlphaNum 16 | quote }}'),
    }),
  ).toHaveLength(1);
});
