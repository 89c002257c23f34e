import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readTranscript } from '../../../src/model/documents/transcript.ts';
import { Bench } from '../bench.ts';
import { CeremonyStation, hasGpg } from './ceremony-station.ts';
import type { Plan } from './request-proxy.ts';

/**
 * The ceremony of a regulated environment, on a Vault that another Vault unseals, with keys that gpg made.
 */
const address = 'http://vault-core-prod.ameide-prod.svc.cluster.local:8200';
const kms = 'http://vault-kms.vault-kms.svc.cluster.local:8200';
const custodians = ['ada', 'bob', 'eve'];

let bench: Bench;
let station: CeremonyStation;

const initArguments = [
  'init',
  ...custodians.flatMap((name) => ['--custodian', `${name}=${name}.asc`, '--channel', `${name}=sealed envelope`]),
  ...['--threshold', '2', '--root-token-key', 'officer=officer.asc', '--yes'],
];
const transcript = (): string => readFileSync(join(station.ceremony, 'transcript.jsonl'), 'utf8');
const events = (): string[] => readTranscript(transcript()).records.map(({ step, event }) => `${step} ${event}`);
const attempt = () => bench.vault('main').client.request('GET', 'sys/generate-root/attempt');

/** As newer servers are: what needs a quorum needs a token as well. */
const guarded: Plan = ({ path, isLoggedIn }) =>
  /generate-root|rekey/.test(path) && !isLoggedIn
    ? { answer: { status: 403, body: '{"errors":["permission denied"]}' } }
    : 'forward';

async function done(args: readonly string[], options: Parameters<CeremonyStation['run']>[1] = {}): Promise<string> {
  const { status, err } = await station.run(args, options);
  expect(status, err).toBe(0);
  return err;
}

