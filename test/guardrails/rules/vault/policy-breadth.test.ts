import { describe, expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

interface Rule {
  readonly path: string;
  readonly capabilities: readonly string[];
}
const read = (...paths: readonly string[]): Rule[] => paths.map((path) => ({ path, capabilities: ['read'] }));
const role = (name: string, ...policies: readonly string[]) => ({
  name,
  serviceAccounts: ['default'],
  namespaces: ['shop'],
  policies,
});
const access = (policies: Readonly<Record<string, readonly Rule[]>>, roles = [role('reader', 'read')]): string => {
  const map = {
    kind: 'AccessMap',
    version: 1,
    environment: 'dev',
    mount: 'secret',
    authMount: 'kubernetes',
    roles,
    policies: Object.entries(policies).map(([name, rules]) => ({ name, rules })),
  };
  return `{apiVersion: v1, kind: ConfigMap, metadata: {name: access, labels: {vaultwright.io/document: access-map}}, data: {access-map.json: '${JSON.stringify(map)}'}}`;
};
const store = (user = 'reader'): string =>
  `{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: ${user}, namespace: shop}, spec: {provider: {vault: {server: "http://vault:8200", path: secret, auth: {kubernetes: {role: ${user}, serviceAccountRef: {name: default}}}}}}}`;
const sync = (keys: readonly string[], user = 'reader'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: db-${user}, namespace: shop}, spec: {secretStoreRef: {kind: SecretStore, name: ${user}}, data: [${keys.map((key) => `{secretKey: ${key.replace('/', '-')}, remoteRef: {key: ${key}, property: value}}`).join(', ')}]}}`;
const search = (folder: string, user = 'reader'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: all-${folder}, namespace: shop}, spec: {secretStoreRef: {kind: SecretStore, name: ${user}}, dataFrom: [{find: {path: ${folder}, name: {regexp: "."}}}]}}`;
const push =
  '{apiVersion: external-secrets.io/v1alpha1, kind: PushSecret, metadata: {name: push, namespace: shop}, spec: {secretStoreRefs: [{kind: SecretStore, name: reader}], selector: {secret: {name: db}}, data: [{match: {secretKey: a, remoteRef: {remoteKey: pushed, property: value}}}]}}';
const place = (policy = 0, rule = 0): string =>
  ` | a.yaml | data["access-map.json"].policies[${policy}].rules[${rule}]`;
const judged = (...texts: readonly string[]): string[] => linesOf('policy-breadth', texts.join('\n---\n'));

describe('a policy allows', () => {
  test.each([
    ['what is read', read('secret/data/db'), []],
    [
      'a path too much',
      read('secret/data/db', 'secret/data/other'),
      [`warning: Policy "read" allows "secret/data/other", which nothing reads${place(0, 1)}`],
    ],
    ['a wildcard over what is read', read('secret/data/d*'), []],
    ['a segment over what is read', read('secret/data/+'), []],
    [
      'a wildcard over nothing',
      read('secret/data/x*'),
      [`warning: Policy "read" allows "secret/data/x*", which nothing reads${place()}`],
    ],
    ['the metadata of what is read', read('secret/data/db', 'secret/metadata/db'), []],
    [
      'the metadata of something else',
      read('secret/data/db', 'secret/metadata/x'),
      [`warning: Policy "read" allows "secret/metadata/x", which nothing reads${place(0, 1)}`],
    ],
    ['all of the mount, which strict finds', read('secret/data/*'), []],
    ['all of the mount, and more than reading', [{ path: 'secret/data/*', capabilities: ['read', 'delete'] }], []],
    ['all of the mount with its metadata', read('secret/*'), []],
    [
      'writing what is read',
      [{ path: 'secret/data/db', capabilities: ['read', 'update'] }],
      [`warning: Policy "read" gives update on "secret/data/db", which nothing needs${place()}`],
    ],
    [
      'to list the metadata of what is read',
      [...read('secret/data/db'), { path: 'secret/metadata/db', capabilities: ['read', 'list'] }],
      [],
    ],
  ])('%s', (_, rules: readonly Rule[], expected) => {
    expect(judged(access({ read: rules }), store(), sync(['db']))).toEqual(expected);
  });

  test('a key whose path looks like the metadata of another', () => {
    const path = 'secret/metadata/db';
    expect(judged(access({ read: read(`secret/data/${path}`) }), store(), sync([path]))).toEqual([]);
  });

  test('writing what is pushed', () => {
    const rules = [{ path: 'secret/data/pushed', capabilities: ['read', 'create', 'update', 'delete'] }];
    expect(judged(access({ read: [...read('secret/data/db'), ...rules] }), store(), sync(['db']), push)).toEqual([
      `warning: Policy "read" gives delete on "secret/data/pushed", which nothing needs${place(0, 1)}`,
    ]);
  });
});

