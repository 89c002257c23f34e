import { describe, expect, type TestContext, test } from 'vitest';
import { KubernetesClient } from '../../../../src/lifecycle/clients/kubernetes/kubernetes-client.ts';
import { Lease } from '../../../../src/lifecycle/clients/kubernetes/lease.ts';
import { Deadline } from '../../../../src/lifecycle/run/deadline.ts';
import { KubernetesStandIn } from '../../kubernetes-stand-in.ts';
import { answer } from '../../scripted-server.ts';

const path = '/apis/coordination.k8s.io/v1/namespaces/ledger/leases/bootstrap';
const options = (holder: string) => ({ namespace: 'ledger', name: 'bootstrap', holder });
const ago = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString().replace('Z', '000Z');
const heldBy = (holder: string, renewTime: string) => ({
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  metadata: { name: 'bootstrap', namespace: 'ledger' },
  spec: { holderIdentity: holder, acquireTime: renewTime, renewTime },
});

async function cluster(onTestFinished: TestContext['onTestFinished']) {
  const standIn = await KubernetesStandIn.start();
  const client = new KubernetesClient(standIn.server.origin);
  onTestFinished(async () => {
    client.close();
    await standIn[Symbol.asyncDispose]();
  });
  const acquire = (holder: string, milliseconds = 20_000) =>
    Lease.acquire(client, options(holder), new Deadline(milliseconds));
  const holder = () => standIn.at(path)?.['spec/holderIdentity'];
  return { standIn, client, acquire, holder };
}

describe.concurrent('a Lease', () => {
  test('is made where there is none, and given back', async ({ onTestFinished }) => {
    const { acquire, holder, standIn } = await cluster(onTestFinished);
    const lease = await acquire('first');
    expect(holder()).toBe('first');
    expect(standIn.at(path)?.['spec/renewTime']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    await lease[Symbol.asyncDispose]();
    expect(holder()).toBe('');
  });

  test('is waited for until it is given back', async ({ onTestFinished }) => {
    const { acquire, holder } = await cluster(onTestFinished);
    const first = await acquire('first');
    const second = acquire('second');
    await new Promise((settle) => setTimeout(settle, 300));
    expect(holder()).toBe('first');
    await first[Symbol.asyncDispose]();
    await second;
    expect(holder()).toBe('second');
  });

  test('has one holder, however many want it at the same moment', async ({ onTestFinished }) => {
    const { acquire, holder, standIn } = await cluster(onTestFinished);
    const wanted = await Promise.allSettled(['a', 'b', 'c', 'd'].map((name) => acquire(name, 300)));
    const winners = wanted.filter(({ status }) => status === 'fulfilled');
    expect(winners).toHaveLength(1);
    // The same where a Lease stands there that all of them may take.
    standIn.put(path, heldBy('dead', ago(60)));
    const again = await Promise.allSettled(['e', 'f', 'g', 'h'].map((name) => acquire(name, 300)));
    expect(again.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect('efgh').toContain(holder());
  });

  test.for<[string, string, boolean]>([
    ['held by a run that renews it', ago(5), false],
    ['held by a run that died', ago(31), true],
    ['held since a time that is far ahead', ago(-3_600), true],
    ['held since a time that nobody can read', 'yesterday', true],
  ])('%s may be taken: %s %s', async ([_, renewed, isTaken], { onTestFinished }) => {
    const { acquire, standIn, holder } = await cluster(onTestFinished);
    standIn.put(path, heldBy('other', renewed));
    const taken = acquire('me', 300);
    if (isTaken) await taken;
    else await expect(taken).rejects.toThrow(/VW5017.*ledger\/bootstrap is held by other/s);
    expect(holder()).toBe(isTaken ? 'me' : 'other');
  });

  test('is taken over only as it was seen', async ({ onTestFinished }) => {
    const { acquire, standIn, holder } = await cluster(onTestFinished);
    standIn.put(path, heldBy('dead', ago(60)));
    let isFirst = true;
    standIn.intercept = ({ method }) => {
      if (method === 'PATCH' && isFirst) {
        isFirst = false;
        standIn.put(path, heldBy('faster', ago(0)));
      }
      return false;
    };
    await expect(acquire('slower', 300)).rejects.toThrow(/VW5017/);
    expect(holder()).toBe('faster');
  });

  test('is not given back by one who lost it', async ({ onTestFinished }) => {
    const { acquire, standIn, holder } = await cluster(onTestFinished);
    const lost = await acquire('lost');
    standIn.put(path, heldBy('other', ago(0)));
    await lost[Symbol.asyncDispose]();
    expect(holder()).toBe('other');
  });

  test('gathers no traces of the runs that held it', async ({ onTestFinished }) => {
    const { acquire, standIn } = await cluster(onTestFinished);
    for (const name of ['a', 'b', 'c']) await (await acquire(name))[Symbol.asyncDispose]();
    const killed = await acquire('killed');
    expect(standIn.managersOf(path)).toEqual(['killed']);
    standIn.put(path, heldBy('killed', ago(60)));
    const last = await acquire('last');
    expect(standIn.managersOf(path)).toEqual(['last']);
    await Promise.all([killed, last].map((lease) => lease[Symbol.asyncDispose]()));
  });

  test('is given back by a run that was told to stop, and one that cannot be does not fail it', async ({
    onTestFinished,
  }) => {
    const { client, standIn, holder } = await cluster(onTestFinished);
    const stop = new AbortController();
    const lease = await Lease.acquire(client, options('stopped'), new Deadline(20_000, stop.signal));
    stop.abort();
    await lease[Symbol.asyncDispose]();
    expect(holder()).toBe('');
    standIn.intercept = (_, response) => {
      answer(response, 500, { kind: 'Status' });
      return true;
    };
    const started = performance.now();
    await lease[Symbol.asyncDispose]();
    expect(performance.now() - started).toBeLessThan(2_000 + 5_000);
  });

  test('that may not be taken names the right that is missing', async ({ onTestFinished }) => {
    const { acquire, standIn } = await cluster(onTestFinished);
    standIn.intercept = ({ method }, response) => {
      if (method !== 'PATCH') return false;
      answer(response, 403, { kind: 'Status', reason: 'Forbidden' });
      return true;
    };
    await expect(acquire('me')).rejects.toThrow(/VW5019.*take Lease ledger\/bootstrap: forbidden/s);
  });
});
