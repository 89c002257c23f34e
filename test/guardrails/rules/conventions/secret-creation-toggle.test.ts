import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const sync = (policy: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db-sync}, spec: {target: {name: db${policy}}, data: [{secretKey: a, remoteRef: {key: p}}]}}`;
const found = [
  'error: The chart creates Secret "db", which ExternalSecret db-sync writes already | values.yaml | auth.createSecret',
];

test.each([
  ['createSecret: true, existingSecret: db', found],
  ['createSecret: true, existingSecretName: db', found],
  ['createSecret: true, secretName: db', found],
  ['createSecret: true, name: db', found],
  ['createSecret: " True ", existingSecret: db', found],
  ['createSecret: {enabled: true}, existingSecret: db', found],
  ['createSecret: {enabled: false}, existingSecret: db', []],
  ['createSecret: {other: true}, existingSecret: db', []],
  ['createSecret: "no", existingSecret: db', []],
  ['createSecret: 1, existingSecret: db', []],
  ['createSecret: false, existingSecret: db', []],
  ['createSecret: true, existingSecret: other', []],
  ['createSecret: true', []],
])('%s', (values, expected) => {
  const files = { 'es.yaml': sync(''), 'values.yaml': `{auth: {${values}}}` };
  expect(linesOf('secret-creation-toggle', files)).toEqual(expected);
});

test('what is merged into the Secret of a chart does not create it', () => {
  const files = {
    'es.yaml': sync(', creationPolicy: Merge'),
    'values.yaml': '{auth: {createSecret: true, existingSecret: db}}',
  };
  expect(linesOf('secret-creation-toggle', files)).toEqual([]);
});

test('a Secret that the configuration declares may be what the chart creates', () => {
  const values = { 'values.yaml': '{auth: {createSecret: true, existingSecret: db}}' };
  expect(linesOf('secret-creation-toggle', values, { declaredSecrets: [{ name: 'db' }] })).toEqual([]);
});

test('an owner without a name is called by its kind', () => {
  const files = {
    'es.yaml': sync('').replace('{name: db-sync}', '{}'),
    'values.yaml': '{auth: {createSecret: true, existingSecret: db}}',
  };
  expect(linesOf('secret-creation-toggle', files)).toEqual([
    found[0]?.replace('ExternalSecret db-sync', 'ExternalSecret'),
  ]);
});

test.each([
  ['the account of a chart', 'serviceAccount: {create: true, name: db}', 0],
  ['a Secret of a chart', 'secret: {create: true, name: db}', 1],
  ['a Secret with a longer word', 'authSecret: {create: true, name: db}', 1],
])('create is the switch of %s', (_, values, expected) => {
  expect(linesOf('secret-creation-toggle', { 'es.yaml': sync(''), 'values.yaml': values })).toHaveLength(expected);
});
