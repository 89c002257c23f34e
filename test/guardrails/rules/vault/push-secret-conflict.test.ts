import { expect, test } from 'vitest';
import { sharedEnvironment } from '../../../../src/guardrails/examples/example-texts.ts';
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

const other = (text: string): string => text.replace('namespace: shop', 'namespace: other');
const cluster = (text: string): string => text.replace('kind: SecretStore', 'kind: ClusterSecretStore');
const [one, two] = [push('one', ', property: a'), push('two', ', property: a')];

test.each<[string, Record<string, string>, number]>([
  ['the store of each namespace', { 'a.yaml': one, 'b.yaml': other(two) }, 0],
  ['the store of the cluster', { 'a.yaml': cluster(one), 'b.yaml': other(cluster(two)) }, 1],
  ['the store of the namespace and that of the cluster', { 'a.yaml': one, 'b.yaml': cluster(two) }, 0],
  ['two stores', { 'a.yaml': cluster(one), 'b.yaml': cluster(two).replace('name: vault', 'name: bao') }, 0],
  [
    'two paths whose ends look alike',
    { 'a.yaml': push('one', ', property: xa'), 'b.yaml': two.replace('remoteKey: path', 'remoteKey: pathx') },
    0,
  ],
  ['a store that two environments call the same', { 'dev/a.yaml': cluster(one), 'live/a.yaml': cluster(two) }, 0],
  ['the store of one environment', { 'dev/a.yaml': cluster(one), 'dev/b.yaml': cluster(two) }, 1],
])('two writers of %s', (_, files, expected) => {
  const environments = ['dev', 'live'].map(sharedEnvironment);
  expect(linesOf('push-secret-conflict', files, { environments })).toHaveLength(expected);
});

test('what comes back is told once, not as a second writer too', () => {
  expect(count(sync(', property: a'), one, two.replace('name: db', 'name: web'))).toBe(1);
});
