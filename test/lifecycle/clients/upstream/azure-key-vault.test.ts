import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isGet, isList } from './azure-faults.ts';
import { readAzure } from './azure-run.ts';
import { AzureStandIn, forbidden } from './azure-stand-in.ts';

// What stands in for Azure, and by which documents of the vendor, is said in azure-stand-in.ts.
let azure: AzureStandIn;
beforeEach(async () => {
  azure = await AzureStandIn.start();
});
afterEach(() => azure.stop());

const secretPaths = (): string[] => azure.vault.seen.filter(isGet).map(({ path }) => path);

describe('reading Azure Key Vault', () => {
  test('earns a challenge, exchanges the federated token and reads the wanted secret with its version', async () => {
    const value = azure.put('ghcr-token', { version: '4387e9f3d6e14c459867679a90fd0f79' });
    azure.put('something-else');
    const { values } = await readAzure(azure, { names: ['ghcr-token', 'not-there'] });
    expect(values).toEqual(new Map([['ghcr-token', { value, version: '4387e9f3d6e14c459867679a90fd0f79' }]]));
    expect(azure.vault.seen.map(({ method, path, headers }) => [method, path, 'authorization' in headers])).toEqual([
      ['GET', '/secrets?api-version=7.4&maxresults=25', false],
      ['GET', '/secrets?api-version=7.4&maxresults=25', true],
      ['GET', '/secrets/ghcr-token?api-version=7.4', true],
    ]);
    expect(azure.authority.seen).toHaveLength(1);
  });

  test('asks for nothing where nothing is wanted that a vault could hold', async () => {
    const names = ['gitlab/tokens/dev/e2e', 'a b', 'ü', '', 'x'.repeat(128)];
    expect(await readAzure(azure, { names })).toMatchObject({ values: new Map(), codes: [] });
    expect(azure.vault.seen).toEqual([]);
  });

  test('leaves out names that no secret can have, and reads the others', async () => {
    azure.put('x'.repeat(127));
    const { values } = await readAzure(azure, { names: ['a/b', '../keys', 'x'.repeat(127), 'x'.repeat(128)] });
    expect([...(values?.keys() ?? [])]).toEqual(['x'.repeat(127)]);
  });

  test('follows pages until the last, and gets only what is wanted', async () => {
    azure.pageSize = 3;
    const all = Array.from({ length: 20 }, (_, index) => `secret-${index}`);
    for (const name of all) azure.put(name);
    const names = ['secret-0', 'secret-11', 'secret-19', 'secret-20'];
    const { values } = await readAzure(azure, { names });
    expect(values).toEqual(
      new Map(names.slice(0, 3).map((name) => [name, { value: expect.any(String), version: expect.any(String) }])),
    );
    for (const name of names.slice(0, 3)) expect(values?.get(name)?.value).toBe(azure.secrets.get(name)?.value);
    expect(azure.vault.seen.filter(isList)).toHaveLength(7);
    expect(secretPaths().sort()).toEqual([0, 11, 19].map((index) => `/secrets/secret-${index}?api-version=7.4`));
  });

  test('gets several at once, but at most eight', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `secret-${index}`);
    for (const name of names) azure.put(name);
    const giveUp = performance.now() + 10_000;
    let held = 0;
    azure.vault.gate = async (request) => {
      held += isGet(request) ? 1 : 0;
      if (!isGet(request) || held > 8) return;
      // The first eight wait for each other, and then for a ninth that must not come.
      while (azure.vault.busiest < 8 && performance.now() < giveUp) await sleep(2);
      await sleep(50);
    };
    expect((await readAzure(azure, { names })).values?.size).toBe(40);
    expect(azure.vault.busiest).toBe(8);
  });

  test('compares names without regard to case, and sanitises what is wanted', async () => {
    const value = azure.put('GHCR-Token');
    const { values } = await readAzure(azure, { names: ['ghcr-token', 'GHCR_TOKEN', 'ghcr.token'] });
    expect([...(values ?? [])].map(([name, found]) => [name, found.value])).toEqual([
      ['ghcr-token', value],
      ['GHCR_TOKEN', value],
      ['ghcr.token', value],
    ]);
    expect(secretPaths()).toHaveLength(1);
  });

  // INC-09: an empty prefix turned into `env-`, so that nothing was found.
  test.each([
    ['', 'ghcr-token'],
    ['env-', 'env-ghcr-token'],
    ['ENV_', 'env-ghcr-token'],
  ])('takes the prefix %j as it is', async (prefix, secret) => {
    azure.put('ghcr-token');
    azure.put('env-ghcr-token');
    const { values } = await readAzure(azure, { prefix });
    expect(values?.get('ghcr-token')?.value).toBe(azure.secrets.get(secret)?.value);
  });

  const now = Date.parse('2026-11-25T12:00:00Z') / 1_000;
  describe.each([
    ['where secrets can be listed', false],
    ['where they can only be read one by one', true],
  ])('%s', (_, isListRefused) => {
    test('names what stands there but may not be used, and does not give it', async () => {
      if (isListRefused) azure.vault.fault = (request) => (isList(request) ? forbidden('ForbiddenByRbac') : undefined);
      azure.put('off', { enabled: false });
      azure.put('past', { exp: now });
      azure.put('future', { nbf: now + 1 });
      azure.put('in-time', { exp: now + 1, nbf: now, enabled: true });
      const { values, notes } = await readAzure(azure, { names: ['off', 'past', 'future', 'in-time', 'none'] });
      expect([...(values?.keys() ?? [])]).toEqual(['in-time']);
      expect(notes).toEqual([
        { name: 'off', reason: 'disabled' },
        { name: 'past', reason: 'expired' },
        { name: 'future', reason: 'not yet valid' },
      ]);
    });
  });

  test('reads one by one where listing is refused, and takes only SecretNotFound for an absence', async () => {
    azure.vault.fault = (request) => (isList(request) ? forbidden('ForbiddenByRbac') : undefined);
    const value = azure.put('ghcr-token');
    const { values } = await readAzure(azure, { names: ['ghcr-token', 'ghcr-username'] });
    expect([...(values ?? [])].map(([name, found]) => [name, found.value])).toEqual([['ghcr-token', value]]);
    expect(secretPaths().sort()).toEqual([
      '/secrets/ghcr-token?api-version=7.4',
      '/secrets/ghcr-username?api-version=7.4',
    ]);
  });
});
