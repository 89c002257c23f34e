import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutVaultCredentials } from '../../../model/child-environment.ts';
import { commandError } from '../../problems/command-problem.ts';

export interface GpgOptions {
  /** Environment of gpg: its agent asks for the passphrase on the terminal that `GPG_TTY` names. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Gets what gpg says to the person. */
  readonly say: (text: string) => void;
}

/** A public key of OpenPGP, as far as something is encrypted to it. */
export interface PgpKey {
  /** 40 hexadecimal digits, 64 of a key of version 6. */
  readonly fingerprint: string;
  readonly userIds: readonly string[];
  /** The binary key, as Vault takes it in base64. */
  readonly bytes: Buffer;
}

/** Length of a key file beyond which nobody meant it, in bytes. */
const longestKey = 1_000_000;

/**
 * The gpg of the machine. What is secret comes and goes through pipes: never an argument, a variable or a
 * file in clear.
 * @see https://www.gnupg.org/documentation/manuals/gnupg/
 */
export class Gpg {
  readonly #options: GpgOptions;

  constructor(options: GpgOptions) {
    this.#options = options;
  }

  /**
   * Reads a public key, binary or armoured, that can be encrypted to now.
   * @param label names the file in messages
   * @throws VW5230 where there is no gpg, VW5231 where the file is none of that
   */
  async readKey(file: Buffer, label: string): Promise<PgpKey> {
    const bytes = file.length > longestKey ? undefined : dearmour(file);
    if (!bytes) throw commandError('VW5231', `${label} is no OpenPGP key`);
    const run = await this.#run(['--with-colons', '--import-options', 'show-only', '--import'], bytes);
    const records = run.out
      .toString('utf8')
      .split('\n')
      .map((line) => line.split(':'));
    const of = (...types: string[]) => records.filter(([type = '']) => types.includes(type));
    if (of('sec').length > 0) throw commandError('VW5231', `${label} holds a private key`);
    const [primary, second] = of('pub');
    if (!primary) throw commandError('VW5231', `${label} is no OpenPGP key`);
    if (second) throw commandError('VW5231', `${label} holds more than one key`);
    const validity = states[primary[1] ?? ''];
    if (validity) throw commandError('VW5231', `The key in ${label} ${validity}`);
    // A capital letter sums up the key with its subkeys that can be used now.
    if (!primary[11]?.includes('E')) throw commandError('VW5231', `The key in ${label} cannot be encrypted to`);
    const fingerprint = of('fpr')[0]?.[9] ?? '';
    if (!/^[0-9A-F]{40}(?:[0-9A-F]{24})?$/.test(fingerprint))
      throw commandError('VW5231', `The key in ${label} has no fingerprint that is known`);
    return { fingerprint, userIds: of('uid').map((record) => unescaped(record[9] ?? '')), bytes };
  }

  /**
   * Decrypts a file with the key of whoever sits here.
   * @throws VW5230, VW5232 where gpg cannot
   */
  async decrypt(ciphertext: Buffer, label: string): Promise<Buffer> {
    const run = await this.#run(['--decrypt'], ciphertext, true);
    if (run.status !== 0) throw commandError('VW5232', `gpg did not decrypt ${label} (status ${run.status})`);
    return run.out;
  }

  /** Encrypts to one key. @throws VW5230, VW5232 where gpg cannot */
  async encrypt(plaintext: Buffer, { bytes, fingerprint }: PgpKey): Promise<Buffer> {
    const folder = mkdtempSync(join(tmpdir(), 'vaultwright-'));
    try {
      // A public key may stand in a file; it need not be in a keyring, and is trusted by its fingerprint.
      const file = join(folder, 'recipient');
      writeFileSync(file, bytes);
      const recipient = ['--no-keyring', '--trust-model', 'always', '--recipient-file', file];
      const run = await this.#run([...recipient, '--output', '-', '--encrypt'], plaintext);
      if (run.status !== 0 || run.out.length === 0)
        throw commandError('VW5232', `gpg did not encrypt to ${fingerprint} (status ${run.status})`);
      return run.out;
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }

  #run(
    args: readonly string[],
    input: Buffer,
    asksPerson = false,
  ): Promise<{ readonly status: number; readonly out: Buffer }> {
    const { environment, say } = this.#options;
    const child = spawn('gpg', ['--batch', '--no-tty', '--quiet', ...args], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: withoutVaultCredentials(environment),
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (asksPerson ? say(text) : undefined));
    // It may end before it has read everything.
    child.stdin.on('error', () => undefined).end(input);
    return new Promise((settle, fail) => {
      child.on('error', () => fail(commandError('VW5230', 'There is no gpg in PATH')));
      child.on('close', (status) => settle({ status: status ?? 1, out: Buffer.concat(chunks) }));
    });
  }
}

/** What gpg says of a key that nothing should be encrypted to. */
const states: Readonly<Record<string, string>> = {
  e: 'has expired',
  r: 'was revoked',
  d: 'is disabled',
  i: 'is not valid',
};

/** gpg escapes what separates its fields. */
const unescaped = (text: string): string =>
  text.replace(/\\x([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const armour =
  /-----BEGIN PGP PUBLIC KEY BLOCK-----\r?\n(?:[^\r\n]+\r?\n)*\r?\n([\s\S]*?)-----END PGP PUBLIC KEY BLOCK-----/;

/**
 * Returns the binary form of a key, which is what Vault takes; `undefined` where the file is neither form.
 * @see https://www.rfc-editor.org/rfc/rfc9580#section-6.2
 */
function dearmour(file: Buffer): Buffer | undefined {
  // Every packet begins with the highest bit.
  if (file.length > 0 && (file[0] ?? 0) >= 0x80) return file;
  const lines = armour.exec(file.toString('latin1'))?.[1]?.split(/\r?\n/) ?? [];
  // A line that begins with = is a checksum.
  const body = lines.filter((line) => !line.startsWith('=')).join('');
  if (body === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(body)) return undefined;
  return Buffer.from(body, 'base64');
}
