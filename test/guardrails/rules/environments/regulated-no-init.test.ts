import { expect, test } from 'vitest';
import { settingsExample } from '../../../../src/guardrails/examples/settings-example.ts';
import { findingsOf, linesOf } from '../../findings-of.ts';

const configuration = {
  environments: [{ name: 'live', cluster: 'live', namespace: 'shop', regulated: true }],
  rules: { 'regulated-no-init': { options: { secretNames: ['vault-keys'] } } },
};
const found = (thing: string, field: string): string[] => [
  `error: "${thing}" belongs to initialising or unsealing Vault in the cluster | live/values.yaml | ${field}`,
];
const padding = (length: number): string => 'x'.repeat(length);

test.each([
  ['{a: {secretName: vault-keys}}', found('vault-keys', 'a.secretName')],
  ['{a: vault operator unseal}', found('vault operator', 'a')],
  ['{a: vault  operator  init -key-shares=1}', found('vault operator', 'a')],
  ['{a: vault operator raft list-peers}', []],
  // A chart's readme or an embedded script of many pages is no command.
  [`{a: "vault operator init ${padding(3979)}"}`, found('vault operator', 'a')],
  [`{a: "vault operator init ${padding(3980)}"}`, []],
  ['{bootstrap: {init: {enabled: true}}}', found('init.enabled', 'bootstrap.init.enabled')],
  ['{bootstrap: {autoUnseal: true}}', found('autoUnseal', 'bootstrap.autoUnseal')],
  ['{bootstrap: {storeCredentials: true}}', found('storeCredentials', 'bootstrap.storeCredentials')],
  ['{bootstrap: {init: {enabled: false}}}', []],
  ['{bootstrap: {enabled: true}}', []],
  ['{bootstrap: {init: {replicas: true}}}', []],
  ['{bootstrap: {initContainers: true}}', []],
  ['{data: {name: root-token}}', found('root-token', 'data.name')],
  ['{data: {key: unseal_keys}}', found('unseal_keys', 'data.key')],
  ['{data: {secretKey: VAULT_ROOT_TOKEN}}', found('VAULT_ROOT_TOKEN', 'data.secretKey')],
  ['{data: {text: root-token}}', []],
  [`{data: {name: root token ${padding(69)}}}`, []],
  [`{data: {name: root token ${padding(68)}}}`, found(`root token ${padding(68)}`, 'data.name')],
  ['{data: {rootToken: {from: a}}}', found('rootToken', 'data.rootToken')],
  ['{data: {unsealKey: 1}}', found('unsealKey', 'data.unsealKey')],
  ['{data: {rootPath: {a: b}, name: unsealer}}', []],
  ['{data: {rootToken: false}}', []],
  ['{data: {rootToken: null}}', []],
])('%s', (values, expected) => {
  expect(linesOf('regulated-no-init', { 'live/values.yaml': values }, configuration)).toEqual(expected);
});

test('names the object in which it stands', () => {
  const map = '{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: shop}, data: {rootToken: {a: b}}}';
  const list = `{apiVersion: v1, kind: List, items: [${map}]}`;
  expect(linesOf('regulated-no-init', { 'live/a.yaml': map }, configuration)).toEqual([
    'error: "rootToken" belongs to initialising or unsealing Vault in the cluster | live/a.yaml | data.rootToken',
  ]);
  expect(linesOf('regulated-no-init', { 'live/a.yaml': list }, configuration)).toHaveLength(1);
  const [finding] = findingsOf({ files: { 'live/a.yaml': map }, configuration }).filter(
    ({ rule }) => rule === 'regulated-no-init',
  );
  expect(finding?.place.object).toMatchObject({ kind: 'ConfigMap', name: 'a' });
});

test('an environment that may be thrown away initialises its Vault', () => {
  const environments = [{ name: 'live', cluster: 'live', namespace: 'shop' }];
  expect(linesOf('regulated-no-init', { 'live/values.yaml': '{a: vault operator init}' }, { environments })).toEqual(
    [],
  );
});

test('the settings of a bootstrap are judged step by step, where the environment is regulated', () => {
  const settings = settingsExample({});
  const sealed = settings.replace('"initialize":true', '"initialize":false');
  const judged = (file: string, text: string) => linesOf('regulated-no-init', { [file]: text }, configuration);
  const at = (step: string): string =>
    `error: "${step}" belongs to initialising or unsealing Vault in the cluster | live/a.yaml | data["bootstrap-settings.json"].vault.${step}`;
  expect(judged('live/a.yaml', settings)).toEqual([at('initialize'), at('unseal')]);
  expect(judged('live/a.yaml', sealed)).toEqual([at('unseal')]);
  // The program that reads them holds a root token all the same.
  expect(judged('live/a.yaml', sealed.replace('"unseal":true', '"unseal":false'))).toEqual([
    'error: "BootstrapSettings" belongs to initialising or unsealing Vault in the cluster | live/a.yaml | data["bootstrap-settings.json"].kind',
  ]);
  expect(judged('dev/a.yaml', settings)).toEqual([]);
});
