import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { attributesOf, blockOf, readHcl } from './read-hcl.ts';
import { renderServer, seals } from './rendered-server.ts';

/**
 * Folders of the official charts, where somebody has them: vault-helm, and openbao-helm's `charts/openbao`.
 */
const charts = { vault: process.env.VAULTWRIGHT_CHART_VAULT, openbao: process.env.VAULTWRIGHT_CHART_OPENBAO };
const helm = process.env.VAULTWRIGHT_HELM ?? 'helm';
const hasHelm = spawnSync(helm, ['version', '--short']).status === 0;
const missing = [
  ...Object.entries(charts).flatMap(([name, folder]) => (folder ? [] : [`VAULTWRIGHT_CHART_${name.toUpperCase()}`])),
  ...(hasHelm ? [] : ['helm']),
];
if (missing.length > 0) console.info(`SKIPPED: no official chart is rendered without ${missing.join(' and ')}`);

type Tree = { readonly [key: string]: unknown };
const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Paths of values that the chart's own file does not have; below a free map anything may stand. */
function unknownPaths(values: Tree, known: Tree, path = ''): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const below = path === '' ? key : `${path}.${key}`;
    if (!Object.hasOwn(known, key)) return [below];
    const there = known[key];
    return isTree(value) && isTree(there) && Object.keys(there).length > 0 ? unknownPaths(value, there, below) : [];
  });
}

/** What the chart makes of values. */
function templated(chart: string, values: string): readonly Tree[] {
  const folder = mkdtempSync(join(tmpdir(), 'chart-'));
  try {
    const file = join(folder, 'values.yaml');
    writeFileSync(file, values);
    const options = ['--namespace', 'live', '--kube-version', '1.34.0', '--values', file];
    const { status, stdout, stderr } = spawnSync(helm, ['template', 'server', chart, ...options], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    // One chart closes a list less deep than it opens it, which this reader takes as Helm does.
    return parseAllDocuments(stdout, { strict: false })
      .map((document): unknown => document.toJS())
      .filter(isTree);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const id = '11111111-2222-4333-8444-555555555555';
const azure = { ...seals.azurekeyvault, identity: { clientId: id } };
const digest = 'a1'.repeat(32);
const plugin = { image: 'registry.example/kms', binaryName: 'kms', version: 'v0.1.0', sha256sum: digest };
const license = { secret: 'license', key: 'license' };
const products = [
  ['vault', 'community', { server: { product: 'vault', version: '2.0.4' }, autoUnseal: azure }],
  ['vault', 'enterprise', { server: { product: 'vault', edition: 'enterprise', license }, autoUnseal: seals.pkcs11 }],
  ['vault', 'transit', { autoUnseal: seals.transit }],
  ['openbao', '2.7', { server: { product: 'openbao', version: '2.7.0' }, autoUnseal: { ...azure, plugin } }],
  ['openbao', 'transit', { server: { product: 'openbao', version: '2.6.3' }, autoUnseal: seals.transit }],
] as const;

describe.each(products)('the chart of %s, %s', (product, _, given) => {
  const chart = charts[product];
  test.skipIf(!chart || !hasHelm)('takes every value, and brings the configuration to every node', async () => {
    const { text, values } = await renderServer(given);
    const known = load(readFileSync(join(chart ?? '', 'values.yaml'), 'utf8')) as Tree;
    // The charts know these without a default.
    expect(unknownPaths(values as unknown as Tree, known)).toEqual(['fullnameOverride', 'server.readinessProbe.path']);
    const objects = templated(chart ?? '', text);
    const objectOf = (kind: string, end: string): Tree | undefined =>
      objects.find((object) => object.kind === kind && String((object.metadata as Tree).name).endsWith(end));
    const map = objectOf('ConfigMap', '-config')?.data as Readonly<Record<string, string>> | undefined;
    const configuration = readHcl(map?.['extraconfig-from-values.hcl'] ?? '');
    expect(configuration).toEqual(readHcl(values.server.ha?.raft.config ?? ''));
    expect(attributesOf(blockOf(configuration, 'storage'))).toEqual({ path: expect.stringContaining('/data') });

    const set = objectOf('StatefulSet', 'vault-live');
    expect(set).toMatchObject({
      metadata: { annotations: { 'vaultwright.io/waits-for': expect.any(String) } },
      spec: { replicas: 3, podManagementPolicy: 'Parallel', updateStrategy: { type: 'OnDelete' } },
    });
    const pod = (set as { readonly spec: { readonly template: { readonly metadata: Tree; readonly spec: Tree } } }).spec
      .template;
    const [container] = pod.spec.containers as readonly {
      readonly env: readonly { readonly name: string; readonly value?: string }[];
      readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
      readonly readinessProbe: Tree;
    }[];
    expect(container?.readinessProbe).toMatchObject({
      httpGet: { path: '/v1/sys/health?standbyok=true&perfstandbyok=true', scheme: 'HTTPS', port: 8200 },
    });
    // Each path of the configuration is a volume, and each name of a node the chart's own.
    const mounts = container?.volumeMounts.map(({ mountPath }) => mountPath) ?? [];
    const folder = product === 'vault' ? '/vault' : '/openbao';
    expect(mounts).toEqual(
      expect.arrayContaining(['data', 'audit', 'userconfig/tls'].map((part) => `${folder}/${part}`)),
    );
    const names = container?.env.map(({ name }) => name) ?? [];
    const prefix = product === 'vault' ? 'VAULT' : 'BAO';
    const api = container?.env.find(({ name }) => name === `${prefix}_API_ADDR`)?.value ?? '';
    // A variable can name only those before it.
    const [, used = ''] = /\$\((\w+)\)/.exec(api) ?? [];
    expect(names.indexOf(used)).toBeGreaterThanOrEqual(0);
    expect(names.indexOf(used)).toBeLessThan(names.indexOf(`${prefix}_API_ADDR`));
    expect(names).toContain(`${prefix}_RAFT_NODE_ID`);
    expect(objectOf('Service', '-internal')).toMatchObject({
      metadata: { name: 'vault-live-internal' },
      spec: { clusterIP: 'None', publishNotReadyAddresses: true },
    });
    if (given.autoUnseal.type === 'azurekeyvault') {
      expect(pod.metadata.labels).toMatchObject({ 'azure.workload.identity/use': 'true' });
      expect(objectOf('ServiceAccount', 'vault-live')).toMatchObject({
        metadata: { annotations: { 'azure.workload.identity/client-id': id } },
      });
    }
  });
});
