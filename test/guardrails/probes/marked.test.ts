import { describe, expect, test } from 'vitest';
import { checkFiles } from './check-files.ts';
import { differences, type MarkedProbe, markedProbes } from './marked-texts.ts';

/** A store, and a Secret `db` with the keys `username` and `password` in namespace `shop`, beside which each defect stands. */
const base = `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: {name: vault}
spec: {provider: {vault: {server: "https://vault.example.org", path: secret, auth: {kubernetes: {mountPath: kubernetes, role: eso}}}}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: db, namespace: shop}
spec:
  secretStoreRef: {kind: ClusterSecretStore, name: vault}
  target: {name: db}
  data:
    - {secretKey: username, remoteRef: {key: db-username}}
    - {secretKey: password, remoteRef: {key: db-password}}
`;
const sets: readonly (readonly [string, readonly MarkedProbe[], number])[] = [
  ['inline credentials', markedProbes('inline'), 300],
  ['references and wiring', markedProbes('defects', { 'base.yaml': base }), 80],
  ['nothing wrong', markedProbes('negatives'), 130],
];

describe.each(sets)('%s', (_, probes, atLeast) => {
  test('the set is whole', () => {
    expect(probes.length).toBeGreaterThanOrEqual(atLeast);
  });

  test.each(probes.map((probe) => [probe.title, probe] as const))('%s', (_title, probe) => {
    expect(differences(probe, checkFiles(probe.files, probe.configuration))).toEqual([]);
  });
});

test('a missing finding and a false alarm are told apart', () => {
  const expected = [{ place: 'a.yaml:1', rules: ['known-secret'] }];
  const finding = { rule: 'store-exists', place: { position: { file: 'a.yaml', line: 1, column: 1 } } };
  expect(differences({ title: '', files: {}, expected }, [finding as never])).toEqual([
    'missing: a.yaml:1 known-secret',
    'false alarm: a.yaml:1 store-exists',
  ]);
});
