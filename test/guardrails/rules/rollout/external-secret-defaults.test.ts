import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const configuration = { rules: { 'external-secret-defaults': 'error' as const } };
const remote = 'key: p, conversionStrategy: Default, decodingStrategy: None, metadataPolicy: None';
const sync = (target: string, reference = remote): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db}, spec: {target: {${target}}, data: [{secretKey: a, remoteRef: {${reference}}}]}}`;
const policies = 'creationPolicy: Owner, deletionPolicy: Retain';
const found = (...fields: readonly string[]): string[] =>
  fields.map((field) => `error: ExternalSecret "db" leaves ${field} to its controller | a.yaml | spec.${field}`);

test.each([
  [policies, remote, []],
  ['name: db', remote, found('target.creationPolicy', 'target.deletionPolicy')],
  [
    `${policies}, template: {data: {a: b}}`,
    remote,
    found('target.template.engineVersion', 'target.template.mergePolicy'),
  ],
  [`${policies}, template: {engineVersion: v2}`, remote, found('target.template.mergePolicy')],
  [`${policies}, template: {engineVersion: v2, mergePolicy: Replace}`, remote, []],
  [policies, 'key: p', found('data[0].remoteRef.conversionStrategy')],
  [policies, 'key: p, conversionStrategy: Default', found('data[0].remoteRef.decodingStrategy')],
  [policies, 'key: p, conversionStrategy: Default, decodingStrategy: None', found('data[0].remoteRef.metadataPolicy')],
])('target {%s}, remoteRef {%s}', (target, reference, expected) => {
  expect(linesOf('external-secret-defaults', sync(target, reference), configuration).sort()).toEqual(expected);
});
