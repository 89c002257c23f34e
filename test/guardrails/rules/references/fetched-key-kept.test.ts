import { expect, test } from 'vitest';
import { resolveConfiguration } from '../../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../../src/guardrails/engine/engine.ts';
import { exampleManifests } from '../../../../src/guardrails/examples/example-manifests.ts';
import { linesOf } from '../../findings-of.ts';

const sync = (template: string, keys = ['token', 'user']): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db}, spec: {target: {template: {${template}}}, data: [${keys.map((key) => `{secretKey: ${key}, remoteRef: {key: ${key}}}`).join(', ')}, {remoteRef: {key: nameless}}]}}`;
const dropped = (key: string, position: number): string =>
  `error: "${key}" is fetched, and the template drops it | a.yaml | spec.data[${position}].secretKey`;

test.each<[string, string[], string[]?]>([
  ['data: {a: "{{ .token }} {{ .user }}"}', []],
  ['data: {a: "{{ .token }}"}', [dropped('user', 1)]],
  ['data: {a: "{{ .token }}", b: "{{ .user }}"}', []],
  ['data: {a: "{{ .token }}", b: {c: d}}', [dropped('user', 1)]],
  ['data: {a: plain}', [dropped('token', 0), dropped('user', 1)]],
  ['mergePolicy: Merge, data: {a: "{{ .token }}"}', []],
  ['mergePolicy: Replace, data: {a: "{{ .token }}"}', [dropped('user', 1)]],
  ['data: {}', []],
  ['data: {a: "{{ .token }}"}, templateFrom: [{configMap: {name: a}}]', []],
  ['data: {a: "{{ .token }}"}, templateFrom: []', [dropped('user', 1)]],
  // A name that no template can read means its key, which template-variable-fetched tells.
  ['data: {a: "{{ .token-a }} {{ .token-b }}"}', [], ['token-a', 'token-b']],
  // What walks over all of the data reads all of it.
  ['data: {a: "{{ range $k, $v := . }}{{ $v }}{{ end }}"}', []],
  ['data: {a: "{{ . | toJson }}", b: "{{ .token }}"}', []],
])('%s', (template, expected, keys) => {
  expect(linesOf('fetched-key-kept', sync(template, keys))).toEqual(expected);
});

test('a template of Helm is read as Helm leaves it, beside what is no text', () => {
  const files = { 'c/templates/a.yaml': sync('data: {a: "{{ `{{ .token }}` }}", b: 5}') };
  const manifests = exampleManifests({ files }).map((manifest) => ({ ...manifest, isTemplate: true }));
  const found = runGuardrails({ manifests, configuration: resolveConfiguration({ onlyRules: ['fetched-key-kept'] }) });
  expect(found.map(({ what }) => what)).toEqual(['"user" is fetched, and the template drops it']);
});
