import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { firstTimes, isGet } from './azure-faults.ts';
import { readAzure } from './azure-run.ts';
import { AzureStandIn, identityRefusal } from './azure-stand-in.ts';

// What stands in for Azure, and by which documents of the vendor, is said in azure-stand-in.ts.
let azure: AzureStandIn;
beforeEach(async () => {
  azure = await AzureStandIn.start();
});
afterEach(() => azure.stop());

describe('the identity', () => {
  beforeEach(() => void azure.put('ghcr-token'));

  test('of the settings wins over the one of the environment', async () => {
    const environment = { AZURE_CLIENT_ID: 'stale' };
    const { values } = await readAzure(azure, { clientId: azure.clientId, environment });
    expect(values?.size).toBe(1);
    expect((await readAzure(azure, { environment })).codes).toEqual(['VW5013']);
  });

  test('keeps its token while it is good, and its file is read for each exchange', async () => {
    azure.vault.fault = (request) => {
      // The first token expires once the list was read with it.
      if (isGet(request) && azure.authority.seen.length === 1) azure.accessTokens.clear();
      return undefined;
    };
    const second = azure.federate(true);
    const [first] = azure.federatedTokens;
    const { values, readings } = await readAzure(azure, { tokenFile: [first, second] });
    expect(values?.size).toBe(1);
    expect(readings).toBe(2);
    expect(azure.authority.seen.map(({ form }) => form.get('client_assertion'))).toEqual([first, second]);
  });

  test('is renewed once for all requests that are under way', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `secret-${index}`);
    for (const name of names) azure.put(name);
    let isExpired = false;
    azure.vault.fault = (request) => {
      if (isGet(request) && !isExpired) {
        isExpired = true;
        azure.accessTokens.clear();
      }
      return undefined;
    };
    const { values } = await readAzure(azure, { names });
    expect(values?.size).toBe(20);
    expect(azure.authority.seen).toHaveLength(2);
  });

  test('is tried anew by the next read after one that failed', async () => {
    const tokenFile = [undefined, ...azure.federatedTokens];
    expect((await readAzure(azure, { tokenFile })).codes).toEqual(['VW5013']);
    expect((await readAzure(azure, { tokenFile, again: true })).values?.size).toBe(1);
  });

  test('is kept for the next read', async () => {
    expect((await readAzure(azure, { again: true })).values?.size).toBe(1);
    expect(azure.authority.seen).toHaveLength(1);
  });

  test('waits once for a new file where the federated token is not within its time', async () => {
    const stale = azure.federate(false);
    const { values, readings, waits } = await readAzure(azure, { tokenFile: [stale, ...azure.federatedTokens] });
    expect([values?.size, readings, waits]).toEqual([1, 2, [2_000]]);
  });

  test('waits as well where the vendor gives the cause another number', async () => {
    azure.authority.fault = firstTimes(1, identityRefusal(401, 'invalid_client', 700021));
    const { values, readings, waits } = await readAzure(azure);
    expect([values?.size, readings, waits]).toEqual([1, 2, [2_000]]);
  });

  test('gives up after that, and names the cause by its code', async () => {
    const { codes, text, readings } = await readAzure(azure, { tokenFile: [azure.federate(false)] });
    expect(codes).toEqual(['VW5013']);
    expect(text).toMatch(/refuses the federated token of the Pod: AADSTS700024/);
    expect(text).not.toMatch(/valid time range/);
    expect(readings).toBe(2);
  });

  test('is the text of its file without the end of the line', async () => {
    const [token] = azure.federatedTokens;
    expect((await readAzure(azure, { tokenFile: [`${token}\n`] })).values?.size).toBe(1);
  });

  test.each([
    ['missing', undefined],
    ['empty', ' \n'],
  ])('is refused where its file is %s', async (_, content) => {
    const { codes, text } = await readAzure(azure, { tokenFile: [content] });
    expect(codes).toEqual(['VW5013']);
    expect(text).toContain('The file that AZURE_FEDERATED_TOKEN_FILE names cannot be read, or is empty');
    expect(azure.authority.seen).toEqual([]);
  });

  test('does not wait for a new file beyond the deadline', async () => {
    const { codes, readings, waits } = await readAzure(azure, { tokenFile: [azure.federate(false)], deadline: 1_500 });
    expect([codes, readings, waits]).toEqual([['VW5013'], 1, []]);
  });

  test('is not asked for again where the client itself is unknown (INC-10)', async () => {
    const { text, readings, waits } = await readAzure(azure, { clientId: 'stale' });
    expect(text).toMatch(/AADSTS700016/);
    expect([readings, waits]).toEqual([1, []]);
  });

  test('is missing where any of its variables is, each by name and before any request', async () => {
    const environment = { AZURE_CLIENT_ID: undefined, AZURE_TENANT_ID: '', AZURE_FEDERATED_TOKEN_FILE: ' ' };
    const { codes, text } = await readAzure(azure, { environment });
    expect(codes).toEqual(['VW5013', 'VW5013', 'VW5013']);
    for (const name of Object.keys(environment)) expect(text).toContain(`${name} is not set`);
    const { codes: empty } = await readAzure(azure, { clientId: '' });
    expect(empty).toEqual(['VW5013']);
    expect([...azure.vault.seen, ...azure.authority.seen]).toEqual([]);
  });

  test('goes to the authority of the environment only, whatever the challenge names', async () => {
    const other = await AzureStandIn.start();
    azure.vault.fault = firstTimes(1, {
      status: 401,
      headers: {
        'www-authenticate': `Bearer authorization="${other.authority.origin}/${azure.tenant}", resource="${azure.resource}"`,
      },
    });
    const { values } = await readAzure(azure);
    expect(values?.size).toBe(1);
    expect(other.authority.seen).toEqual([]);
    await other.stop();
  });
});
