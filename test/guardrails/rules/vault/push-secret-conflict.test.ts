import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const push = (name: string, property: string): string =>
  `{apiVersion: external-secrets.io/v1alpha1, kind: PushSecret, metadata: {name: ${name}, namespace: shop}, spec: {secretStoreRefs: [{kind: SecretStore, name: vault}], selector: {secret: {name: db}}, data: [{match: {secretKey: a, remoteRef: {remoteKey: path${property}}}}]}}`;
const sync = (property: string, more = ''): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: reader, namespace: shop}, spec: {${more}secretStoreRef: {kind: SecretStore, name: vault}, data: [{secretKey: a, remoteRef: {key: path${property}}}]}}`;
const count = (...texts: readonly string[]): number => linesOf('push-secret-conflict', texts.join('\n---\n')).length;

test.each([
  ['the same property', sync(', property: a'), push('one', ', property: a'), 1],
  ['another property', sync(', property: b'), push('one', ', property: a'), 0],
  ['all of the entry that is read', sync(''), push('one', ', property: a'), 1],
  ['all of the entry that is written', sync(', property: a'), push('one', ''), 1],
  ['what is only restored', sync(', property: a', 'refreshPolicy: CreatedOnce, '), push('one', ', property: a'), 0],
  ['two writers of one property', push('one', ', property: a'), push('two', ', property: a'), 1],
  ['two writers of two properties', push('one', ', property: a'), push('two', ', property: b'), 0],
  ['one writer twice', push('one', ', property: a'), push('one', ', property: a'), 0],
])('%s', (_, first, second, expected) => {
  expect(count(first, second)).toBe(expected);
});
