import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const object = (kind: string, spec: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: ${kind}, metadata: {name: a}, spec: {${spec}}}`;
const found = (kind: string, field: string): string[] => [
  `error: ${kind} "a" hands out values of its own manifest | a.yaml | ${field}`,
];

test.each([
  [
    'SecretStore',
    'provider: {fake: {data: [{key: a, value: b}]}}',
    found('SecretStore', 'spec.provider.fake.data[0].value'),
  ],
  [
    'ClusterSecretStore',
    'provider: {fake: {data: [{key: a, value: b}]}}',
    found('ClusterSecretStore', 'spec.provider.fake.data[0].value'),
  ],
  [
    'SecretStore',
    'provider: {fake: {data: [{key: a, valueMap: {x: b, y: c}}]}}',
    [
      ...found('SecretStore', 'spec.provider.fake.data[0].valueMap.x'),
      ...found('SecretStore', 'spec.provider.fake.data[0].valueMap.y'),
    ],
  ],
  [
    'SecretStore',
    'provider: {fake: {data: [{key: a, valueMap: {x: b}}]}}',
    found('SecretStore', 'spec.provider.fake.data[0].valueMap.x'),
  ],
  ['SecretStore', 'provider: {fake: {data: [{key: a}]}}', found('SecretStore', 'spec.provider.fake.data[0]')],
  ['SecretStore', 'provider: {fake: {data: []}}', []],
  ['SecretStore', 'provider: {vault: {server: "http://vault:8200"}}', []],
  ['Fake', 'data: {a: b}', found('Fake', 'spec.data.a')],
  ['Fake', 'data: {}', []],
  [
    'ClusterGenerator',
    'kind: Fake, generator: {fakeSpec: {data: {a: b}}}',
    found('ClusterGenerator', 'spec.generator.fakeSpec.data.a'),
  ],
  ['ClusterGenerator', 'kind: Password, generator: {passwordSpec: {length: 32}}', []],
  ['ClusterGenerator', 'data: {a: b}', []],
])('%s {%s}', (kind, spec, expected) => {
  expect(linesOf('no-fake-provider', object(kind, spec))).toEqual(expected);
});
