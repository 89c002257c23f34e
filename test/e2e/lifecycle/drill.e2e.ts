// e2e: 1 minutes
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { VaultClient } from '../../../src/lifecycle/clients/vault/vault-client.ts';
import { Deadline } from '../../../src/lifecycle/run/deadline.ts';
import { takeSnapshot } from '../../../src/lifecycle/snapshot/take-snapshot.ts';
import { Bench } from '../bench.ts';
import type { VaultKeys } from '../servers/vault-server.ts';
import { programs } from '../tools/programs.ts';

const main = join(import.meta.dirname, '..', '..', '..', 'src', 'cli', 'main.ts');
const address = 'http://vault-live.live.svc.cluster.local:8200';
const kms = 'http://vault-kms.vault-kms.svc.cluster.local:8200';

let bench: Bench;
let keys: VaultKeys;
let folder: string;
let snapshot: string;

const literal = (value: string) => ({
  origin: 'generated',
  writer: 'bootstrap',
  recipe: { type: 'literal', value },
});

/** An environment document of two entries, without anything around them. */
const document = {
  kind: 'Environment',
  version: 1,
  name: 'live',
  lifecycle: 'regulated',
  namespace: 'live',
  cluster: { name: 'lab', environments: ['live'], stores: 'namespaced', isDisposable: false, sharedNamespaces: [] },
  vault: { address, operatedBy: 'ceremony', authMount: 'kubernetes', auth: { method: 'kubernetes' }, seal: 'transit' },
  kubernetesHost: 'https://kubernetes.default.svc',
  upstream: { type: 'none' },
  placeholders: [],
  engines: { '': { mount: 'secret', version: 2, isOwn: true } },
  stores: [],
  components: [],
  disabled: [],
  producers: [],
  placements: [],
  keys: { 'app/first': literal('a'), second: literal('b') },
  roles: [],
  policies: [],
  delivered: [],
};

/** HashiCorp Vault always, OpenBao as well where a binary is given. */
const given = process.env[programs.bao.variable] ? (['vault', 'bao'] as const) : (['vault'] as const);

describe.each(given)('on %s', (program) => {
  beforeAll(async () => {
    bench = await Bench.start({ vaults: { kms: { address: kms }, main: { address, program, sealedBy: 'kms' } } });
    keys = await bench.vault('main').initialise();
    const root = bench.vault('main').client.as(keys.rootToken);
    await root.expect('POST', 'sys/mounts/secret', { type: 'kv', options: { version: '2' } });
    await root.expect('POST', 'secret/data/app/first', { data: { value: 'planted-in-snapshot' } });
    await root.expect('POST', 'secret/data/second', { data: { value: 'planted-in-snapshot' } });
    folder = join(bench.folder, 'snapshots');
    mkdirSync(folder);
    const policy = 'path "sys/storage/raft/snapshot" { capabilities = ["read"] }';
    await root.expect('PUT', 'sys/policies/acl/snapshots', { policy });
    const made = await root.expect('POST', 'auth/token/create', { policies: ['snapshots'], no_default_policy: true });
    const vault = new VaultClient(address);
    vault.token = made.auth.client_token;
    const settings = {
      kind: 'SnapshotSettings',
      version: 1,
      environment: 'live',
      name: 'snapshots',
      vault: { address },
      login: { mount: 'kubernetes', role: 'snapshots' },
      folder,
      keep: { count: 5, days: 5 },
      seal: { type: 'transit', key: `${kms}/transit/vault-unseal` },
      deadlineSeconds: 60,
    } as const;
    const { record } = await takeSnapshot({ settings, vault, deadline: new Deadline(60_000), now: () => new Date() });
    vault.close();
    snapshot = join(folder, record.file);
    // What happens after it was taken.
    await root.expect('POST', 'secret/data/second', { data: { value: 'later' } });
    await root.expect('POST', 'secret/data/third', { data: { value: 'later' } });
    const output = join(bench.folder, 'dist', 'live');
    mkdirSync(output, { recursive: true });
    writeFileSync(join(output, 'environment.json'), JSON.stringify(document));
    writeFileSync(join(bench.folder, 'seal.hcl'), bench.transitKey('kms').configuration);
  }, 120_000);

  afterAll(async () => {
    await bench?.stop();
  });

  async function drill(share: string, ...options: readonly string[]) {
    const binary = await Bench.program(program);
    const args = ['drill', '-e', 'live', '--snapshot', snapshot, '--server-binary', binary, '--json', ...options];
    const child = spawn(process.execPath, [main, ...args], {
      cwd: bench.folder,
      env: {
        PATH: process.env.PATH,
        HOME: bench.folder,
        TMPDIR: bench.folder,
        VAULT_TOKEN: keys.rootToken,
        VAULTWRIGHT_DRILL_VAULT_TOKEN: bench.transitKey('kms').token,
      },
    });
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.stdin.end(`${share}\n`);
    const status = await new Promise<number | null>((settle) => child.on('exit', settle));
    return { status, out, err };
  }

  const sealFile = ['--seal', 'seal.hcl'];
  const leftOver = (): string[] => readdirSync(bench.folder).filter((name) => name.startsWith('vaultwright-drill-'));

  test('a snapshot is restored, opened by its seal and a quorum, and compared entry by entry', async () => {
    const { status, out, err } = await drill(keys.unsealKey, ...sealFile, '--live', '--evidence', 'evidence.json');
    expect([status, err.includes('VW')], err).toEqual([1, false]);
    const evidence = JSON.parse(out);
    expect(evidence).toMatchObject({
      kind: 'DrillEvidence',
      status: 'differs',
      server: {
        seal: 'transit',
        version: expect.stringMatching(program === 'vault' ? /^Vault v1\./ : /^OpenBao v2\./),
      },
      quorum: 1,
      comparedWith: 'live',
      entries: {
        restored: 2,
        missing: ['third'],
        additional: [],
        versions: [{ entry: 'second', restored: 1, live: 2 }],
      },
    });
    expect(evidence.milliseconds.total).toBeGreaterThan(evidence.milliseconds.restore);
    const written = readFileSync(join(bench.folder, 'evidence.json'), 'utf8');
    expect(JSON.parse(written)).toEqual(evidence);
    for (const text of [out, err, written])
      for (const planted of ['planted-in-snapshot', keys.unsealKey, keys.rootToken, bench.transitKey('kms').token])
        expect(text).not.toContain(planted);
    expect(leftOver()).toEqual([]);
  }, 90_000);

  test('what is declared is enough where the live server is not asked, and a wrong share opens nothing', async () => {
    const passed = await drill(keys.unsealKey, ...sealFile);
    expect([passed.status, JSON.parse(passed.out || '{}').status], passed.err).toEqual([0, 'passed']);
    const wrong = await drill(Buffer.alloc(32, 1).toString('base64'), ...sealFile);
    expect(wrong.status).toBe(1);
    expect(wrong.err).toContain('VW5284');
    expect(leftOver()).toEqual([]);
  }, 90_000);

  test('another seal than that of the snapshot opens nothing', async () => {
    const other = await drill(keys.unsealKey, '--seal', 'none');
    expect(other.status).toBe(1);
    expect(other.err).toContain('VW5282');
    expect(leftOver()).toEqual([]);
  }, 60_000);
});
