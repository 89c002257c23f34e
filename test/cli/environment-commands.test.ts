import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { smallEntries, writeSmallDist } from '../lifecycle/commands/rendered/small-dist.ts';
import { folderWith, runCli } from './run-cli.ts';

let folder: string;
/** A folder for PATH: a kubectl that ends at once, and one that never serves. */
let failing: string;

beforeAll(() => {
  folder = folderWith({});
  writeSmallDist(folder);
  failing = folderWith({ kubectl: '#!/bin/sh\necho "error: context does not exist" >&2\nexit 1\n' });
  chmodSync(join(failing, 'kubectl'), 0o755);
});
afterAll(() => {
  for (const each of [folder, failing]) rmSync(each, { recursive: true, force: true });
});

const demo = ['-e', 'demo'];
/** An address that resolves, and at which nothing listens. */
const nowhere = ['--vault-address', 'http://127.0.0.1:9'];
const pathOf = (first: string) => ({ PATH: `${first}:/usr/bin:/bin` });

describe('vaultwright fixtures list', () => {
  test('lists every key with its authority, writer, readers and recipe', async () => {
    const { status, out, err } = await runCli(['fixtures', 'list', ...demo], folder);
    expect({ status, err }).toEqual({ status: 0, err: '' });
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^PATH +ORIGIN +WRITER +READERS +RECIPE$/);
    expect(lines.slice(1).map((line) => line.split(' ')[0])).toEqual(Object.keys(smallEntries).sort());
    expect(out).toMatch(
      /^app-db-password +operator-reconciled +bootstrap +2 +generate 32 alphanumeric, deterministic$/m,
    );
    expect(out).toMatch(
      /^app-db-url .* compose postgresql:\/\/\{app-db-username\|url\}:\{app-db-password\|url\}@db\/app$/m,
    );
    expect(out).toMatch(/^build-token .* 0 +upstream build-token {2}\(no reader: Only pipelines read it\)$/m);
    expect(out).toMatch(/^registry-token .* upstream registry-token, required$/m);
  });

  test('prints JSON with the readers, also of a regulated environment', async () => {
    const { status, out } = await runCli(['fixtures', 'list', '-e', 'strict', '--json'], folder);
    const { kind, environment, entries } = JSON.parse(out);
    expect({ status, kind, environment }).toEqual({ status: 0, kind: 'FixtureList', environment: 'strict' });
    const found = entries.find(({ path }: { path: string }) => path === 'app-db-password');
    expect(found).toMatchObject({
      recipe: { derivation: 'random' },
      readers: ['other/twin-sync', 'strict/app-db-sync'],
    });
  });
});

