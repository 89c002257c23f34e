// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the cases hold variables of other languages
import { expect, test } from 'vitest';
import { resolveConfiguration } from '../../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../../src/guardrails/engine/engine.ts';
import { exampleManifests } from '../../../../src/guardrails/examples/example-manifests.ts';
import type { Manifest } from '../../../../src/guardrails/manifest/manifest.ts';
import { linesOf } from '../../findings-of.ts';

const account = (name: string, namespace = ', namespace: shop'): string =>
  `{apiVersion: v1, kind: ServiceAccount, metadata: {name: ${name}${namespace}}}`;
const pod = (name: string, namespace = ', namespace: shop'): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: app${namespace}}, spec: {serviceAccountName: ${name}, containers: []}}`;
const store = (reference: string): string =>
  `{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: vault, namespace: shop}, spec: {provider: {vault: {server: "http://vault:8200", auth: {kubernetes: {role: reader, serviceAccountRef: {${reference}}}}}}}}`;
const missing = (name: string, rest: string, field = 'spec.serviceAccountName'): string[] => [
  `warning: There is no ServiceAccount "${name}"${rest} | a.yaml | ${field}`,
];
const near = ' in namespace shop; did you mean "reader"?';
const storeField = 'spec.provider.vault.auth.kubernetes.serviceAccountRef.name';

test.each([
  ['one that is there', account('reader'), pod('reader'), []],
  ['a slip', account('reader'), pod('reade'), missing('reade', near)],
  [
    'one of another namespace',
    `${account('reader')}\n---\n${account('worker', ', namespace: other')}`,
    pod('worker'),
    [],
  ],
  ['no account in that namespace', account('worker', ', namespace: other'), pod('reader'), []],
  [
    'no namespace on either side',
    account('reader', ''),
    pod('reade', ''),
    missing('reade', '; did you mean "reader"?'),
  ],
  ['no namespace where it is used', account('reader'), pod('reader', ''), []],
  ['the account that every namespace has', account('reader'), pod('default'), []],
  ['a variable', account('reader'), pod('"${account}"'), []],
  ['an action', account('reader'), pod('"{{ .Values.account }}"'), []],
  ['an empty name', account('reader'), pod('""'), []],
  ['a number', account('reader'), pod('7'), []],
  ['the login of a store', account('reader'), store('name: reade'), missing('reade', near, storeField)],
  [
    'the login of a store in another namespace',
    account('reader', ', namespace: eso'),
    store('name: reade, namespace: eso'),
    missing('reade', ' in namespace eso; did you mean "reader"?', storeField),
  ],
])('%s', (_, made, used, expected) => {
  expect(linesOf('service-account-exists', `${made}\n---\n${used}`)).toEqual(expected);
});

test('values and ignored accounts are left alone', () => {
  const files = { 'a.yaml': account('reader'), 'values.yaml': '{pod: {serviceAccountName: reade}}' };
  expect(linesOf('service-account-exists', files)).toEqual([]);
  // The chart that puts it into the cluster may make the account, too.
  const extra = { 'a.yaml': account('reader'), 'values.yaml': `{extraObjects: [${pod('reade')}]}` };
  expect(linesOf('service-account-exists', extra)).toEqual([]);
  const ignore = { rules: { 'service-account-exists': { options: { ignore: ['reade'] } } } };
  expect(linesOf('service-account-exists', `${account('reader')}\n---\n${pod('reade')}`, ignore)).toEqual([]);
});

const spec = (kind: string, body: string): string =>
  `{apiVersion: example.org/v1, kind: ${kind}, metadata: {name: app, namespace: shop}, spec: {${body}}}`;
test.each([
  ['a pod in a resource of any kind', spec('Runner', 'template: {serviceAccountName: reade, containers: []}'), 1],
  ['an account that an operator is to make', spec('Runner', 'serviceAccountName: reade'), 0],
  ['a workload', spec('Job', 'template: {spec: {serviceAccountName: reade}}'), 1],
])('%s', (_, text, expected) => {
  expect(linesOf('service-account-exists', `${account('reader')}\n---\n${text}`)).toHaveLength(expected);
});

test.each([
  [
    'a chart that goes into the namespace',
    '{apiVersion: helm.toolkit.fluxcd.io/v2, kind: HelmRelease, metadata: {name: a, namespace: shop}, spec: {}}',
    '',
  ],
  ['a test of a chart', '', ', annotations: {helm.sh/hook: test}'],
])('%s leaves it open', (_, beside, annotations) => {
  const text = `{apiVersion: v1, kind: Pod, metadata: {name: p, namespace: shop${annotations}}, spec: {serviceAccountName: reade, containers: []}}`;
  const lines = linesOf(
    'service-account-exists',
    [account('reader'), text, beside].filter((each) => each !== '').join('\n---\n'),
  );
  expect(lines.map((line) => line.split(':')[0])).toEqual(['note']);
});

test('what kubectl remembers of an object asks for no account', () => {
  const remembered = JSON.stringify(
    JSON.stringify({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd', namespace: 'shop' },
      spec: { template: { spec: { serviceAccountName: 'reade', containers: [] } } },
    }),
  );
  const text = `{apiVersion: apps/v1, kind: Deployment, metadata: {name: d, namespace: shop, annotations: {kubectl.kubernetes.io/last-applied-configuration: ${remembered}}}, spec: {}}`;
  expect(linesOf('service-account-exists', `${account('reader')}\n---\n${text}`)).toEqual([]);
});

test.each<[string, Partial<Manifest>, boolean, string]>([
  ['is plain', {}, true, 'warning'],
  ['is a template, and a program beside it makes the account', { isTemplate: true }, true, 'note'],
  ['is a template, and no program does', { isTemplate: true }, false, 'warning'],
  ['is of an overlay that brings more than it shows', { rendering: { folder: 'o', isOpen: true } }, false, 'note'],
  ['is of an overlay that shows all', { rendering: { folder: 'o' } }, false, 'warning'],
])('an account that is missing where its reader %s', (_, traits, mayBeMade, severity) => {
  const pod = '{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {serviceAccountName: reade, containers: []}}';
  const manifests = exampleManifests({ files: { 'a.yaml': `${account('reader')}\n---\n${pod}` } });
  const found = runGuardrails({
    manifests: manifests.map((manifest) => ({ ...manifest, ...traits })),
    configuration: { ...resolveConfiguration({ onlyRules: ['service-account-exists'] }), mayBeMade: () => mayBeMade },
  });
  expect(found.map((finding) => finding.severity)).toEqual([severity]);
});
