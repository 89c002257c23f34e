import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

interface Bound {
  readonly accounts?: readonly string[];
  readonly namespaces?: readonly string[];
  readonly selector?: object;
}
const access = ({ accounts = ['default'], namespaces = ['shop'], selector }: Bound): string => {
  const role = {
    name: 'reader',
    serviceAccounts: accounts,
    namespaces,
    ...(selector && { namespaceSelector: selector }),
    policies: ['read'],
  };
  const map = { kind: 'AccessMap', version: 1, environment: 'dev', mount: 'secret', authMount: 'kubernetes' };
  return `{apiVersion: v1, kind: ConfigMap, metadata: {name: access, labels: {vaultwright.io/document: access-map}}, data: {access-map.json: '${JSON.stringify({ ...map, roles: [role], policies: [] })}'}}`;
};
const store = (kind: string, account: string, role = 'role: reader, '): string =>
  `{apiVersion: external-secrets.io/v1, kind: ${kind}, metadata: {name: vault${kind === 'SecretStore' ? ', namespace: shop' : ''}}, spec: {provider: {vault: {server: "http://vault:8200", auth: {kubernetes: {${role}${account}}}}}}}`;
const sync = (kind: string, used = 'vault'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db, namespace: shop}, spec: {secretStoreRef: {kind: ${kind}, name: ${used}}, data: []}}`;
const found = (what: string): string[] => [`error: ${what} | a.yaml | spec.secretStoreRef`];
const account = (name: string, namespace = ''): string => `serviceAccountRef: {name: ${name}${namespace}}`;

test.each([
  ['the account', 'SecretStore', account('default'), {}, []],
  ['another account', 'SecretStore', account('other'), {}, found('Role "reader" does not bind ServiceAccount "other"')],
  ['one of two accounts', 'SecretStore', account('other'), { accounts: ['default', 'other'] }, []],
  ['any account', 'SecretStore', account('other'), { accounts: ['default', '*'] }, []],
  ['no account', 'SecretStore', '', { accounts: ['default'] }, []],
  [
    'another namespace',
    'SecretStore',
    account('default'),
    { namespaces: ['else'] },
    found('Role "reader" does not bind namespace shop'),
  ],
  ['one of two namespaces', 'SecretStore', account('default'), { namespaces: ['else', 'shop'] }, []],
  ['any namespace', 'SecretStore', account('default'), { namespaces: ['*'] }, []],
  ['chosen namespaces', 'SecretStore', account('default'), { namespaces: [], selector: { team: 'a' } }, []],
  [
    'the namespace of a cluster store',
    'ClusterSecretStore',
    account('default', ', namespace: eso'),
    { namespaces: ['eso'] },
    [],
  ],
  [
    'another namespace of a cluster store',
    'ClusterSecretStore',
    account('default', ', namespace: eso'),
    { namespaces: ['shop'] },
    found('Role "reader" does not bind namespace eso'),
  ],
  ['the namespace of the reader', 'ClusterSecretStore', account('default'), { namespaces: ['shop'] }, []],
  // The webhook refuses it (store-login); the login happens where the store is.
  [
    'a namespaced store that names one',
    'SecretStore',
    account('default', ', namespace: eso'),
    { namespaces: ['shop'] },
    [],
  ],
])('%s', (_, kind, login, bound: Bound, expected) => {
  const files = [access(bound), store(kind, login), sync(kind)].join('\n---\n');
  expect(linesOf('store-role-bound', files)).toEqual(expected);
});

test.each([
  ['a store that is not there', [access({}), sync('SecretStore')]],
  ['a store without a role', [access({}), store('SecretStore', account('other'), ''), sync('SecretStore')]],
  ['no access map', [store('SecretStore', account('other')), sync('SecretStore')]],
])('%s is not judged', (_, texts) => {
  expect(linesOf('store-role-bound', texts.join('\n---\n'))).toEqual([]);
});

test.each([
  ['the store', [store('SecretStore', account('default')).replace(', namespace: shop', ''), sync('SecretStore')]],
  [
    'the ExternalSecret',
    [store('SecretStore', account('default')), sync('SecretStore').replace(', namespace: shop', '')],
  ],
])('where %s names no namespace, that of the other counts', (_, texts) => {
  expect(linesOf('store-role-bound', [access({ namespaces: ['else'] }), ...texts].join('\n---\n'))).toEqual(
    found('Role "reader" does not bind namespace shop'),
  );
});

test('where the namespace is not known, only the account is judged', () => {
  const unplaced = (text: string): string => text.replace(', namespace: shop', '');
  const files = (login: string): string =>
    [access({}), store('ClusterSecretStore', account(login)), unplaced(sync('ClusterSecretStore'))].join('\n---\n');
  expect(linesOf('store-role-bound', files('default'))).toEqual([]);
  expect(linesOf('store-role-bound', files('other'))).toEqual(
    found('Role "reader" does not bind ServiceAccount "other"'),
  );
});

test('a store of something else has no role', () => {
  const other = store('SecretStore', account('other')).replace(
    /provider: .*/,
    'provider: {aws: {service: SecretsManager}}}}',
  );
  expect(linesOf('store-role-bound', [access({}), other, sync('SecretStore')].join('\n---\n'))).toEqual([]);
});