describe('what a command refuses before it reaches any server', () => {
  test.each<[string, readonly string[], number, string, RegExp]>([
    ['no environment', ['drift'], 2, 'VW2000', /--environment/],
    ['no number of looks', ['doctor', ...demo, '--wait-attempts', 'many'], 2, 'VW5179', /EXTERNALSECRET_WAIT_ATTEMPTS/],
    ['a pause of no number', ['doctor', ...demo, '--wait-sleep=-1'], 2, 'VW5179', /EXTERNALSECRET_WAIT_SLEEP/],
    ['an unknown environment', ['drift', '-e', 'prod'], 2, 'VW5101', /"prod" .* holds demo, strict/],
    ['a folder that is not there', ['fixtures', 'list', ...demo, '-d', 'none'], 2, 'VW5101', /holds no environment/],
    ['a bootstrap of a regulated environment', ['bootstrap', '-e', 'strict'], 2, 'VW5024', /"strict" .* are demo/],
    [
      'a value of an unknown key',
      ['fixtures', 'value', ...demo, 'app-db-pasword'],
      2,
      'VW5105',
      /mean app-db-password\?/,
    ],
    ['no subcommand of fixtures', ['fixtures'], 2, '', /^$/],
    ['an unknown Secret', ['rotate', 'nothing', ...demo], 2, 'VW5105', /"nothing"/],
    ['a Secret of another namespace', ['rotate', 'app-db', ...demo, '-n', 'other'], 2, 'VW5105', /in other/],
    ['an unknown data key', ['rotate', 'app-db/pasword', ...demo], 2, 'VW5105', /password, url, username/],
    ['two Secrets of one name', ['rotate', 'twin', ...demo], 2, 'VW5105', /another, other; give --namespace/],
    ['a data key without a Vault key', ['rotate', 'registry/note', ...demo], 2, 'VW5105', /text without a Vault key/],
    ['an unknown Vault key', ['rotate', 'vault:nothing', ...demo], 2, 'VW5105', /no Vault key "nothing"/],
    ['a literal', ['rotate', 'app-db/username', ...demo], 1, 'VW5107', /literal .* change the declaration/],
    ['a composed value', ['rotate', 'app-db/url', ...demo], 1, 'VW5107', /from app-db-username, app-db-password/],
    [
      'a value of a producer',
      ['rotate', 'app-oidc', ...demo],
      1,
      'VW5107',
      /made by client-patcher.* clientPatcher\.runId/,
    ],
    ['a mirrored value', ['rotate', 'mirrored', ...demo], 1, 'VW5107', /copy of a delivered Secret/],
    ['a delivered Secret', ['rotate', 'cnpg-app', ...demo], 1, 'VW5107', /written by CloudNativePG/],
    [
      'an external value where no upstream is known',
      ['rotate', 'registry', '-e', 'strict'],
      1,
      'VW5107',
      /"registry-token"/,
    ],
    ['a ceremony of an ephemeral environment', ['ceremony', 'plan', ...demo], 2, 'VW5253', /operated by bootstrap/],
    ['a ceremony without a step', ['ceremony'], 2, '', /^$/],
    [
      'a custodian without a key',
      ['ceremony', 'init', '-e', 'strict', ...nowhere, '--custodian', 'ada', '--root-token-key', 'ada=k'],
      2,
      'VW2000',
      /NAME=TEXT/,
    ],
    [
      'a custodian twice',
      ['ceremony', 'rotate-recovery', 'start', '-e', 'strict', '--custodian', 'a=k', '--custodian', 'a=l'],
      2,
      'VW2000',
      /given twice/,
    ],
    ['an unknown action', ['ceremony', 'generate-root', 'begin', '-e', 'strict'], 2, 'VW2000', /start, share, cancel/],
    ['a share of nobody', ['ceremony', 'generate-root', 'share', '-e', 'strict'], 2, 'VW2000', /name of a custodian/],
    [
      'a lifetime that is none',
      ['ceremony', 'renew-bootstrap', '-e', 'strict', '--token-ttl', '1y'],
      2,
      'VW2000',
      /duration/,
    ],
    ['a transcript that is not there', ['ceremony', 'verify-transcript', 'nowhere'], 1, 'VW5235', /There is no/],
    ['a format of evidence', ['evidence', ...demo, '-f', 'html'], 2, 'VW2000', /json, markdown/],
    ['a restart without a wait', ['rotate', 'app-db', ...demo, '--restart', '--no-wait'], 2, 'VW2000', /contradict/],
    ['a time that is none', ['rotate', 'app-db', ...demo, '--timeout', '1.5'], 2, 'VW2000', /whole number/],
    ['an address that is none', ['drift', ...demo, '--vault-address', 'vault:8200'], 2, 'VW5103', /no URL/],
    ['a credential in the address', ['drift', ...demo, '--vault-address', 'http://a:b@vault'], 2, 'VW5103', /no URL/],
  ])('%s', async (_, args, status, code, message) => {
    const run = await runCli(args, folder, { environment: pathOf(failing) });
    expect(run.status, run.err).toBe(status);
    expect(run.err).toMatch(message);
    if (code !== '') expect(run.err).toContain(`error ${code}: `);
  });

  test('a token that would be shown on the terminal', async () => {
    const args = ['ceremony', 'unwrap', '-e', 'strict', ...nowhere];
    const { status, err } = await runCli(args, folder, { isTerminal: true });
    expect(status).toBe(2);
    expect(err).toMatch(/error VW2000: A token is never printed to a terminal/);
  });

  test('a value that would be shown on the terminal', async () => {
    const args = ['fixtures', 'value', ...demo, ...nowhere, 'app-db-password'];
    const refused = await runCli(args, folder, { environment: pathOf(failing), isTerminal: true });
    expect(refused.status).toBe(2);
    expect(refused.err).toContain('error VW5106: ');
    const revealing = await runCli([...args, '--reveal'], folder, { environment: pathOf(failing), isTerminal: true });
    expect(revealing.err).toContain('error VW5102: ');
  });

  test('an authority that cannot be read', async () => {
    const environment = { ...pathOf(failing), VAULT_CACERT: '/nonexistent.pem' };
    const { status, err } = await runCli(['drift', ...demo, ...nowhere], folder, { environment });
    expect({ status, isNamed: err.includes('VAULT_CACERT names /nonexistent.pem') }).toEqual({
      status: 2,
      isNamed: true,
    });
  });
});

