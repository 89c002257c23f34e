import { describe, expect, test } from 'vitest';
import { valueAt } from '../../../src/guardrails/manifest/field-path.ts';
import type { FieldPath, JsonValue, Manifest } from '../../../src/guardrails/manifest/manifest.ts';
import { readText, type TextHints } from '../../../src/guardrails/reading/read-text.ts';

interface Case {
  readonly title: string;
  readonly file?: string;
  readonly hints?: TextHints;
  readonly text: string;
  /** A field that some manifest must hold, with its value and the line and column where people find it. */
  readonly find: { readonly role: string; readonly path: FieldPath; readonly value: JsonValue; readonly at: string };
  readonly flags?: { readonly [Name in keyof Manifest]?: Manifest[Name] | undefined };
  readonly problems?: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: 'the second document of a file',
    text: 'kind: A\n---\n# note\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: second\n',
    find: { role: 'object', path: ['metadata', 'name'], value: 'second', at: '7:9' },
  },
  {
    title: 'flow style',
    text: 'apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, env: [{name: X, value: "y z"}]}]}\n',
    find: { role: 'object', path: ['spec', 'containers', 0, 'env', 0, 'value'], value: 'y z', at: '3:54' },
  },
  {
    title: 'a closing bracket at the column of its key, as people write it',
    text: 'apiVersion: v1\nkind: Pod\nspec:\n  args: [\n    "a",\n  ]\n  host: h\n',
    find: { role: 'object', path: ['spec', 'host'], value: 'h', at: '7:9' },
  },
  {
    title: 'an anchor that is reused shows where it was written',
    text: 'apiVersion: v1\nkind: X\na: &shared\n  b: literal\nc: *shared\n',
    find: { role: 'object', path: ['c', 'b'], value: 'literal', at: '4:6' },
  },
  {
    title: 'a merge key',
    text: 'apiVersion: v1\nkind: X\na: &shared {p: one, q: two}\nc:\n  <<: *shared\n  p: own\n',
    find: { role: 'object', path: ['c', 'q'], value: 'two', at: '3:24' },
  },
  {
    title: 'a block scalar is found at its key',
    text: 'apiVersion: v1\nkind: X\nspec:\n  key: |\n    first\n    second\n',
    find: { role: 'object', path: ['spec', 'key'], value: 'first\nsecond\n', at: '4:3' },
  },
  {
    title: 'the item of a List',
    text: 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: inner}\n',
    find: { role: 'object', path: ['metadata', 'name'], value: 'inner', at: '6:20' },
  },
  {
    title: 'the item of a typed list, which leaves out its kind',
    text: 'apiVersion: v1\nkind: SecretList\nitems:\n- metadata: {name: inner}\n',
    find: { role: 'object', path: ['kind'], value: 'Secret', at: '4:3' },
  },
  {
    title: 'JSON',
    file: 'a.json',
    text: '{\n\t"apiVersion": "v1",\n\t"kind": "Secret",\n\t"stringData": {"a": "b\\u0063"}\n}',
    find: { role: 'object', path: ['stringData', 'a'], value: 'bc', at: '4:22' },
  },
  {
    title: 'JSON that repeats a key keeps the earlier value as another reading',
    file: 'a.json',
    text: '{"apiVersion":"v1","kind":"Secret",\n"data":{"a":"one",\n"a":"two"}}',
    find: { role: 'object', path: ['data', 'a'], value: 'one', at: '2:13' },
    flags: { isAlternative: true },
  },
  {
    title: 'both branches of a template',
    hints: { isTemplate: true },
    text: 'apiVersion: v1\nkind: X\nspec:\n  {{- if .Values.a }}\n  host: one\n  {{- else }}\n  host: two\n  {{- end }}\n',
    find: { role: 'object', path: ['spec', 'host'], value: 'one', at: '5:9' },
    flags: { isAlternative: true, isTemplate: true },
  },
  {
    title: 'a template action is given as it was written',
    hints: { isTemplate: true },
    text: 'apiVersion: v1\nkind: X\nmetadata:\n  name: {{ include "x" . }}-db\n  labels: {{- include "l" . | nindent 4 }}\n    a: b\n',
    find: { role: 'object', path: ['metadata', 'name'], value: '{{ include "x" . }}-db', at: '4:9' },
    flags: { isTemplate: true },
  },
  {
    title: 'a block scalar with control actions keeps its indentation',
    hints: { isTemplate: true },
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  app.yaml: |\n    a: b\n{{- if .Values.x }}\n    token: {{ .Values.t | default "x" }}\n{{- end }}\nkey: after\n',
    find: { role: 'data', path: ['token'], value: '{{ .Values.t | default "x" }}', at: '8:12' },
    flags: { isTemplate: true },
  },
  {
    title: 'a condition in front of a key on its line',
    hints: { isTemplate: true },
    text: 'apiVersion: v1\nkind: X\nspec:\n  {{ if .Values.a }}host: one{{ end }}\n  port: 1\n',
    find: { role: 'object', path: ['spec', 'host'], value: 'one', at: '4:27' },
  },
  {
    title: 'actions inside strings make no template',
    text: 'apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nspec: {target: {template: {data: {a: "{{ .b }}"}}}}\n',
    find: { role: 'object', path: ['spec', 'target', 'template', 'data', 'a'], value: '{{ .b }}', at: '3:38' },
    flags: { isTemplate: undefined },
  },
  {
    title: 'text that does not parse is read by line, under its parents',
    text: 'apiVersion: v1\nkind: Secret\nstringData:\n  password: changeme\n bad\n  : [\n',
    find: { role: 'object', path: ['stringData', 'password'], value: 'changeme', at: '4:13' },
    flags: { isDegraded: true },
    problems: ['VW4001'],
  },
  {
    title: 'a broken document leaves its neighbours whole',
    text: 'a: [\n---\napiVersion: v1\nkind: X\nspec: {a: b}\n',
    find: { role: 'object', path: ['spec', 'a'], value: 'b', at: '5:11' },
    flags: { isDegraded: undefined },
    problems: ['VW4001'],
  },
  {
    title: 'env lists survive a text that does not parse',
    text: 'apiVersion: v1\nkind: Pod\nspec:\n  env:\n  - name: A\n    value: "one"\n  - name: B\n    value: two # why\n\tbad\n',
    find: { role: 'object', path: ['spec', 'env', 1, 'value'], value: 'two', at: '8:12' },
    problems: ['VW4001'],
  },
  {
    title: 'Helm values of an Argo CD Application as text',
    text: 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  source:\n    helm:\n      values: |\n        auth:\n          password: one\n',
    find: { role: 'values', path: ['auth', 'password'], value: 'one', at: '9:21' },
  },
  {
    title: 'Helm values of the second source as a tree',
    text: 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  sources:\n  - repoURL: r\n  - helm:\n      valuesObject:\n        a: {b: one}\n',
    find: { role: 'values', path: ['a', 'b'], value: 'one', at: '8:16' },
  },
  {
    title: 'Argo CD parameters as the tree that Helm makes of them',
    text: 'apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    helm:\n      parameters:\n      - name: other\n        value: x\n      - name: auth.users[0].pass\\.word\n        value: one\n',
    find: { role: 'values', path: ['auth', 'users', '0', 'pass\\.word'], value: 'one', at: '10:16' },
  },
  {
    title: 'values of a HelmRelease',
    text: 'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: {name: a}\nspec:\n  values:\n    existingSecret: db\n',
    find: { role: 'values', path: ['existingSecret'], value: 'db', at: '6:21' },
  },
  {
    title: 'properties in a ConfigMap',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  app.properties: |\n    # db\n    db.user=app\n    db.password = one\n',
    find: { role: 'data', path: ['db.password'], value: 'one', at: '8:19' },
  },
  {
    title: 'a section of an ini file',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  grafana.ini: |\n    [smtp]\n    password = "one"\n',
    find: { role: 'data', path: ['smtp', 'password'], value: 'one', at: '7:16' },
  },
  {
    title: 'JSON in one quoted line',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  c: "{\\"a\\": {\\"password\\": \\"one\\"}}"\n',
    find: { role: 'data', path: ['a', 'password'], value: 'one', at: '5:30' },
  },
  {
    title: 'a file inside base64 data is found at its key',
    text: `apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata:\n  app.yaml: ${Buffer.from('a: b\npassword: one\n').toString('base64')}\n`,
    find: { role: 'data', path: ['password'], value: 'one', at: '5:13' },
  },
  {
    title: 'an object inside values',
    file: 'chart/values.yaml',
    text: 'extraObjects:\n- apiVersion: v1\n  kind: Secret\n  metadata: {name: s}\n  stringData: {a: one}\n',
    find: { role: 'object', path: ['stringData', 'a'], value: 'one', at: '5:19' },
  },
  {
    title: 'an object as text inside values',
    file: 'prod.values.yaml',
    text: 'extraDeploy:\n- |\n  apiVersion: v1\n  kind: Secret\n  metadata: {name: s}\n  stringData:\n    a: one\n',
    find: { role: 'object', path: ['stringData', 'a'], value: 'one', at: '7:8' },
  },
  {
    title: 'a ConfigMap that carries values',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  values.yaml: |\n    createSecret: true\n',
    find: { role: 'values', path: ['createSecret'], value: true, at: '6:19' },
  },
  {
    title: 'a patch inside a Flux Kustomization is data, not an owner',
    text: 'apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: k}\nspec:\n  patches:\n  - patch: |\n      apiVersion: v1\n      kind: Secret\n      metadata: {name: s}\n      stringData: {a: one}\n',
    find: { role: 'data', path: ['stringData', 'a'], value: 'one', at: '10:23' },
  },
  {
    title: 'a kustomization by its name',
    file: 'x/kustomization.yaml',
    text: 'resources: [a.yaml]\n',
    find: { role: 'kustomization', path: ['resources', 0], value: 'a.yaml', at: '1:13' },
  },
  {
    title: 'a local tag names what is looked up',
    text: 'password: !secret db\n',
    find: { role: 'data', path: ['password'], value: '<secret db>', at: '1:19' },
  },
  {
    title: 'Windows line ends',
    text: 'apiVersion: v1\r\nkind: X\r\nspec:\r\n  a: one\r\n',
    find: { role: 'object', path: ['spec', 'a'], value: 'one', at: '4:6' },
  },
  {
    title: 'a key that names the prototype',
    text: 'apiVersion: v1\nkind: X\n__proto__: {a: one}\n',
    find: { role: 'object', path: ['__proto__', 'a'], value: 'one', at: '3:16' },
  },
];

