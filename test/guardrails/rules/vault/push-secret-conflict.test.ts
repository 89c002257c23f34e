import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const push = (name: string, property: string): string =>
  `{apiVersion: external-secrets.io/v1alpha1, kind: PushSecret, metadata: {name: ${name}, namespace: shop}, spec: {secretStoreRefs: [{kind: SecretStore, name: vault}], selector: {secret: {name: db}}, data: [{match: {secretKey: a, remoteRef: {remoteKey: path${property}}}}]}}`;
const sync = (property: string, more = '', target = 'db'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: reader, namespace: shop}, spec: {${more}secretStoreRef: {kind: SecretStore, name: vault}, target: {name: ${target}}, data: [{secretKey: a, remoteRef: {key: path${property}}}]}}`;
const count = (...texts: readonly string[]): number => linesOf('push-secret-conflict', texts.join('\n---\n')).length;

test.each([
  ['the same property', sync(', property: a'), push('one', ', property: a'), 1],
  ['another property', sync(', property: b'), push('one', ', property: a'), 0],
  ['all of the entry that is read', sync(''), push('one', ', property: a'), 1],
  ['all of the entry that is written', sync(', property: a'), push('one', ''), 1],
  ['what is only restored', sync(', property: a', 'refreshPolicy: CreatedOnce, '), push('one', ', property: a'), 0],
  ['what another Secret takes', sync(', property: a', '', 'web'), push('one', ', property: a'), 0],
  [
    'what only seeds the store',
    sync(', property: a'),
    push('one', ', property: a').replace('spec: {', 'spec: {updatePolicy: IfNotExists, '),
    0,
  ],
  [
    'a value that comes back through another Secret',
    `${sync(', property: a', '', 'web')}\n---\n${push('two', ', property: b').replace('name: db', 'name: web')}`,
    `${push('one', ', property: a')}\n---\n${sync(', property: b').replace('name: reader', 'name: back')}`,
    2,
  ],
  [
    'a bundle of all keys',
    sync(', property: a'),
    push('one', '').replace(/data: \[.*\]/, 'dataTo: [{storeRef: {name: vault}, remoteKey: path}]'),
    1,
  ],
  [
    'a PushSecret of every namespace',
    sync(', property: a'),
    `${push('one', ', property: a')
      .replace('PushSecret', 'ClusterPushSecret')
      .replace(
        'spec: {',
        'spec: {namespaceSelectors: [{matchLabels: {kubernetes.io/metadata.name: shop}}], pushSecretSpec: {',
      )}}`,
    1,
  ],
  ['two writers of one property', push('one', ', property: a'), push('two', ', property: a'), 1],
  ['two writers of two properties', push('one', ', property: a'), push('two', ', property: b'), 0],
  ['one writer twice', push('one', ', property: a'), push('one', ', property: a'), 0],
])('%s', (_, first, second, expected) => {
  expect(count(first, second)).toBe(expected);
});
