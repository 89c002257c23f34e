import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const template = (body: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db}, spec: {target: {template: ${body}}, data: [{secretKey: password, remoteRef: {key: p}}]}}`;

test.each([
  // Weaker than what the judgement takes for a credential anywhere else.
  ['{data: {password: ab}}', ['error: "password" holds a literal value | a.yaml | spec.target.template.data.password']],
  // Elsewhere these are none; a template that fetches nothing under such a key is one.
  [
    '{data: {password: "true"}}',
    ['error: "password" holds a literal value | a.yaml | spec.target.template.data.password'],
  ],
  [
    '{data: {password: /etc/app/password}}',
    ['error: "password" holds a literal value | a.yaml | spec.target.template.data.password'],
  ],
  ['{data: {USE_REFRESH_TOKEN: "true"}}', []],
  [
    '{data: {token: XXXXX}}',
    ['note: "token" holds a placeholder, or a weak credential | a.yaml | spec.target.template.data.token'],
  ],
  ['{data: {password: "{{ .password }}ab"}}', []],
  ['{data: {password: " "}}', []],
  ['{data: {password: {a: ab}}}', []],
  ['{data: {hostname: ab}}', []],
  [
    '{templateFrom: [{literal: "a: {{ .password }}"}, {literal: "a: b"}]}',
    ['error: "literal" holds a literal value | a.yaml | spec.target.template.templateFrom[1].literal'],
  ],
  ['{templateFrom: [{target: Labels, literal: "a: b"}, {target: Annotations, literal: "a: b"}]}', []],
  [
    '{templateFrom: [{target: Data, literal: "a: b"}]}',
    ['error: "literal" holds a literal value | a.yaml | spec.target.template.templateFrom[0].literal'],
  ],
  ['{templateFrom: [{configMap: {name: a, items: [{key: b}]}}]}', []],
])('template %s', (body, expected) => {
  expect(linesOf('template-literal', template(body))).toEqual(expected);
});
