import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const object = (apiVersion: string, kind = 'ExternalSecret'): string =>
  `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: a}, spec: {}}`;
const found = (kind: string, version: string, wanted: string): string[] => [
  `error: ${kind} has version ${version}, not ${wanted} | a.yaml | apiVersion`,
];

test.each([
  [
    'the newest counts',
    [object('external-secrets.io/v1alpha1'), object('external-secrets.io/v1beta1', 'SecretStore')],
    found('ExternalSecret', 'v1alpha1', 'v1beta1'),
  ],
  [
    'stores and ExternalSecrets have one version',
    [object('external-secrets.io/v1beta1', 'ClusterSecretStore'), object('external-secrets.io/v1')],
    found('ClusterSecretStore', 'v1beta1', 'v1'),
  ],
  [
    'the newest of three counts',
    ['v1', 'v1beta1', 'v1alpha1'].map((version) => object(`external-secrets.io/${version}`, 'ClusterExternalSecret')),
    [...found('ClusterExternalSecret', 'v1alpha1', 'v1'), ...found('ClusterExternalSecret', 'v1beta1', 'v1')],
  ],
  // The predecessor of the operator has versions of its own.
  [
    'an ExternalSecret of another group',
    [object('kubernetes-client.io/v1'), object('external-secrets.io/v1beta1')],
    [],
  ],
  ['a version that is not known', [object('external-secrets.io/v2'), object('external-secrets.io/v1')], []],
])('%s', (_, texts, expected) => {
  expect(linesOf('external-secrets-version', texts.join('\n---\n'))).toEqual(expected);
});
