import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Bench } from '../bench.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import { renderedEnvironment } from '../platform/rendered-environment.ts';
import { simulateSurroundings } from '../platform/simulated-surroundings.ts';
import {
  exampleUpstream,
  forgetKept,
  type KvEntry,
  keptCredentials,
  readAll,
  seedLocalSecret,
  wipeVault,
} from './bootstrapped-environment.ts';
import { type CommandRun, ended, WorkstationRunner } from './workstation-runner.ts';

/** The commands of a person’s machine against a Vault that was never initialised, and what they leave. */
let bench: Bench;
let station: WorkstationRunner;
const leaseKind = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' };

const run = (...args: readonly string[]): Promise<CommandRun> => station.run(args);

beforeAll(async () => {
  const environment = await renderedEnvironment('local');
  bench = await Bench.start({ kubernetes: true, vaults: { main: { address: environment.vaultAddress } } });
  await simulateSurroundings(bench, environment.objects);
  station = await WorkstationRunner.prepare(bench, environment);
  await seedLocalSecret(bench, station.documents, exampleUpstream(station.documents));
});

afterAll(async () => {
  await station?.stop();
  await bench?.stop();
});

const root = async (): Promise<VaultClient> =>
  bench.vault().client.as((await keptCredentials(bench, station.documents))?.rootToken ?? '');
const everything = async (): Promise<Map<string, KvEntry>> => readAll(await root(), station.documents.fixtureMap.mount);
const holder = async (): Promise<unknown> => {
  const { name, namespace } = station.documents.settings;
  return (await bench.cluster.find(leaseKind, name, namespace))?.spec.holderIdentity;
};

describe('vaultwright bootstrap', () => {
  test('as a dry run says what it would do, and does nothing', async () => {
    const { status, out, err } = await run('bootstrap', '--dry-run');
    expect(status, err).toBe(0);
    expect(out).toMatch(/^KIND +NAME +ACTION +REASON\nserver +http:\S+ +initialise\b/);
    expect(err).toMatch(/^init +initialise http:\S+: planned$/m);
    expect((await bench.vault().client.request('GET', 'sys/init')).body.initialized).toBe(false);
    expect(await keptCredentials(bench, station.documents)).toBeUndefined();
  });

  test('does it, phase by phase', async () => {
    const { status, out, err } = await run('bootstrap');
    expect({ status, out }, err).toEqual({ status: 0, out: '' });
    const phases = [...new Set(err.split('\n').flatMap((line) => /^([a-z]+) {2,}/.exec(line)?.[1] ?? []))];
    expect(phases).toEqual([
      'init',
      'credentials',
      'unseal',
      'login',
      'mount',
      'auth',
      'policies',
      'roles',
      'fixtures',
      'revoke',
    ]);
    expect(err).toMatch(/^local: done \(\d+ done, 0 planned, \d+ unchanged, 0 kept, 0 failed\) in \d+\.\d s$/m);
    expect((await everything()).size).toBeGreaterThan(100);
    expect(await holder()).toBe('');
  });

  test('changes nothing the second time, and gives programs one JSON line a step', async () => {
    const before = await everything();
    const { status, out, err } = await run('bootstrap', '--json');
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ kind: 'BootstrapSummary', status: 'done', steps: { failed: 0, kept: 0 } });
    expect(lines.slice(0, -1).map(({ action }) => action)).toEqual(['log in', 'revoke the token of this run']);
    expect(await everything()).toEqual(before);
  });

  test('stops cleanly when it is told to while it waits', async () => {
    await bench.vault().stop('SIGKILL');
    const child = station.start(['bootstrap']);
    const waiting = ended(child);
    while (!station.interception.requests.some(({ path }) => path.includes('seal-status')))
      await new Promise((settle) => setTimeout(settle, 50));
    child.kill('SIGTERM');
    const { status, err } = await waiting;
    await bench.vault().run();
    expect(status, err).toBe(4);
    expect(err).toMatch(/error VW50(?:01|20): /);
    expect(await holder()).toBe('');
  });
});

