import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Bench } from '../bench.ts';
import { namespaceVariable } from '../namespace/enter-namespace.ts';
import { mountsBelow } from '../namespace/run-folder.ts';

const address = 'http://vault-core-local.ameide-local.svc.cluster.local:8200';

/** Programs that run in this namespace, by name. */
const runningPrograms = (): string[] =>
  readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((pid) => {
      try {
        return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
      } catch {
        return [];
      }
    });

describe('a bench with a cluster and the operator', () => {
  test('starts all servers and leaves nothing behind', async () => {
    const isPrivate = process.env[namespaceVariable] === '1';
    const vaults = { main: { address } };
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
    expect(runningPrograms().filter((name) => /^(vault|etcd|kube|external)/.test(name))).toEqual([]);
  });

  test('says which server did not come up, and stops the others', async () => {
    const configuration = 'no_such_block {';
    const started = Bench.start({ kubernetes: true, vaults: { main: { address, configuration } } });
    await expect(started).rejects.toThrow(/VW9005: vault ended at its start/);
    expect(runningPrograms().filter((name) => /^(vault|etcd|kube)/.test(name))).toEqual([]);
  });
});

describe('a bench with Vault alone', () => {
  test('starts it sealed and not initialised, keeps its data over a restart, and leaves nothing behind', async () => {
    const bench = await Bench.start({ vaults: { main: { address } } });
    const vault = bench.vault();
    const before = await vault.client.request('GET', 'sys/health');
    const keys = await vault.initialise();
    const root = vault.client.as(keys.rootToken);
    await root.expect('POST', 'sys/mounts/secret', { type: 'kv', options: { version: '2' } });
    await root.expect('POST', 'secret/data/example', { data: { value: 'kept' } });
    await vault.restart();
    const restarted = await vault.client.request('GET', 'sys/health');
    await vault.unseal(keys);
    const read = await root.expect('GET', 'secret/data/example');
    await bench.stop();

    expect(before.status, 'not initialised').toBe(501);
    expect(restarted.status, 'sealed').toBe(503);
    expect(read.data.data).toEqual({ value: 'kept' });
    expect(bench.processes.map(({ isRunning }) => isRunning)).toEqual([false]);
    expect(existsSync(bench.folder)).toBe(false);
    expect(mountsBelow(bench.folder)).toEqual([]);
    expect(runningPrograms().filter((name) => name.startsWith('vault'))).toEqual([]);
    await expect(vault.client.request('GET', 'sys/health')).rejects.toThrow();
  });
});
