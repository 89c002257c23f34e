import { expect, test } from 'vitest';
import { resolveConfiguration } from '../../../../src/guardrails/engine/configuration.ts';
import { runGuardrails } from '../../../../src/guardrails/engine/engine.ts';
import { exampleManifests } from '../../../../src/guardrails/examples/example-manifests.ts';
import type { Manifest } from '../../../../src/guardrails/manifest/manifest.ts';
import { linesOf } from '../../findings-of.ts';

const on = { 'c/values.yaml': 'externalSecrets: {enabled: true}' };
const off = (field: string): string[] => [
  `warning: "${field}" is off here, and on in c/values.yaml | c/values-dev.yaml | ${field}`,
];

test.each<readonly [string, string, readonly string[]]>([
  ['off', 'externalSecrets: {enabled: false}', off('externalSecrets.enabled')],
  ['off, as YAML 1.1 spells it', 'externalSecrets: {enabled: "no"}', off('externalSecrets.enabled')],
  ['on', 'externalSecrets: {enabled: true}', []],
  ['left as it is', 'replicas: 2', []],
  ['off, and a Secret in its place', 'externalSecrets: {enabled: false, existingSecret: app}', []],
  ['off, and a Secret by its name', 'externalSecrets: {enabled: false, existingSecretName: app}', []],
  ['off, and only a name', 'externalSecrets: {enabled: false, secretName: app}', []],
  [
    'off, and the name of a Secret left empty',
    'externalSecrets: {enabled: false, existingSecret: ""}',
    off('externalSecrets.enabled'),
  ],
  ['off, in another section', 'ingress: {enabled: false}', []],
  ['off, at another place', 'web: {externalSecrets: {enabled: false}}', []],
])('%s', (_, values, expected) => {
  expect(linesOf('secrets-switched-off', { ...on, 'c/values-dev.yaml': values })).toEqual(expected);
});

test.each([
  ['external-secret: {enabled: true}', 'external-secret: {enabled: false}', 1],
  ['secrets: {create: true}', 'secrets: {create: false}', 1],
  ['app: {secret: {enabled: true}}', 'app: {secret: {enabled: false}}', 1],
  ['secrets: {enabled: false}', 'secrets: {enabled: false}', 0],
  ['externalSecrets: true', 'externalSecrets: {enabled: false}', 0],
  ['externalSecrets: {enabled: true}', 'externalSecrets: false', 0],
  ['app: {secrets: {enabled: true}}', 'app: null', 0],
])('%s and %s', (base, values, expected) => {
  expect(linesOf('secrets-switched-off', { 'values.yaml': base, 'values-dev.yaml': values })).toHaveLength(expected);
});

test('values of another folder overlay nothing', () => {
  const files = { ...on, 'd/values-dev.yaml': 'externalSecrets: {enabled: false}' };
  expect(linesOf('secrets-switched-off', files)).toEqual([]);
});

test('values beside others are an overlay whatever their name, and what only looks like values is none', () => {
  const [base, values] = ['externalSecrets: {enabled: true}', 'externalSecrets: {enabled: false}'];
  expect(linesOf('secrets-switched-off', { 'values/values.yaml': base, 'values/dev.yaml': values })).toHaveLength(1);
  expect(linesOf('secrets-switched-off', { 'c/values.yaml': base, 'c/settings.yaml': values })).toEqual([]);
});

test('values that an Application carries overlay no file', () => {
  const files = { ...on, 'c/values-dev.yaml': 'externalSecrets: {enabled: false}' };
  const [base, values] = exampleManifests({ files });
  if (base === undefined || values === undefined) throw new Error('There are no manifests');
  const carried = { ...values, carrier: { manifest: base, path: ['spec', 'source', 'helm', 'valuesObject'] } };
  const rules = (manifests: Manifest[]) =>
    runGuardrails({ manifests, configuration: resolveConfiguration({}) }).map(({ rule }) => rule);
  expect(rules([base, values])).toEqual(['secrets-switched-off']);
  expect(rules([base, carried])).toEqual([]);
});
