import { expect, test } from 'vitest';
import { checkFiles } from './check-files.ts';
import { es, object, store } from './wiring-texts.ts';

const seeds = (...rows: readonly string[]): string =>
  object('v1', 'ConfigMap', `data: {seeds.env: ${JSON.stringify(rows.join('\n'))}}`, 'name: seeds, namespace: vault');
const rest =
  es(
    'secretStoreRef: {kind: ClusterSecretStore, name: bao}, data: [{secretKey: password, remoteRef: {key: kv/db-password, property: value}}]',
  ) + store('ClusterSecretStore', 'name: bao', "provider: {vault: {server: 'http://bao:8200', path: kv}}");
const rules = (...rows: readonly string[]) => checkFiles({ 'a.yaml': rest + seeds(...rows) }).map(({ rule }) => rule);

test.each<readonly [string, readonly string[], readonly string[]]>([
  ['what is read is seeded', ['# PATH|TYPE|VALUE|BYTES', 'kv/db-password|random||16'], []],
  ['another separator', ['kv/db-password;random;;16'], []],
  ['a seed that nothing reads', ['kv/db-password|random||16', 'kv/orphan|random||16'], ['fixture-reader']],
  ['a value in the list', ['kv/db-password|static|opensesame|0'], ['no-configmap-credential']],
  ['a variable in the list', [`kv/db-password|static|$${'{PASSWORD}'}|0`], []],
  ['the name of a user in the list', ['kv/db-password|random||16', 'kv/db-user|static|app|0'], ['fixture-reader']],
  ['a list about another Vault', ['kv/other|random||16'], []],
  ['a table of something else', ['kv/db-password|random||16', 'a line of prose | about nothing'], []],
])('%s', (_, rows, expected) => {
  expect(rules(...rows)).toEqual(expected);
});

test.each([
  ['with the folder that the engine has for data', 'bao', 'kv/data/cookie'],
  ['through a store that the tree does not show', 'other', 'cookie'],
  ['through such a store, with the mount', 'other', 'kv/cookie'],
])('a seed that is read %s', (_, name, key) => {
  const other = es(
    `secretStoreRef: {kind: ClusterSecretStore, name: ${name}}, data: [{secretKey: a, remoteRef: {key: ${key}, property: value}}]`,
    'name: web, namespace: shop',
  );
  const found = checkFiles({ 'a.yaml': rest + other + seeds('kv/db-password|random||16', 'kv/cookie|random||16') });
  expect(found.map(({ rule }) => rule).filter((rule) => rule?.startsWith('fixture-'))).toEqual([]);
});

test('a seed of an engine whose mount has two steps is read', () => {
  const [deep, list] = [
    rest.replace('key: kv/', 'key: kv/team/').replace('path: kv', 'path: kv/team'),
    'kv/db-password',
  ];
  expect(checkFiles({ 'a.yaml': deep + seeds(`${list}|random||16`) }).map(({ rule }) => rule)).toEqual([]);
});

test('a value in the list is called by its path, and a seed that nothing reads too', () => {
  const found = checkFiles({ 'a.yaml': rest + seeds('kv/db-password|static|opensesame|0', 'kv/orphan|random||16') });
  expect(found.map(({ what, place: { vaultPath } }) => [what, vaultPath])).toEqual([
    ['"db-password" holds a literal value', undefined],
    ['Nothing reads Vault key "orphan"', 'orphan'],
  ]);
});

test('a read that nothing seeds', () => {
  const other = es(
    'secretStoreRef: {kind: ClusterSecretStore, name: bao}, data: [{secretKey: a, remoteRef: {key: kv/cookie, property: value}}]',
    'name: web, namespace: shop',
  );
  const found = checkFiles({ 'a.yaml': rest + other + seeds('kv/db-password|random||16', 'kv/cookies|random||16') });
  expect(found.map(({ rule, severity, what }) => `${rule} ${severity}: ${what}`)).toContain(
    'fixture-coverage warning: The list that seeds Vault has no line for "cookie"; did you mean "cookies"?',
  );
});
