// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold Go templates
import { expect, test } from 'vitest';
import { resolveConfiguration } from '../../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../../src/guardrails/engine/engine.ts';
import { exampleManifests } from '../../../../src/guardrails/examples/example-manifests.ts';
import { linesOf } from '../../findings-of.ts';

const sync = (text: string, keys = '{secretKey: password, remoteRef: {key: p}}', more = ''): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db}, spec: {target: {template: {data: {url: ${text}}}}, data: [${keys}]${more}}}`;
const place = ' | a.yaml | spec.target.template.data.url';

test.each([
  ["'{{ .password }}'", undefined, []],
  [
    "'{{ .pasword }}'",
    undefined,
    [`error: The template reads "pasword", which is not fetched; did you mean "password"?${place}`],
  ],
  ["'.other'", undefined, []],
  ['{a: "{{ .other }}"}', undefined, []],
  ['\'{{ index . "a-b" }}\'', '{secretKey: a-b, remoteRef: {key: p}}', []],
  [
    "'{{ .a-b }}'",
    '{secretKey: a-b, remoteRef: {key: p}}',
    [`error: The template reads ".a-b", which no Go template can: use index . with the name in quotes${place}`],
  ],
  [
    "'{{ .tls.crt }}'",
    '{secretKey: x, remoteRef: {key: p}}, {secretKey: tls.crt, remoteRef: {key: p}}',
    [`error: The template reads ".tls.crt", which no Go template can: use index . with the name in quotes${place}`],
  ],
  [
    "'{{ .Release.notes }}'",
    '{secretKey: Release.notes, remoteRef: {key: p}}',
    [
      `error: The template reads ".Release.notes", which no Go template can: use index . with the name in quotes${place}`,
    ],
  ],
  // The dashed name is fetched, and it is not what the template reads.
  [
    '\'{{ .a }} {{ index . "a-b" }}\'',
    '{secretKey: a-b, remoteRef: {key: p}}',
    [`error: The template reads "a", which is not fetched${place}`],
  ],
  [
    "'{{ .b }}'",
    '{secretKey: a-b, remoteRef: {key: p}}',
    [`error: The template reads "b", which is not fetched${place}`],
  ],
  [
    '"{{ .a-b }}\\n{{ .c }}"',
    '{secretKey: a-b, remoteRef: {key: p}}',
    [
      `error: The template reads ".a-b", which no Go template can: use index . with the name in quotes${place}`,
      `error: The template reads "c", which is not fetched${place}`,
    ],
  ],
])('template %s of keys %s', (text, keys, expected) => {
  expect(linesOf('template-variable-fetched', sync(text, keys))).toEqual(expected);
});

test('what dataFrom fetches is not known', () => {
  expect(
    linesOf('template-variable-fetched', sync("'{{ .other }}'", '', ', dataFrom: [{extract: {key: db}}]')),
  ).toEqual([]);
});

test.each([
  ['a template', true, []],
  ['no template', false, ['The template reads "app", which is not fetched']],
])('a name that Helm writes into what the operator gets, in %s', (_, isTemplate, expected) => {
  const text = sync("'{{ .app }}'").replace('target: {', 'target: {name: "{{ .app }}-db", ');
  const manifests = exampleManifests({ files: { 'a.yaml': text } }).map((manifest) => ({ ...manifest, isTemplate }));
  const configuration = resolveConfiguration({ onlyRules: ['template-variable-fetched'] });
  expect(runGuardrails({ manifests, configuration }).map(({ what }) => what)).toEqual(expected);
});