test('strict finds all of a mount', () => {
  for (const path of ['secret/data/*', 'secret/*'])
    expect(
      linesOf('policy-breadth', [access({ read: read(path) }), store(), sync(['db'])].join('\n---\n'), {
        presets: ['strict'],
      }),
    ).toEqual([`error: Policy "read" allows all of "${path}"${place()}`]);
});

describe('a policy is judged', () => {
  const spare = read('secret/data/db', 'secret/data/other');
  const both = [role('reader', 'read'), role('writer', 'read')];
  const found = [`warning: Policy "read" allows "secret/data/other", which nothing reads${place(0, 1)}`];

  test('where stores use all of its roles', () => {
    expect(
      judged(access({ read: spare }, both), store(), sync(['db']), store('writer'), sync(['db'], 'writer')),
    ).toEqual(found);
  });
  test('not where other programs use one of its roles', () => {
    expect(judged(access({ read: spare }, both), store(), sync(['db']))).toEqual([]);
  });
  test('not where no role has it', () => {
    expect(judged(access({ read: read('secret/data/db'), spare }), store(), sync(['db']))).toEqual([]);
  });
  test('by what its own roles read', () => {
    const roles = [role('reader', 'read'), role('writer', 'write')];
    const policies = { read: spare, write: read('secret/data/other') };
    const texts = [store(), sync(['db']), store('writer'), sync(['other'], 'writer')];
    expect(judged(access(policies, roles), ...texts)).toEqual(found);
  });
});

describe('a policy allows to list', () => {
  const list = (path: string, ...more: readonly string[]): Rule[] => [
    ...read('secret/data/db'),
    { path, capabilities: ['list', ...more] },
  ];
  const unread = (path: string): string[] => [
    `warning: Policy "read" allows "${path}", which nothing reads${place(0, 1)}`,
  ];
  const idle = (path: string): [string, Rule[], string[]] => [path, list(path), unread(path)];
  test.each<[string, readonly Rule[], readonly string[]]>([
    ['a folder that is searched', list('secret/metadata/apps/'), []],
    ['what begins as such a folder', list('secret/metadata/app*'), []],
    idle('secret/metadata/app'),
    idle('secret/metadata/appx*'),
    idle('secret/metadata/other/'),
    ['and to read such a folder', list('secret/metadata/apps/', 'read'), unread('secret/metadata/apps/')],
    [
      'what is only read',
      [{ path: 'secret/data/db', capabilities: ['list'] }],
      [`warning: Policy "read" gives list on "secret/data/db", which nothing needs${place()}`],
    ],
  ])('%s', (_, rules, expected) => {
    const texts = [store(), sync(['db']), search('apps'), search('jobs')];
    expect(judged(access({ read: rules }), ...texts)).toEqual(expected);
  });

  test('what another policy is for', () => {
    const roles = [role('reader', 'read'), role('writer', 'write')];
    const policies = { read: list('secret/metadata/apps/'), write: [] };
    expect(judged(access(policies, roles), store(), sync(['db']), store('writer'), search('apps', 'writer'))).toEqual(
      unread('secret/metadata/apps/'),
    );
  });
});
