import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Bench } from '../bench.ts';
import { namespaceVariable } from '../namespace/enter-namespace.ts';
import { mountsBelow } from '../namespace/run-folder.ts';
import { runningServers } from './running-servers.ts';

const address = 'http://vault-core-local.ameide-local.svc.cluster.local:8200';

describe('a bench with a cluster', () => {
  test('says which server did not come up, stops the others, and starts afresh afterwards', async () => {
    const configuration = 'no_such_block {';
    const started = Bench.start({ kubernetes: true, vaults: { main: { address, configuration } } });
    await expect(started).rejects.toThrow(/VW9005: vault ended at its start/);
    expect(runningServers()).toEqual([]);

    await using bench = await Bench.start({ kubernetes: true, vaults: { main: { address } } });
    const accounts = await bench.cluster.find({ apiVersion: 'v1', kind: 'ServiceAccount' }, 'default', 'default');
    const health = await bench.vault().client.request('GET', 'sys/health');
    expect(accounts).toBeDefined();
    expect(health.status, 'not initialised').toBe(501);
  });

  test.runIf(process.env[namespaceVariable] === '1')(
    'does not take a server that was left over for its own',
    async () => {
      await using first = await Bench.start({ vaults: { main: { address } } });
      await expect(Bench.start({ vaults: { main: { address } } })).rejects.toThrow(/VW9009/);
      expect(first.processes.map(({ isRunning }) => isRunning)).toEqual([true]);
    },
  );
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
    expect(runningServers()).toEqual([]);
    await expect(vault.client.request('GET', 'sys/health')).rejects.toThrow();
  });
});

describe('a bench with a Vault that another one unseals', () => {
  test('is initialised with recovery keys, unseals itself after a restart, and not without its key service', async () => {
    const kms = 'http://vault-kms.vault-kms.svc.cluster.local:8200';
    await using bench = await Bench.start({ vaults: { main: { address, sealedBy: 'kms' }, kms: { address: kms } } });
    const vault = bench.vault('main');
    const { vault: keyService, keys: keysOfService } = bench.transitKey('kms');
    const keys = await vault.initialise();
    const root = vault.client.as(keys.rootToken);
    const status = await root.expect('GET', 'sys/seal-status');
    await vault.restart();
    await vault.untilActive();
    const restarted = await root.expect('GET', 'sys/seal-status');

    await vault.stop();
    await keyService.restart();
    await expect(vault.run(), 'its key service is sealed').rejects.toThrow(/VW9005/);
    await keyService.unseal(keysOfService);
    await vault.run();
    await vault.untilActive();

    expect(status).toMatchObject({ type: 'transit', recovery_seal: true, sealed: false });
    expect(restarted).toMatchObject({ type: 'transit', recovery_seal: true, sealed: false });
    const configuration = readFileSync(join(bench.folder, 'vault-main/config/vault.hcl'), 'utf8');
    expect(configuration).not.toContain(bench.transitKey('kms').token);
  });
});
