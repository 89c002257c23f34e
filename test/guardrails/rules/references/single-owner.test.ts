import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const sync = (object: string, namespace = ', namespace: shop', secret = 'db'): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: ${object}${namespace}}, spec: {target: {name: ${secret}}, data: [{secretKey: password, remoteRef: {key: p}}]}}`;
const certificate = (name: string, namespace = ', namespace: shop'): string =>
  `{apiVersion: cert-manager.io/v1, kind: Certificate, metadata: {name: ${name}${namespace}}, spec: {secretName: db, issuerRef: {name: ca}}}`;
const gateway =
  '{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: web, namespace: shop, annotations: {cert-manager.io/cluster-issuer: ca}}, spec: {listeners: [{name: https, tls: {certificateRefs: [{name: db}]}}]}}';
const app = ['$', '{APP}'].join('');
const found = (file: string, other: string, first: string, where = ' in namespace shop'): string =>
  `error: Secret "db"${where} is also written by ${other} (${first}) | ${file}`;

test.each([
  [
    'two ExternalSecrets',
    { 'a.yaml': sync('one'), 'b.yaml': sync('two') },
    [found('b.yaml', 'ExternalSecret one', 'a.yaml')],
  ],
  [
    'two kinds of one name',
    { 'a.yaml': sync('db'), 'b.yaml': certificate('db') },
    [found('b.yaml', 'ExternalSecret db', 'a.yaml')],
  ],
  [
    'two kinds of one name in two folders',
    { 'x/a.yaml': sync('db'), 'y/b.yaml': certificate('db') },
    [found('y/b.yaml', 'ExternalSecret db', 'x/a.yaml')],
  ],
  [
    'a Gateway that asks for the certificate that is there',
    {
      'a.yaml': `${certificate('db')}\n---\n${gateway}`,
    },
    [],
  ],
  [
    'a Gateway that asks for the Secret of another certificate',
    { 'a.yaml': `${certificate('other')}\n---\n${gateway}` },
    [found('a.yaml', 'Certificate other', 'a.yaml')],
  ],
  [
    'a name of which variables make several',
    {
      'a.yaml': `${sync('web-db', ', namespace: shop', 'web-db')}\n---\n{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: {name: web, namespace: shop}, spec: {path: ./x, postBuild: {substitute: {APP: web}}}}`,
      'x/b.yaml': sync(`'${app}-db'`, ', namespace: shop', `'${app}-db'`),
    },
    [],
  ],
  ['a folder that others take from', { 'catalog/a.yaml': sync('one'), 'z/b.yaml': sync('two') }, []],
  ['two namespaces', { 'a.yaml': sync('one'), 'b.yaml': sync('two', ', namespace: other') }, []],
  [
    'the same object twice in a folder',
    { 'a.yaml': sync('one'), 'b.yaml': sync('one') },
    [found('b.yaml', 'ExternalSecret one', 'a.yaml')],
  ],
  ['the same object in two folders', { 'x/a.yaml': sync('one'), 'y/b.yaml': sync('one') }, []],
  // Without a namespace, only what stands in one folder is known to meet.
  [
    'one folder without a namespace',
    { 'x/a.yaml': sync('one', ''), 'x/b.yaml': sync('two', '') },
    [found('x/b.yaml', 'ExternalSecret one', 'x/a.yaml', '')],
  ],
  ['two folders without a namespace', { 'x/a.yaml': sync('one', ''), 'y/a.yaml': sync('two', '') }, []],
  ['a folder and one below it without a namespace', { 'x/a.yaml': sync('one', ''), 'x/y/a.yaml': sync('two', '') }, []],
  [
    'two folders with a namespace',
    { 'x/a.yaml': sync('one'), 'z/b.yaml': sync('two') },
    [found('z/b.yaml', 'ExternalSecret one', 'x/a.yaml')],
  ],
  ['a namespace only on one side', { 'x/a.yaml': sync('one', ''), 'x/b.yaml': sync('two') }, []],
])('%s', (_, files: Readonly<Record<string, string>>, expected) => {
  expect(linesOf('single-owner', files)).toEqual(expected);
});

test('each further writer is a finding', () => {
  const files = Object.fromEntries(['a', 'b', 'c'].map((name) => [`${name}.yaml`, sync(name)]));
  expect(linesOf('single-owner', files)).toEqual([
    found('b.yaml', 'ExternalSecret a', 'a.yaml'),
    found('c.yaml', 'ExternalSecret a', 'a.yaml'),
  ]);
});

test('a writer that the configuration declares is no second owner', () => {
  expect(linesOf('single-owner', sync('one'), { declaredSecrets: [{ name: 'db', namespace: 'shop' }] })).toEqual([]);
});

test('environments meet where they share a cluster', () => {
  const environments = ['dev', 'live'].map((name) => ({ name, cluster: name, namespace: 'shop' }));
  const apart = { 'dev/a.yaml': sync('one'), 'live/b.yaml': sync('two') };
  expect(linesOf('single-owner', apart, { environments })).toEqual([]);
  const together = { 'dev/a.yaml': sync('one'), 'dev/b.yaml': sync('two') };
  expect(linesOf('single-owner', together, { environments })).toHaveLength(1);
  // `unique-object` speaks of it.
  const twice = { 'dev/a.yaml': sync('one'), 'dev/b.yaml': sync('one') };
  expect(linesOf('single-owner', twice, { environments })).toEqual([]);
  const shared = environments.map((environment) => ({ ...environment, cluster: 'shared' }));
  expect(linesOf('single-owner', apart, { environments: shared })).toEqual([
    found('live/b.yaml', 'ExternalSecret one', 'dev/a.yaml'),
  ]);
});

test.each([
  ['an ACME account that issuers share', 'Issuer', 'ClusterIssuer', '', 0],
  ['an ACME account, and something else', 'Issuer', 'ExternalSecret', '', 1],
  ['what starts the cluster, and what follows', 'ExternalSecret', 'ExternalSecret', 'bootstrap/', 0],
  ['two that follow', 'ExternalSecret', 'ExternalSecret', 'apps/', 1],
])('%s', (_, first, second, folder, expected) => {
  const issuer = (kind: string, name: string): string =>
    `{apiVersion: cert-manager.io/v1, kind: ${kind}, metadata: {name: ${name}, namespace: shop}, spec: {acme: {privateKeySecretRef: {name: db}}}}`;
  const made = (kind: string, name: string): string => (kind.endsWith('Issuer') ? issuer(kind, name) : sync(name));
  const files = { [`${folder}a.yaml`]: made(first, 'one'), 'b.yaml': made(second, 'two') };
  expect(linesOf('single-owner', files)).toHaveLength(expected);
});

test.each([
  ['two clusters', ['./x', './z'], 0],
  ['one cluster', ['./x', './x'], 1],
  ['a folder and one below it', ['./x', './x/y'], 1],
])('what a Flux Kustomization of one name points at: %s', (_, paths, expected) => {
  const flux = (path: string): string =>
    `{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: {name: apps, namespace: flux-system}, spec: {path: ${path}}}`;
  const files = {
    'flux/a.yaml': flux(paths[0] ?? ''),
    'flux/b.yaml': flux(paths[1] ?? ''),
    'x/es.yaml': sync('one'),
    'z/es.yaml': sync('two'),
  };
  expect(linesOf('single-owner', files)).toHaveLength(expected);
});

test('the Secret that a database is given is not its own', () => {
  const cluster = (rest: string): string =>
    `{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: db, namespace: shop}, spec: {enableSuperuserAccess: true${rest}}}`;
  const files = (rest: string) => ({
    'a.yaml': cluster(rest),
    'b.yaml': sync('s', ', namespace: shop', 'db-superuser'),
  });
  expect(linesOf('single-owner', files(', superuserSecret: {name: db-superuser}'))).toEqual([]);
  expect(linesOf('single-owner', files(''))).toHaveLength(1);
});
