import { expect, test } from 'vitest';
import { linesOf } from '../../findings-of.ts';

const label = (phase: number | undefined): string =>
  phase === undefined ? '' : `, labels: {rollout-phase: "${phase}"}`;
const sync = (phase?: number, target = 'db', rest = ''): string =>
  `{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: ${target}-sync-${phase}, namespace: shop${label(phase)}}, spec: {secretStoreRef: {kind: SecretStore, name: vault}, target: {name: ${target}${rest}}, data: [{secretKey: a, remoteRef: {key: p}}]}}`;
const pod = (phase?: number, optional = ''): string =>
  `{apiVersion: v1, kind: Pod, metadata: {name: app, namespace: shop${label(phase)}}, spec: {containers: [{name: app, envFrom: [{secretRef: {name: db${optional}}}]}]}}`;
const store = (phase?: number): string =>
  `{apiVersion: external-secrets.io/v1, kind: SecretStore, metadata: {name: vault, namespace: shop${label(phase)}}, spec: {}}`;
const merge = ', creationPolicy: Merge';
const found = (reader: number, writer: number): string[] => [
  `error: "app" of phase ${reader} reads Secret "db", which phase ${writer} writes | a.yaml | spec.containers[0].envFrom[0].secretRef.name`,
];

test.each([
  ['an earlier writer', [sync(100), pod(200)], []],
  ['a writer of the same phase', [sync(200), pod(200)], []],
  ['a later writer', [sync(300), pod(200)], found(200, 300)],
  ['the first of two writers counts', [sync(100), sync(300, 'db', merge), pod(200)], []],
  ['two later writers', [sync(400), sync(300, 'db', merge), pod(200)], found(200, 300)],
  ['a writer without a phase', [sync(undefined), sync(300, 'db', merge), pod(200)], []],
  ['a writer without a phase, and a reader of the first one', [sync(undefined), pod(0)], []],
  ['a reader without a phase', [sync(300), pod(undefined)], []],
  ['an optional reader', [sync(300), pod(200, ', optional: true')], []],
  ['no writer', [pod(200)], []],
  ['a Secret that no manifest writes', [sync(300, 'other'), pod(200)], []],
  [
    'a later store',
    [store(300), sync(200)],
    ['error: "db-sync-200" of phase 200 uses store "vault", which phase 300 makes | a.yaml | spec.secretStoreRef'],
  ],
  ['a store of the same phase', [store(200), sync(200)], []],
  ['a store without a phase', [store(), sync(200)], []],
  ['a later store of something without a phase', [store(300), sync()], []],
])('%s', (_, texts, expected) => {
  expect(linesOf('phase-order', texts.join('\n---\n'))).toEqual(expected);
});

test('a Secret that the configuration declares has no phase', () => {
  expect(linesOf('phase-order', pod(200), { declaredSecrets: [{ name: 'db', namespace: 'shop' }] })).toEqual([]);
});