describe.skipIf(!hasGpg)('a ceremony', { timeout: 60_000 }, () => {
  beforeAll(async () => {
    bench = await Bench.start({ vaults: { main: { address, sealedBy: 'kms' }, kms: { address: kms } } });
    // Vault asks for the account of its Pod when Kubernetes auth is configured; nobody logs in by it here.
    for (const part of ['token', 'ca.crt']) writeFileSync(join(bench.folder, 'vault-main', 'account', part), part);
    const folder = bench.network.isPrivate ? '/vault/data' : join(bench.folder, 'vault-main', 'data');
    station = await CeremonyStation.prepare(bench, ['officer', 'finn', ...custodians], (vault) => ({
      ...vault,
      seal: 'transit',
      server: {
        ...vault.server,
        version: '1.21.1',
        replicas: 1,
        audit: ['one', 'two'].map((path) => ({ path, type: 'file', options: { file_path: `${folder}/${path}.log` } })),
      },
    }));
  }, 60_000);
  afterAll(async () => {
    await station?.stop();
    await bench?.stop();
  });

  test('says what will happen before anything does', async () => {
    const { status, out, err } = await station.run(['plan']);
    expect(status, err).toBe(0);
    expect(out).toMatch(/^server +1\.\d+\.\d+, seal transit, not initialised$/m);
    expect(out).toMatch(/^rollout +a fresh rollout waits at phase 150 until `init` is done/m);
    expect(out).toMatch(/^inputs +must be in the upstream store: .*\bkeycloak-admin-password, /m);
    expect(out).toMatch(/^init +open /m);
    const dry = await done([...initArguments, '--dry-run']);
    expect(dry).toMatch(/^ {2}ada {2}[0-9A-F]{40} {2}by sealed envelope$/m);
    expect(existsSync(station.ceremony)).toBe(false);
    expect((await bench.vault('main').client.request('GET', 'sys/init')).body.initialized).toBe(false);
  });

  test.each([
    ['without keys', ['init', '--threshold', '2', '--root-token-key', 'officer=officer.asc'], /--custodian is missing/],
    ['where one person could recover everything', [...initArguments, '--threshold', '1'], /between 2 and/],
    ['where nobody confirms', initArguments.filter((each) => each !== '--yes'), /VW5247/],
  ])('is refused %s', async (_, args, message) => {
    const { status, err } = await station.run(args);
    expect(status).not.toBe(0);
    expect(err).toMatch(message);
    expect((await bench.vault('main').client.request('GET', 'sys/init')).body.initialized).toBe(false);
  });

  test('says so where the answer of init was lost, and begins anew with an empty Vault', async () => {
    expect(await station.killAt(initArguments, 0, 'after')).toBe(true);
    expect((await station.run(initArguments)).err).toContain('error VW5245: ');
    const vault = bench.vault('main');
    await vault.stop('SIGKILL');
    for (const part of ['vault.db', 'raft'])
      rmSync(join(bench.folder, 'vault-main', 'data', part), { recursive: true, force: true });
    await vault.run();
  });

  test('goes on where init died before Vault did it, and hands out files that only their owner reads', async () => {
    expect(await station.killAt(initArguments, 0, 'before')).toBe(true);
    const err = await done(initArguments);
    expect(err).toMatch(/^wrote share-ada\.gpg {2}sha256 [0-9a-f]{64}$/m);
    await bench.vault('main').untilActive();
    for (const name of custodians) {
      const file = `share-${name}.gpg`;
      expect(statSync(join(station.ceremony, file)).mode & 0o777).toBe(0o600);
      expect(station.decrypt(file, name)).toMatch(/^[0-9a-f]{66}$/);
    }
    station.decrypt('root-token.gpg', 'officer');
    expect(await done(initArguments)).toContain('init: done already');
    expect(events()).toEqual(['init done']);
  });

  test('takes a receipt from whoever decrypts the share, and from nobody else', async () => {
    expect((await station.run(['receipt', 'ada'], { as: 'bob' })).err).toContain('error VW5232: ');
    await done(['receipt', 'ada'], { as: 'ada' });
    writeFileSync(join(station.folder, 'other.gpg'), readFileSync(join(station.ceremony, 'share-eve.gpg')));
    const wrong = await station.run(['receipt', 'bob', '--share', 'other.gpg'], { as: 'eve' });
    expect(wrong.err).toContain('error VW5248: ');
    const early = await station.run(['revoke-root', '--yes']);
    expect(early.err).toContain('error VW5260: ');
  });

  test('hands over, however often it is killed on the way', async () => {
    for (const [change, moment] of [
      [0, 'after'],
      [3, 'before'],
      [5, 'after'],
      [8, 'after'],
    ] as const)
      await station.killAt(['handover'], change, moment);
    // And once in the middle of a trial, whose attempt the next run ends.
    expect(await station.killAt(['handover'], 'generate-root/attempt', 'after')).toBe(true);
    expect((await attempt()).body.started).toBe(true);
    const err = await done(['handover']);
    expect(err).toContain('handover: done');
    for (const name of custodians) station.decrypt(`break-glass-${name}.gpg`, name);
    expect(events().filter((each) => each === 'handover break-glass-proven')).toHaveLength(custodians.length);
    expect((await attempt()).body.started).toBe(false);
    const audit = readFileSync(join(bench.folder, 'vault-main', 'data', 'two.log'), 'utf8');
    // The devices come first, so that all of it is on record.
    expect(audit).toContain('"auth/kubernetes/config"');
    const again = await done(['handover']);
    expect(again).not.toMatch(/write|enable|wrote/);
  });

  test('hands out a bootstrap token that one person opens once', async () => {
    station.decrypt('bootstrap-token.gpg', 'officer');
    const { status, out: token, err } = await station.run(['unwrap']);
    expect(status, err).toBe(0);
    station.secrets.set('bootstrap token', token);
    const looked = await bench.vault('main').client.as(token).expect('GET', 'auth/token/lookup-self');
    expect(looked.data).toMatchObject({ orphan: true, renewable: false, policies: ['foundation-vault-configurator'] });
    expect(looked.data.explicit_max_ttl).toBe(3600);
    expect((await station.run(['unwrap'])).err).toContain('error VW5258: ');
    // A run that dies leaves a token that nobody has, and that ends by itself; the next run makes another.
    expect(await station.killAt(['renew-bootstrap', '--as', 'ada'], 'token/create', 'after', { as: 'ada' })).toBe(true);
    await done(['renew-bootstrap', '--as', 'ada'], { as: 'ada' });
    expect((await bench.vault('main').client.as(token).request('GET', 'auth/token/lookup-self')).status).toBe(403);
    station.decrypt('bootstrap-token.gpg', 'officer');
  });

  test('refuses a wrapping that was made elsewhere', async () => {
    const root = bench.vault('main').client.as(station.decrypt('root-token.gpg', 'officer'));
    const { auth } = await root.expect('POST', 'auth/token/create', { policies: ['default'], ttl: '5m' });
    const answer = await fetch(`${bench.vault('main').address}/v1/auth/token/lookup-self`, {
      headers: { 'x-vault-token': auth.client_token, 'x-vault-wrap-ttl': '300s' },
    });
    const made = ((await answer.json()) as { wrap_info: { token: string } }).wrap_info.token;
    station.secrets.set('planted wrapping', made);
    const { err } = await station.run(['unwrap', '--wrapped-fd', '0'], { input: made });
    expect(err).toMatch(/error VW5258: The wrapping was not made at auth\/token\/create\/vaultwright-bootstrap/);
  });

  test('ends the root token once a quorum holds its shares, also where it dies in between', async () => {
    const root = station.decrypt('root-token.gpg', 'officer');
    expect((await station.run(['revoke-root', '--yes'])).err).toMatch(/VW5260: 1 custodians .* 2 are needed/);
    await done(['receipt', 'bob'], { as: 'bob' });
    expect(await station.killAt(['revoke-root', '--yes'], 'revoke-self', 'after')).toBe(true);
    await done(['revoke-root', '--yes']);
    expect((await bench.vault('main').client.as(root).request('GET', 'auth/token/lookup-self')).status).toBe(403);
    expect(events().at(-1)).toBe('revoke-root done');
    expect(existsSync(join(station.ceremony, 'root-token.gpg'))).toBe(false);
  });

  test('unseals itself after a restart', async () => {
    await bench.vault('main').restart();
    await bench.vault('main').untilActive();
  });

  const audited = (...devices: readonly string[]): string[] =>
    devices.flatMap((each) => ['--audit', `${each}=${join(bench.folder, 'vault-main', 'data', `${each}.log`)}`]);
  const renderConfiguration = (change: (text: string) => string): void => {
    const config = change(readFileSync(join(bench.folder, 'vault-main', 'config', 'vault.hcl'), 'utf8'));
    const values = { fullnameOverride: 'vault-core-prod', server: { ha: { raft: { config } } } };
    station.writeValues('vault.yaml', JSON.stringify(values));
  };

  test('finds after it all as it must be', async () => {
    renderConfiguration((text) => text);
    const byCommand = ['--audit-command', `two=cat ${join(bench.folder, 'vault-main', 'data', 'two.log')}`];
    const { status, out, err } = await station.run(['verify', '--as', 'bob', ...audited('one'), ...byCommand], {
      as: 'bob',
    });
    expect({ status, out }, err).toEqual({ status: 0, out: '' });
    expect(events().at(-1)).toBe('verify passed');
  });

  test('makes a root token by a quorum, on a server that wants a token for it', async () => {
    expect((await station.run(['generate-root', 'start'], { plan: guarded })).err).toContain('error VW5239: ');
    const login = (name: string) => ({ as: name, plan: guarded });
    await done(['generate-root', 'start', '--as', 'ada'], login('ada'));
    const other = await station.run(['generate-root', 'share', 'bob', '--as', 'bob', '--share-fd', '0'], {
      ...login('bob'),
      input: 'ff'.repeat(33),
    });
    expect(other.status).toBe(0);
    await done(['generate-root', 'cancel', '--as', 'ada'], login('ada'));
    expect(await station.killAt(['generate-root', 'start'], 'attempt', 'after')).toBe(true);
    await done(['generate-root', 'start', '--as', 'ada'], login('ada'));
    expect(await station.killAt(['generate-root', 'share', 'ada'], 'update', 'after', { as: 'ada' })).toBe(true);
    // The share counts already, which the next run finds out.
    await done(['generate-root', 'share', 'ada', '--as', 'ada'], login('ada'));
    expect(await station.killAt(['generate-root', 'share', 'bob'], 'update', 'after', { as: 'bob' })).toBe(true);
    expect((await station.run(['generate-root', 'share', 'bob'], { as: 'bob' })).err).toContain('error VW5250: ');
    // The token of that answer lives, and nobody has it.
    await done(['generate-root', 'start', '--as', 'ada'], login('ada'));
    await done(['generate-root', 'share', 'ada', '--as', 'ada'], login('ada'));
    expect(await done(['generate-root', 'share', 'eve', '--as', 'eve'], login('eve'))).toContain('generate-root: done');
    const token = station.decrypt('root-token.gpg', 'officer');
    const { data } = await bench.vault('main').client.as(token).expect('GET', 'auth/token/lookup-self');
    expect(data.policies).toEqual(['root']);
    await findsWhatIsWrong(token);
    expect((await station.run(['revoke-root', '--yes'])).err).toMatch(/VW5261: 1 other root tokens live/);
    await done(['revoke-root', '--yes', '--others']);
  });

  /** What somebody with a root token could leave behind. */
  async function findsWhatIsWrong(token: string): Promise<void> {
    const root = bench.vault('main').client.as(token);
    const { data } = await root.expect('GET', 'sys/policies/acl/vaultwright-break-glass');
    const wider = `${data.policy}\npath "secret/*" { capabilities = ["read"] }\n`;
    await root.expect('PUT', 'sys/policies/acl/vaultwright-break-glass', { policy: wider });
    renderConfiguration((text) => text.replace('disable_mlock = true', 'disable_mlock = false'));
    writeFileSync(join(station.folder, 'stale.log'), 'an old log\n');
    const audit = ['--audit', 'two=stale.log', ...audited('one')];
    const { status, out } = await station.run(['verify', '--as', 'eve', '--json', ...audit], { as: 'eve' });
    expect(status).toBe(1);
    const found = JSON.parse(out).findings.map(({ code, what }: { code: string; what: string }) => `${code} ${what}`);
    expect(found).toEqual([
      expect.stringMatching(/^VW5261 The root token "root" lives/),
      expect.stringMatching(/^VW5261 The root token "root" lives/),
      expect.stringMatching(/^VW5262 .*"two" writes does not hold this very request$/),
      expect.stringMatching(/^VW5264 The policy "vaultwright-break-glass"/),
      expect.stringMatching(/^VW5265 .* disable_mlock$/),
    ]);
    await root.expect('PUT', 'sys/policies/acl/vaultwright-break-glass', { policy: data.policy });
  }

  test('gives the custodians new shares, and leaves the old ones valid while somebody is absent', async () => {
    const start = ['rotate-recovery', 'start', '--yes', '--threshold', '2'];
    const fresh = ['ada', 'bob', 'finn'].flatMap((name) => ['--custodian', `${name}=${name}.asc`]);
    expect(await station.killAt([...start, ...fresh], 'init', 'after')).toBe(true);
    await done([...start, ...fresh]);
    await done(['rotate-recovery', 'share', 'ada'], { as: 'ada' });
    const last = ['rotate-recovery', 'share', 'bob'];
    expect(await station.killAt(last, 'update', 'after', { as: 'bob' })).toBe(true);
    expect((await station.run(last, { as: 'bob' })).err).toContain('error VW5251: ');
    await done(['rotate-recovery', 'cancel']);
    await done([...start, ...fresh]);
    await done(['rotate-recovery', 'share', 'ada'], { as: 'ada' });
    await done(last, { as: 'bob' });
    await done(['rotate-recovery', 'prove', 'ada'], { as: 'ada' });
    // One is absent: the old shares still make a root token.
    await done(['generate-root', 'start']);
    await done(['generate-root', 'share', 'bob'], { as: 'bob' });
    await done(['generate-root', 'share', 'eve'], { as: 'eve' });
    station.decrypt('root-token.gpg', 'officer');
    await done(['revoke-root', '--yes']);
    expect(await station.killAt(['rotate-recovery', 'prove', 'finn'], 0, 'after', { as: 'finn' })).toBe(true);
    await done(['rotate-recovery', 'prove', 'finn'], { as: 'finn' });
    await done(['generate-root', 'start']);
    await done(['generate-root', 'share', 'ada'], { as: 'ada' });
    await done(['generate-root', 'share', 'finn'], { as: 'finn' });
    for (const name of ['ada', 'finn']) station.decrypt(`share-${name}.gpg`, name);
    station.decrypt('root-token.gpg', 'officer');
  });

  test('leaves a transcript that holds, and one that was changed does not', async () => {
    const whole = await station.run(['verify-transcript', station.ceremony, '--json']);
    expect(whole.status, whole.out).toBe(0);
    const { head, records } = JSON.parse(whole.out);
    const file = join(station.folder, 'changed.jsonl');
    const lines = transcript().split('\n');
    const tampered: readonly (readonly [string, string])[] = [
      ['an officer', transcript().replace('"officer":"officer"', '"officer":"nobody"')],
      ['a line', lines.filter((_, index) => index !== 1).join('\n')],
      ['the order', [lines[1], lines[0], ...lines.slice(2)].join('\n')],
      ['the end', lines.slice(0, -2).join('\n')],
    ];
    for (const [what, text] of tampered) {
      writeFileSync(file, text);
      expect((await station.run(['verify-transcript', file, '--head', head])).status, what).toBe(1);
    }
    rmSync(file);
    expect(records.length).toBeGreaterThan(15);
  });

  test('shows no share, no token and no password, and one that is planted is found', async () => {
    expect(station.secrets.size).toBeGreaterThan(10);
    expect(station.leaks()).toEqual([]);
    const [name = '', value = ''] = [...station.secrets][0] ?? [];
    const planted = join(station.ceremony, 'note.txt');
    writeFileSync(planted, value);
    expect(station.leaks()).toContain(`${name} as raw in ceremony-production/note.txt`);
    rmSync(planted);
  });
});