describe('kubectl', () => {
  /** Where the command makes its temporary files, apart from those of other tests. */
  let temporary: string;
  beforeEach(() => {
    temporary = folderWith({});
    vi.stubEnv('TMPDIR', temporary);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    rmSync(temporary, { recursive: true, force: true });
  });

  test('is missing', async () => {
    const nothing = join(folder, 'nothing');
    const { status, err } = await runCli(['drift', ...demo, ...nowhere], folder, { environment: { PATH: nothing } });
    expect(status).toBe(2);
    expect(err).toContain('error VW5102: There is no kubectl in PATH');
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('ends, and what it says is shown', async () => {
    const { status, err } = await runCli(['drift', ...demo, ...nowhere, '--context', 'x'], folder, {
      environment: pathOf(failing),
    });
    expect(status).toBe(2);
    expect(err).toContain('error: context does not exist\n');
    expect(err).toContain('error VW5102: kubectl proxy ended with status 1');
    expect(readdirSync(temporary)).toEqual([]);
  });

  test('gets its options, no credential, and ends with the command that is stopped', async () => {
    const program = folderWith({
      kubectl: '#!/bin/sh\necho "$$" > "$SEEN"\necho "$@" >> "$SEEN"\nenv >> "$SEEN"\nexec sleep 1000\n',
    });
    chmodSync(join(program, 'kubectl'), 0o755);
    const seen = join(program, 'seen');
    const stop = new AbortController();
    const environment = {
      ...pathOf(program),
      SEEN: seen,
      VAULT_TOKEN: 'token-of-a-person',
      VAULTWRIGHT_SEED: 'seed-of-a-person',
    };
    const running = runCli(['drift', ...demo, ...nowhere, '--context', 'here', '--kubeconfig', '/k'], folder, {
      environment,
      stop: stop.signal,
    });
    while (!existsSync(seen) || !readFileSync(seen, 'utf8').includes('PATH=')) await sleep(20);
    stop.abort();
    const { status, err } = await running;
    expect({ status, isNamed: err.includes('error VW5020: ') }).toEqual({ status: 4, isNamed: true });
    const text = readFileSync(seen, 'utf8');
    expect(text).toMatch(/^proxy --unix-socket=\S+\/api --append-server-path=true --kubeconfig=\/k --context=here$/m);
    expect(text).not.toContain('of-a-person');
    const pid = Number(text.split('\n')[0]);
    expect(pid).toBeGreaterThan(1);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    rmSync(program, { recursive: true });
  });
});

test('the doctor goes on without Vault where nobody said how it is reached', async () => {
  const { status, err } = await runCli(['doctor', ...demo], folder, { environment: pathOf(failing) });
  expect(err).toContain('Vault is not asked whether it serves');
  expect({ status, isNamed: err.includes('error VW5102: ') }).toEqual({ status: 2, isNamed: true });
});

test('an address that leads nowhere from here is named', async () => {
  const { status, err } = await runCli(['drift', '-e', 'strict'], folder, { environment: pathOf(failing) });
  expect({ status, isNamed: err.includes('error VW5103: The name vault.strict.svc.cluster.local') }).toEqual({
    status: 2,
    isNamed: true,
  });
});
