import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { allRules } from '../../src/guardrails/engine/registry.ts';

const shapes: readonly string[] = [
  'apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\ntype: Opaque\nstringData:\n  password: "changeme"\n  url: >-\n    postgres://a:b@c/d\n  app.yaml: |\n    a: {b: [1, 2]}\n    token: x\n',
  'a: &a [x, y]\nb: &b {<<: {p: q}, c: *a}\nd: [*a, *b, *b]\ne:\n  <<: [*b, {z: 1}]\n',
  'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: {name: c}\n  data:\n    app.properties: |\n      [s]\n      a.b=c\n    x.json: \'{"a": {"password": "x"}}\'\n',
  '{{- if .Values.a }}\napiVersion: v1\nkind: Secret\nmetadata:\n  name: {{ include "x" . }}\n  labels: {{- include "l" . | nindent 4 }}\ndata:\n  {{- range $k, $v := .Values.s }}\n  {{ $k }}: {{ $v | b64enc | quote }}\n  {{- else }}\n  a: b\n  {{- end }}\n{{- end }}\n',
  'apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a}\nspec:\n  sources:\n  - helm:\n      values: |\n        auth: {password: p}\n        extra:\n        - |\n          apiVersion: v1\n          kind: Secret\n          metadata: {name: i}\n      parameters:\n      - {name: a.b[0].c, value: d}\n',
  'secretGenerator:\n- name: s\n  literals: [a=b]\n  files: [x.txt]\nconfigMapGenerator: []\npatches:\n- path: p.yaml\n- patch: |-\n    - op: replace\n      path: /a\n      value: b\n',
  'apiVersion: v1\nkind: constructor\nmetadata: {name: toString, annotations: {helm.sh/hook: constructor}}\nconstructor: {constructor: x, secretName: a}\n__proto__: {valueOf: b}\nspec: {containers: [{env: [{name: hasOwnProperty, value: x}]}]}\n',
  '{"apiVersion":"v1","kind":"Secret","data":{"a":"YWJj","a":"ZGVm"},"list":[1,-2.5e3,true,null,"\\u00e9\\n"]}',
  'x: |2-\n   a\n  b\n\ny: "a\\\n  b \\x41"\n? [k]\n: v\nz: !!binary YWJj\n--- !t\n- - - a\n...\n',
];

/**
 * Texts that the fuzzer starts from: shapes of every feature, the examples of all rules, and the files of a
 * folder where one is given.
 */
export function seedTexts(folder: string | undefined): string[] {
  const examples = allRules.flatMap(({ examples: { failing, passing } }) =>
    [...failing, ...passing].flatMap(({ files }) => Object.values(files)),
  );
  return [...shapes, ...examples, ...(folder === undefined ? [] : filesBelow(folder))];
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() && /\.(?:ya?ml|json|tpl)$/.test(entry.name)
      ? [readFileSync(join(entry.parentPath, entry.name), 'utf8').slice(0, 20_000)]
      : [],
  );
