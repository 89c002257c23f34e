import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openUpstream } from '../../../../src/lifecycle/clients/upstream/open-upstream.ts';
import { Deadline } from '../../../../src/lifecycle/run/deadline.ts';
import { AzureStandIn } from './azure-stand-in.ts';

const unasked = () => Promise.reject(new Error('is not asked'));

describe('the upstream that the settings name', () => {
  const local = { type: 'local', secret: 'seed', key: 'env.json' } as const;

  test('is the local Secret', async () => {
    const asked: string[][] = [];
    const readSecret = async (...what: string[]) => {
      asked.push(what);
      return '{"GHCR_TOKEN":"x"}';
    };
    const upstream = await openUpstream(local, { environment: {}, readSecret });
    expect(asked).toEqual([['seed', 'env.json']]);
    expect(await upstream.read(['ghcr-token'], new Deadline(1_000))).toEqual(new Map([['ghcr-token', { value: 'x' }]]));
  });

  test('fails as the reader of its Secret does', () =>
    expect(openUpstream(local, { environment: {}, readSecret: unasked })).rejects.toThrow('is not asked'));

  test('is the key vault, with the files and the time of the machine', async () => {
    const azure = await AzureStandIn.start();
    const folder = await mkdtemp(join(tmpdir(), 'upstream-'));
    try {
      const value = azure.put('ghcr-token');
      const [token = ''] = azure.federatedTokens;
      await writeFile(join(folder, 'token'), token);
      const environment = {
        AZURE_TENANT_ID: azure.tenant,
        AZURE_FEDERATED_TOKEN_FILE: join(folder, 'token'),
        AZURE_AUTHORITY_HOST: azure.authority.origin,
      };
      let throttled = 0;
      azure.vault.fault = ({ path }) => {
        if (!path.startsWith('/secrets/') || throttled === 1) return undefined;
        throttled += 1;
        return { status: 429, headers: { 'retry-after': '0' } };
      };
      const upstream = await openUpstream(
        { type: 'azure-key-vault', uri: azure.vault.origin, secretPrefix: '', clientId: azure.clientId },
        { environment, readSecret: unasked },
      );
      expect(upstream.label).toBe(`Azure Key Vault ${new URL(azure.vault.origin).host}`);
      const started = performance.now();
      const found = await upstream.read(['ghcr-token'], new Deadline(10_000));
      expect(found.get('ghcr-token')?.value).toBe(value);
      expect(throttled).toBe(1);
      expect(performance.now() - started).toBeGreaterThanOrEqual(249);
    } finally {
      await rm(folder, { recursive: true });
      await azure.stop();
    }
  });
});