describe('readText', () => {
  test.each(cases)('reads $title', ({ file = 'a.yaml', hints = {}, text, find, flags = {}, problems = [] }) => {
    const { manifests, diagnostics } = readText(file, text, hints);
    const found = manifests.filter(({ role, value }) => role === find.role && valueAt(value, find.path) === find.value);
    const places = found.map(({ locate }) => {
      const position = locate?.(find.path);
      return `${position?.line}:${position?.column}`;
    });
    expect(places).toContain(find.at);
    const chosen = found[places.indexOf(find.at)];
    expect(chosen).toMatchObject(Object.fromEntries(Object.entries(flags).filter(([, flag]) => flag !== undefined)));
    for (const [flag, value] of Object.entries(flags)) if (value === undefined) expect(chosen).not.toHaveProperty(flag);
    expect(diagnostics.map(({ code }) => code)).toEqual(problems);
  });

  test('points inside a string, whatever its style', () => {
    const styles = {
      literal: 'text: |\n  one\n  two MARK\n',
      folded: 'text: >-\n  one\n  two MARK\n',
      plain: 'text: one\n  two MARK\n',
      'double-quoted': 'text: "one\n  t\\x77o MARK"\n',
      'single-quoted': "text: 'one ''\n  two MARK'\n",
    };
    for (const [style, text] of Object.entries(styles)) {
      const [manifest] = readText('a.yaml', text).manifests;
      const value = String(manifest?.value.text);
      const position = manifest?.locate?.(['text'], value.indexOf('MARK'));
      const line = text.split('\n')[(position?.line ?? 0) - 1] ?? '';
      expect(line.slice((position?.column ?? 0) - 1), style).toMatch(/^MARK/);
    }
  });

  test('says nothing of the text in a problem', () => {
    const { diagnostics } = readText('a.yaml', 'password: "hunter2-literal\nother: [hunter2-literal\n');
    expect(diagnostics.map(({ code }) => code)).toEqual(['VW4001']);
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });

  test('stops an alias bomb and a chain of aliases, and reads what they hold by line', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `l${i}: &l${i} [${Array(9).fill(i === 0 ? 'lol' : `*l${i - 1}`)}]`,
    );
    const chain = Array.from({ length: 3000 }, (_, i) => `c${i}: &c${i} {a: ${i === 0 ? 'x' : `*c${i - 1}`}}`);
    // Few nodes, and yet a nesting beyond what recursion survives once the aliases are followed.
    const nested = Array.from(
      { length: 8 },
      (_, i) => `n${i}: &n${i} ${'['.repeat(90)}${i === 0 ? 'x' : `*n${i - 1}`}${']'.repeat(90)}`,
    );
    for (const lines of [levels, chain, nested]) {
      const { manifests, diagnostics } = readText('a.yaml', `password: changeme\n${lines.join('\n')}\n`);
      expect(diagnostics.map(({ code }) => code)).toEqual(['VW4002']);
      expect(manifests.map(({ value }) => value.password)).toEqual(['changeme']);
    }
  });

  test('takes an alias inside its own anchor, and one that names nothing, as empty', () => {
    const [manifest] = readText('a.yaml', 'a: &a {b: *a}\nc: *nothing\n').manifests;
    expect(manifest?.value).toEqual({ a: { b: null }, c: null });
  });

  test('does not follow a nesting that no recursion survives', () => {
    for (const text of [
      '['.repeat(100_000),
      `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
      `${'- '.repeat(20_000)}x`,
    ]) {
      for (const file of ['a.yaml', 'a.json'])
        expect(readText(file, text).diagnostics.map(({ code }) => code)).toEqual(['VW4001']);
    }
  });
});
