import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Gpg } from '../../../../src/lifecycle/commands/ceremony/gpg.ts';

const hasGpg = ((): boolean => {
  try {
    execFileSync('gpg', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

let home: string;
const environment = () => ({ PATH: process.env.PATH, HOME: home, GNUPGHOME: home });
const gpg = (...args: readonly string[]): Buffer =>
  execFileSync('gpg', ['--batch', '--quiet', '--passphrase', '', ...args], { env: environment(), stdio: 'pipe' });
const make = (name: string, kind = 'future-default', usage = 'default', expires = 'never') =>
  gpg(
    '--faked-system-time',
    '20260101T000000',
    '--quick-generate-key',
    `${name} <${name}@example.test>`,
    kind,
    usage,
    expires,
  );
const fingerprintOf = (name: string): string =>
  /^fpr:+([0-9A-F]+):/m.exec(gpg('--list-keys', '--with-colons', name).toString())?.[1] ?? '';

describe.skipIf(!hasGpg)('gpg', () => {
  let keys: Readonly<Record<string, Buffer>>;
  const program = (more: Readonly<Record<string, string>> = {}): Gpg =>
    new Gpg({ environment: { ...environment(), ...more }, say: () => undefined });

  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'g-'));
    make('ada');
    make('signer', 'ed25519', 'sign');
    make('expired', 'future-default', 'default', '2026-02-01');
    keys = {
      binary: gpg('--export', 'ada'),
      armoured: gpg('--armor', '--export', 'ada'),
      'with line ends of Windows': Buffer.from(gpg('--armor', '--export', 'ada').toString().replaceAll('\n', '\r\n')),
      private: gpg('--export-secret-keys', 'ada'),
      'for signatures only': gpg('--export', 'signer'),
      expired: gpg('--export', 'expired'),
      two: gpg('--export', 'ada', 'signer'),
      none: Buffer.from('no key'),
      empty: Buffer.alloc(0),
      'binary and no key': Buffer.alloc(200, 0x99),
    };
  }, 30_000);
  afterAll(() => {
    execFileSync('gpgconf', ['--kill', 'gpg-agent'], { env: environment() });
    rmSync(home, { recursive: true, force: true });
  });

  test.each(['binary', 'armoured', 'with line ends of Windows'])('reads a public key: %s', async (kind) => {
    const key = await program().readKey(keys[kind] as Buffer, 'ada.asc');
    expect(key.fingerprint).toBe(fingerprintOf('ada'));
    expect(key.userIds).toEqual(['ada <ada@example.test>']);
    expect(key.bytes.equals(keys.binary as Buffer)).toBe(true);
  });

  test.each([
    ['private', /private key/],
    ['for signatures only', /cannot be encrypted to/],
    ['expired', /has expired/],
    ['two', /more than one key/],
    ['none', /no OpenPGP key/],
    ['empty', /no OpenPGP key/],
    ['binary and no key', /no OpenPGP key/],
  ])('refuses a key that is %s', async (kind, message) => {
    await expect(program().readKey(keys[kind] as Buffer, 'file')).rejects.toThrow(message);
  });

  test('encrypts to a key that is in no keyring, and decrypts it with its own', async () => {
    const key = await program().readKey(keys.binary as Buffer, 'ada');
    const elsewhere = join(home, 'empty');
    mkdirSync(elsewhere, { mode: 0o700 });
    const encrypted = await program({ GNUPGHOME: elsewhere }).encrypt(Buffer.from('secret text'), key);
    expect(encrypted.includes('secret text')).toBe(false);
    expect((await program().decrypt(encrypted, 'file')).toString()).toBe('secret text');
    await expect(program({ GNUPGHOME: elsewhere }).decrypt(encrypted, 'file')).rejects.toThrow('VW5232');
  });

  test('is missed', async () => {
    const none = new Gpg({ environment: { PATH: '/nonexistent' }, say: () => undefined });
    await expect(none.decrypt(Buffer.from('x'), 'file')).rejects.toThrow('VW5230');
  });
});
