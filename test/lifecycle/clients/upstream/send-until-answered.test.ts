import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { firstTimes, isGet, isList } from './azure-faults.ts';
import { readAzure } from './azure-run.ts';
import { AzureStandIn, type Reply } from './azure-stand-in.ts';

// What stands in for Azure, and by which documents of the vendor, is said in azure-stand-in.ts.
let azure: AzureStandIn;
beforeEach(async () => {
  azure = await AzureStandIn.start();
});
afterEach(() => azure.stop());

describe('throttling and failures of the server', () => {
  beforeEach(() => void azure.put('ghcr-token'));
  const throttled = (after?: string): Reply => ({
    status: 429,
    ...(after !== undefined && { headers: { 'retry-after': after } }),
    body: { error: { code: 'Throttled', message: 'Too many requests.' } },
  });

  test.each([
    ['in seconds', throttled('7'), [7_000]],
    ['as a date', throttled('Wed, 25 Nov 2026 12:00:30 GMT'), [30_000]],
    ['as a date that is over', throttled('Wed, 25 Nov 2026 11:59:30 GMT'), [250]],
    ['as none at all', throttled('0'), [250]],
    ['in words', throttled('later'), [1_000]],
    ['not at all', throttled(), [1_000]],
    ['by a server that fails', { status: 503, headers: { 'retry-after': '3' } }, [3_000]],
    ['by a server that fails otherwise', { status: 500 }, [1_000]],
    ['by a connection that is cut', { status: 0, cut: true as const }, [1_000]],
  ])('are waited out: Retry-After %s', async (_, reply, expected) => {
    azure.vault.fault = firstTimes(1, reply, isGet);
    const { values, waits } = await readAzure(azure);
    expect(values?.size).toBe(1);
    expect(waits).toEqual(expected);
  });

  test('are waited out longer and longer, to the deadline', async () => {
    azure.vault.fault = (request) => (isGet(request) ? { status: 502 } : undefined);
    const { codes, text, waits } = await readAzure(azure, { deadline: 60_000 });
    expect(codes).toEqual(['VW5014']);
    expect(text).toMatch(/does not answer before the deadline: HTTP 502/);
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 16_000]);
  });

  test('end the read at once where the pause would outlast the deadline', async () => {
    azure.vault.fault = firstTimes(1, throttled('61'), isList);
    const { codes, text, waits } = await readAzure(azure);
    expect([codes, waits]).toEqual([['VW5014'], []]);
    expect(text).toMatch(/HTTP 429, to be repeated after 61 s/);
  });

  test('of the token endpoint are waited out, too', async () => {
    azure.authority.fault = firstTimes(2, throttled('2'));
    const { values, waits } = await readAzure(azure);
    expect([values?.size, waits]).toEqual([1, [2_000, 2_000]]);
    azure.authority.fault = () => ({ status: 503 });
    const { codes, text } = await readAzure(azure, { deadline: 5_000 });
    expect(codes).toEqual(['VW5014']);
    expect(text).toContain(`Microsoft Entra ID at ${new URL(azure.authority.origin).host}`);
  });

  test('are waited out as well where no server is there', async () => {
    const gone = await AzureStandIn.start();
    const uri = gone.vault.origin;
    await gone.stop();
    const { codes, text, waits } = await readAzure(azure, { uri, deadline: 4_000 });
    expect([codes, waits]).toEqual([['VW5014'], [1_000, 2_000]]);
    expect(text).toMatch(/does not answer before the deadline: ECONNREFUSED/);
  });

  test('are not waited out where the connection cannot be secured', async () => {
    const { codes, text, waits } = await readAzure(azure, { uri: azure.vault.origin.replace('http:', 'https:') });
    expect([codes, waits]).toEqual([['VW5013'], []]);
    expect(text).toMatch(/cannot be talked to: E/);
  });

  test('are not waited out once the run is stopped', async () => {
    const stop = new AbortController();
    azure.vault.fault = () => {
      stop.abort();
      return throttled('1');
    };
    expect((await readAzure(azure, { signal: stop.signal })).codes).toEqual(['VW5020']);
  });
});
