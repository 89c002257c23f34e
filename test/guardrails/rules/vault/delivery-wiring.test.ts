// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { describe, expect, test } from 'vitest';
import { resolveConfiguration } from '../../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../../src/guardrails/engine/engine.ts';
import { readManifests } from '../../../../src/guardrails/reading/read-manifests.ts';
import { linesOf } from '../../findings-of.ts';
import { envRef, object, pod, volumes } from '../../probes/wiring-texts.ts';

const vso = 'secrets.hashicorp.com/v1beta1';
const auth = (name: string, namespace: string, spec = ''): string =>
  object(vso, 'VaultAuth', `spec: {${spec}}`, `name: ${name}, namespace: ${namespace}`);
const secret = (ref: string, kind = 'VaultStaticSecret'): string =>
  object(
    vso,
    kind,
    `spec: {${ref === '' ? '' : `vaultAuthRef: ${ref}, `}destination: {name: db, create: true}}`,
    'name: db, namespace: shop',
  );
const connection = (name: string, namespace = 'shop'): string =>
  object(vso, 'VaultConnection', 'spec: {address: "https://vault:8200"}', `name: ${name}, namespace: ${namespace}`);
const provider = (
  name = 'db',
  namespace = 'shop',
  more = 'secretObjects: [{secretName: db, type: Opaque, data: [{objectName: a, key: a}]}]',
): string =>
  object(
    'secrets-store.csi.x-k8s.io/v1',
    'SecretProviderClass',
    `spec: {provider: vault, ${more}}`,
    `name: ${name}, namespace: ${namespace}`,
  );
const mounted = (name: string, body = envRef('db', 'a')): string =>
  pod(body, {
    more: volumes(`csi: {driver: secrets-store.csi.k8s.io, volumeAttributes: {secretProviderClass: ${name}}}`),
  });
const release = object('helm.toolkit.fluxcd.io/v2', 'HelmRelease', 'spec: {}', 'name: r, namespace: shop');

