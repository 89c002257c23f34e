// e2e: needs external-secrets
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { Bench } from '../bench.ts';
import { namespaceVariable } from '../namespace/enter-namespace.ts';
import { crdVariable } from '../tools/operator-crds.ts';
import { runningServers } from './running-servers.ts';

const address = 'http://vault-core-local.ameide-local.svc.cluster.local:8200';
const vaults = { main: { address } };

afterEach(() => vi.unstubAllEnvs());

describe('a bench with a cluster and the operator', () => {
  test('starts all servers and leaves nothing behind', async () => {
    const isPrivate = process.env[namespaceVariable] === '1';
    const bench = await Bench.start({ kubernetes: true, operator: {}, vaults, ...(isPrivate && { pods: {} }) });
    const crds = await bench.cluster.list({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' });
    const accounts = await bench.cluster.find({ apiVersion: 'v1', kind: 'ServiceAccount' }, 'default', 'default');
    const names = bench.processes.map(({ name }) => name).sort();
    await bench.stop();

    expect(crds.map(({ metadata }) => metadata.name)).toContain('externalsecrets.external-secrets.io');
    expect(accounts).toBeDefined();
    expect(names).toEqual(['etcd', 'external-secrets', 'kube-apiserver', 'kube-controller-manager', 'vault']);
    expect(bench.processes.filter(({ isRunning }) => isRunning)).toEqual([]);
    expect(existsSync(bench.folder)).toBe(false);
    expect(runningServers()).toEqual([]);
  });

  test('stops what was still starting when the operator could not', async () => {
    vi.stubEnv(crdVariable, '/nonexistent');
    await expect(Bench.start({ kubernetes: true, operator: {}, vaults })).rejects.toThrow(/VW9003/);
    expect(runningServers()).toEqual([]);
  });
});
