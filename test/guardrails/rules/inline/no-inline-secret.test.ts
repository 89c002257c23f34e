// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { describe, expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const secret = (body: string): string => `{apiVersion: v1, kind: Secret, metadata: {name: a}, ${body}}`;
const found = (...fields: readonly string[]): string[] =>
  fields.map((field) => `error: "${field.split('.').at(-1)}" holds a literal value | a.yaml | ${field}`);

describe('literals: named', () => {
  const configuration = { rules: { 'no-inline-secret': { options: { literals: 'named' } } } };
  const judged = (body: string): string[] => linesOf('no-inline-secret', secret(body), configuration);

  test.each([
    ['stringData: {password: a}', found('stringData.password')],
    ['stringData: {token: "1"}', found('stringData.token')],
    ['stringData: {clientSecret: a, privateKey: b}', found('stringData.clientSecret', 'stringData.privateKey')],
    ['data: {password: YQ==}', found('data.password')],
    ['stringData: {password: 123}', found('stringData.password')],
    ['stringData: {password: "{{ .Values.password }}"}', []],
    ['stringData: {password: "prefix-{{ .Values.password }}"}', []],
    ['stringData: {password: "${PASSWORD}"}', []],
    ['stringData: {password: "$PASSWORD"}', found('stringData.password')],
    ['stringData: {password: "$(PASSWORD)"}', found('stringData.password')],
    ['stringData: {password: ""}', []],
    ['stringData: {password: " "}', []],
    ['stringData: {password: null}', []],
    ['stringData: {password: true}', []],
    ['stringData: {hostname: fakeFAKE9fakeFAKE7fakeFAKE5x}', []],
    ['stringData: {url: "postgresql://app:fakeFAKE9@db/app"}', []],
    ['metadata2: {password: a}', []],
    ['data: null', []],
  ])('%s', (body, expected) => {
    expect(judged(body)).toEqual(expected);
  });
});

describe('strict', () => {
  test.each([
    ['stringData: {hostname: db}', found('stringData.hostname')],
    ['data: {a: YQ==}, stringData: {b: c}', found('data.a', 'stringData.b')],
    ['data: "{{ toYaml .Values.data }}"', found('data')],
    ['data: null', []],
    ['spec: {stringData: {b: c}}', found('spec.stringData')],
    ['datas: a', found('datas')],
    ['type: Opaque, immutable: true', []],
  ])('finds any literal: %s', (body, expected) => {
    expect(linesOf('no-inline-secret', secret(body), { presets: ['strict'] })).toEqual(expected);
  });
});

test('recommended leaves what is no credential', () => {
  expect(linesOf('no-inline-secret', secret('stringData: {hostname: db, password: "$(PASSWORD)"}'))).toEqual([]);
});