test.each<[string, string, string[]]>([
  ['a login of the namespace', secret('main') + auth('main', 'shop'), []],
  ['a login of another namespace, by its name alone', secret('main') + auth('main', 'vso'), ['error auth']],
  ['a slip in its name', secret('mian') + auth('main', 'shop'), ['error auth']],
  ['with its namespace, which lets in nobody', secret('vso/main') + auth('main', 'vso'), ['error refused']],
  ['which lets in others', secret('vso/main') + auth('main', 'vso', 'allowedNamespaces: [a, b]'), ['error refused']],
  ['which lets it in', secret('vso/main') + auth('main', 'vso', 'allowedNamespaces: [a, shop]'), []],
  ['which lets in everyone', secret('vso/main') + auth('main', 'vso', "allowedNamespaces: ['*']"), []],
  [
    'which lists a star beside a name, where it means nothing',
    secret('vso/main') + auth('main', 'vso', "allowedNamespaces: ['*', a]"),
    ['error refused'],
  ],
  ['the default of the operator', secret('') + auth('main', 'vso'), []],
  ['the default by its name', secret('vso/default') + auth('default', 'vso'), []],
  ['no login in the tree', secret('main'), []],
  ['a variable', secret('"${AUTH}"') + auth('main', 'shop'), []],
  ['a chart that may bring it', secret('mian') + auth('main', 'shop') + release, ['note auth']],
  [
    'a chart that leaves it out, perhaps',
    `{{- if .Values.x }}${secret('mian')}{{- end }}\n${auth('main', 'shop')}`,
    ['note auth'],
  ],
  [
    'one without a namespace, with a login that lets in others',
    secret('vso/main').replace(', namespace: shop', '') + auth('main', 'vso', 'allowedNamespaces: [a]'),
    [],
  ],
  ['a dynamic Secret', secret('mian', 'VaultDynamicSecret') + auth('main', 'shop'), ['error auth']],
  ['a Secret of a PKI', secret('mian', 'VaultPKISecret') + auth('main', 'shop'), ['error auth']],
  ['a connection that is there', auth('main', 'shop', 'vaultConnectionRef: c') + connection('c'), []],
  ['a connection that is not', auth('main', 'shop', 'vaultConnectionRef: d') + connection('c'), ['error connection']],
  ['a connection of another namespace', auth('main', 'shop', 'vaultConnectionRef: vso/c') + connection('c', 'vso'), []],
  ['no connection in the tree', auth('main', 'shop', 'vaultConnectionRef: c'), []],
  ['the default connection', auth('main', 'shop') + connection('c'), []],
  ['a class that is mounted', provider() + mounted('db'), []],
  [
    'a class that is not there',
    provider() + mounted('db') + mounted('bd', '').replace('name: app', 'name: other'),
    ['error provider'],
  ],
  ['a class of another namespace', provider('db', 'other', 'parameters: {}') + mounted('db', ''), ['error provider']],
  ['no class in the tree', mounted('db', ''), []],
  ['a class that nobody mounts, and whose Secret is read', provider() + pod(envRef('db', 'a')), ['note unmounted']],
  ['a class that nobody mounts, and whose Secret nobody reads', provider(), []],
  ['a class that nobody mounts, and another Secret that is read', provider() + pod(envRef('other', 'a')), []],
  [
    'a class that makes a Secret without a name',
    provider('db', 'shop', 'secretObjects: [{type: Opaque}]') + pod(''),
    [],
  ],
  ['a class in place of a name', provider('db', 'shop', 'parameters: {}') + mounted('{a: b}', ''), []],
  ['a class that makes no Secret', provider('db', 'shop', 'parameters: {}') + pod(''), []],
  ['a class that a template may name', provider() + mounted('"{{ .Values.class }}"'), []],
])('%s', (_, text, wanted) => {
  const streams = [{ name: 'a.yaml', bytes: Buffer.from(text) }];
  const { manifests } = readManifests({ paths: [], streams });
  const found = runGuardrails({ manifests, configuration: resolveConfiguration(undefined) });
  const words: Readonly<Record<string, RegExp>> = {
    auth: /^No VaultAuth/,
    refused: /does not allow/,
    connection: /^No VaultConnection/,
    provider: /^No SecretProviderClass/,
    unmounted: /is only made while/,
  };
  expect(
    found
      .filter(({ rule }) => rule === 'delivery-wiring')
      .map(({ severity, what }) => `${severity} ${Object.keys(words).find((word) => words[word]?.test(what))}`),
  ).toEqual(wanted);
});

describe('delivery-wiring on two clusters', () => {
  const environments = ['dev', 'live'].map((name) => ({ name, cluster: name, namespace: 'shop' }));
  const judged = (dev: string, live: string): string[] =>
    linesOf('delivery-wiring', { 'dev/a.yaml': dev, 'live/a.yaml': live }, { environments });
  const login = auth('main', 'shop', 'vaultConnectionRef: d');

  test.each([
    ['a login', secret('mian'), auth('main', 'shop')],
    ['a connection', login, connection('c')],
    ['a class', mounted('bd', ''), provider('db', 'shop', 'parameters: {}')],
  ])('%s of the other is not there to be meant', (_, dev, live) => {
    expect(judged(dev, live)).toEqual([]);
  });
  test('a mount of the other makes no Secret here', () => {
    const unmounted = [
      'note: Secret "db" is only made while a pod mounts its SecretProviderClass, and none does | dev/a.yaml | spec.secretObjects[0].secretName',
    ];
    expect(judged(provider() + pod(envRef('db', 'a')), provider() + mounted('db'))).toEqual(unmounted);
    expect(judged(provider(), pod(envRef('db', 'a')))).toEqual([]);
  });
  test('what is missing is called by its name', () => {
    expect(judged(login + connection('c'), '')).toEqual([
      'error: No VaultConnection "d" in namespace shop | dev/a.yaml | spec.vaultConnectionRef',
    ]);
  });
});

test('values name no class that a pod mounts', () => {
  const files = { 'a.yaml': provider('db', 'shop', 'parameters: {}'), 'values.yaml': 'secretProviderClass: bd' };
  expect(linesOf('delivery-wiring', files)).toEqual([]);
});
