import { spawnSync } from 'node:child_process';
import { expect, onTestFinished, test } from 'vitest';
import { driftMetrics } from '../../../../src/cli/drift/drift-metrics.ts';
import { VaultClient } from '../../../../src/lifecycle/clients/vault/vault-client.ts';
import type { Drift } from '../../../../src/lifecycle/commands/drift/drift.ts';
import { keyTimes } from '../../../../src/lifecycle/commands/drift/key-times.ts';
import { transitTokenExpiry } from '../../../../src/lifecycle/commands/drift/transit-token.ts';
import { commandProblem } from '../../../../src/lifecycle/problems/command-problem.ts';
import { Deadline } from '../../../../src/lifecycle/run/deadline.ts';
import { environment, generated, literal, type Trial } from '../../bootstrap-environment.ts';
import { answer, ScriptedServer } from '../../scripted-server.ts';

const engines = { apps: { mount: 'apps', version: 2 } } as const;
const aged = (maxAge: string) => ({ ...generated(), maxAge });
const trial: Trial = {
  entries: {
    own: literal('own'),
    token: aged('720h0m0s'),
    gone: aged('720h0m0s'),
    'apps:db#username': literal('ledger'),
    'apps:db#password': aged('24h0m0s'),
  },
  map: { engines: { ...engines } },
  access: { engines: { ...engines } },
};
/** The stand-in writes version `n` on day `n` of the year. */
const day = (number: number): number => Date.UTC(2026, 0, number) / 1000;

async function bootstrapped() {
  const { vault, run, documents } = await environment();
  expect((await run(trial)).codes).toEqual([]);
  const times = async () => {
    const client = new VaultClient(vault.server.origin);
    client.token = vault.keys?.rootToken;
    try {
      return await keyTimes({ vault: client, deadline: new Deadline(10_000) }, documents(trial).fixtureMap);
    } finally {
      client.close();
    }
  };
  return { vault, times };
}

test('a key is as old as the version that holds its value; one that is gone, or has no age, is not listed', async () => {
  const { vault, times } = await bootstrapped();
  vault.entries.delete('gone');
  vault.put('token', { value: 'by hand' });
  expect(await times()).toEqual([
    { key: 'apps:db#password', maxAge: '24h0m0s', writtenAt: day(1) },
    { key: 'token', maxAge: '720h0m0s', writtenAt: day(2) },
  ]);
});

test('a value does not become young by what is written beside it, but by being replaced', async () => {
  const { vault, times } = await bootstrapped();
  vault.patch('apps/db', { note: 'theirs' });
  vault.patch('apps/db', { note: 'theirs, again' });
  expect((await times())[0]).toEqual({ key: 'apps:db#password', maxAge: '24h0m0s', writtenAt: day(1) });
  vault.patch('apps/db', { password: 'by hand' });
  expect((await times())[0]).toEqual({ key: 'apps:db#password', maxAge: '24h0m0s', writtenAt: day(4) });
});

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const drift: Drift = {
  findings: [
    commandProblem('VW5121', 'A', { vaultPath: 'a' }),
    commandProblem('VW5120', 'B', { vaultPath: 'b' }),
    commandProblem('VW5121', 'C', { vaultPath: 'c' }),
  ],
  plan: [],
  checked: { mounts: 1, roles: 2, policies: 2, identities: 0, keys: 3, objects: 4 },
};
const figures = driftMetrics({
  environment: 'live',
  drift,
  keyTimes: [{ key: 'odd"path\\with#property', maxAge: '24h0m0s', writtenAt: day(1) }],
  transitTokenExpiry: day(31),
  now: day(2),
});

test('figures name codes and keys', () => {
  expect(figures.split('\n').filter((line) => !line.startsWith('#'))).toEqual([
    'vaultwright_drift_findings{environment="live",code="VW5120"} 1',
    'vaultwright_drift_findings{environment="live",code="VW5121"} 2',
    'vaultwright_drift_checked{environment="live",kind="mounts"} 1',
    'vaultwright_drift_checked{environment="live",kind="roles"} 2',
    'vaultwright_drift_checked{environment="live",kind="policies"} 2',
    'vaultwright_drift_checked{environment="live",kind="identities"} 0',
    'vaultwright_drift_checked{environment="live",kind="keys"} 3',
    'vaultwright_drift_checked{environment="live",kind="objects"} 4',
    `vaultwright_drift_timestamp_seconds{environment="live"} ${day(2)}`,
    `vaultwright_key_written_timestamp_seconds{environment="live",key="odd\\"path\\\\with#property"} ${day(1)}`,
    `vaultwright_transit_token_expiry_timestamp_seconds{environment="live"} ${day(31)}`,
    '',
  ]);
});

test.skipIf(!hasPromtool)('promtool takes the figures', () => {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: figures, encoding: 'utf8' });
  expect([status, stdout, stderr]).toEqual([0, '', '']);
});

test.each([
  ['that ends', '2026-01-31T00:00:00.5Z', day(31)],
  ['that never ends', null, undefined],
])('a transit token %s is looked up, and nothing else', async (_title, time, expected) => {
  const server = await ScriptedServer.start((_, response) => answer(response, 200, { data: { expire_time: time } }));
  onTestFinished(() => server[Symbol.asyncDispose]());
  const named = { VAULTWRIGHT_TRANSIT_ADDR: server.origin, VAULTWRIGHT_TRANSIT_TOKEN: 'a token' };
  expect(await transitTokenExpiry(named, new Deadline(10_000))).toBe(expected);
  expect(server.requests.map(({ method, path, headers }) => [method, path, headers['x-vault-token']])).toEqual([
    ['GET', '/v1/auth/token/lookup-self', 'a token'],
  ]);
});

test('without an address and a token nothing is looked up', async () => {
  expect(
    await transitTokenExpiry({ VAULTWRIGHT_TRANSIT_ADDR: 'http://localhost:1' }, new Deadline(1000)),
  ).toBeUndefined();
});