describe('vaultwright fixtures', () => {
  test('fails as temporary where Vault is sealed, which bootstrap then opens', async () => {
    const sealed = await run('fixtures', 'diff');
    expect({ status: sealed.status, out: sealed.out }).toEqual({ status: 4, out: '' });
    expect(sealed.err).toContain('error VW5002: ');
    expect((await run('bootstrap')).status).toBe(0);
  });

  test('diff finds nothing after a bootstrap', async () => {
    const { status, out, err } = await run('fixtures', 'diff');
    expect({ status, out }, err).toEqual({ status: 0, out: '' });
    expect(err).toMatch(/^local: 0 of \d+ keys differ/m);
    const all = JSON.parse((await run('fixtures', 'diff', '--all', '--json')).out);
    expect(all.entries).toHaveLength(Object.keys(station.documents.fixtureMap.entries).length);
    const states = new Set(all.entries.map(({ state }: { state: string }) => state));
    expect([...states].sort()).toEqual(['awaits-producer', 'same']);
  });

  test('diff names what others did, by the rule of bootstrap', async () => {
    const vault = await root();
    const put = (path: string, data: object) => vault.expect('POST', `secret/data/${path}`, { data });
    await put('agents-db-password', { value: 'of somebody else' });
    await put('agents-db-username', { value: station.documents.settings.knownPlaceholders.exact[0] });
    await put('graph-db-password', { other: 'x' });
    await vault.expect('DELETE', 'secret/data/ghcr-token');
    await vault.expect('DELETE', 'secret/metadata/ghcr-username');
    await put('argocd-dex-client-secret', { value: 'made by its producer' });
    const { status, out } = await run('fixtures', 'diff', '--json');
    expect(status).toBe(1);
    const states = Object.fromEntries(
      JSON.parse(out).entries.map(({ path, state }: { path: string; state: string }) => [path, state]),
    );
    expect(states).toEqual({
      'agents-db-password': 'changed-by-others',
      'agents-db-url': 'follows-recipe',
      'agents-db-username': 'placeholder',
      'ghcr-token': 'deleted',
      'ghcr-username': 'absent',
      'graph-db-password': 'no-text',
      'graph-db-url': 'not-composable',
    });
    const offline = await run('fixtures', 'diff', '--no-upstream');
    expect(offline.status).toBe(1);
    expect(offline.out).toMatch(/^ghcr-token +deleted /m);
    expect(offline.out).not.toMatch(/^ghcr-username /m);
  });

  test('value prints exactly the value and nothing else', async () => {
    const odd = `@a|$HOME'"\\ü\n  second line \n`;
    await (await root()).expect('POST', 'secret/data/agents-db-password', { data: { value: odd } });
    const result = await station.run(['fixtures', 'value', 'agents-db-password']);
    expect(result).toEqual({ status: 0, out: odd, err: '' });
  });

  test.each([
    ['ghcr-token', 'VW5015'],
    ['ghcr-username', 'VW5025'],
    ['graph-db-password', 'VW5016'],
  ])('value says why there is none for %s', async (path, code) => {
    const { status, out, err } = await run('fixtures', 'value', path);
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toContain(`error ${code}: `);
  });

  test('uses the token of a person as it is, and says where it is not permitted', async () => {
    const vault = await root();
    const made = await vault.expect('POST', 'auth/token/create', { policies: ['default'], ttl: '10m' });
    const token: string = made.auth.client_token;
    const refused = await station.run(['fixtures', 'value', 'agents-db-url'], { VAULT_TOKEN: token });
    expect(refused).toMatchObject({ status: 1, out: '' });
    expect(refused.err).toContain('error VW5003: ');
    expect(refused.err).not.toContain(token);
    expect((await bench.vault().client.as(token).request('GET', 'auth/token/lookup-self')).status).toBe(200);
  });
});

test('no command but value showed a value or a token, in no form', async () => {
  expect(await station.leaks()).toEqual([]);
});

test('the seed of a pipeline gives the same values in a fresh cluster, and is not kept', {
  timeout: 120_000,
}, async () => {
  const made: string[] = [];
  const seeds = [randomBytes(24), randomBytes(24)].map((bytes) => bytes.toString('hex'));
  for (const seed of [seeds[0], seeds[0], seeds[1]] as string[]) {
    await forgetKept(bench, station.documents);
    await wipeVault(bench);
    const { status, err } = await station.run(['bootstrap'], { VAULTWRIGHT_SEED: seed });
    expect(status, err).toBe(0);
    expect(err).toMatch(/use the seed: done \(given\)/);
    expect(err).not.toContain(seed);
    const { namespace, seedSecret } = station.documents.settings;
    expect(await bench.cluster.find({ apiVersion: 'v1', kind: 'Secret' }, seedSecret, namespace)).toBeUndefined();
    const { entries } = station.documents.fixtureMap;
    const generated = [...(await everything())].filter(([path]) => entries[path]?.recipe?.type === 'generate');
    expect(generated.length).toBeGreaterThan(20);
    made.push(JSON.stringify(generated.map(([path, { value }]) => [path, value])));
  }
  expect(made[1] === made[0], 'the same seed').toBe(true);
  expect(made[2] === made[0], 'another seed').toBe(false);
  expect(await station.leaks()).toEqual([]);
});

test('no kubectl is left', () => {
  expect(execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })).not.toContain('kubectl proxy');
});
