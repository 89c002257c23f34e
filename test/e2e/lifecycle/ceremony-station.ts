import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { type EnvironmentDocument, environmentFile } from '../../../src/model/documents/environment-document.ts';
import type { Bench } from '../bench.ts';
import { renderedEnvironment } from '../platform/rendered-environment.ts';
import { type Channel, findLeaks, ProcessWatch, type Secrets } from './leak-scan.ts';
import { Interception, type Plan, RequestProxy } from './request-proxy.ts';
import { type CommandRun, ended } from './workstation-runner.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
/** Part of the path of the program by which its processes are known. */
const programName = 'bundled/src/cli/main.mjs';

/** Bundles the command line once: so starting a process takes half of the time, and there are many. */
async function bundleCommands(folder: string): Promise<string> {
  const outdir = join(folder, 'bundled', 'src', 'cli');
  await build({
    entryPoints: [join(repository, 'src', 'cli', 'main.ts')],
    outdir,
    outExtension: { '.js': '.mjs' },
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    ...({
      bundle: true,
      splitting: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
      logLevel: 'error',
    } as const),
  });
  copyFileSync(join(repository, 'package.json'), join(folder, 'bundled', 'package.json'));
  return join(folder, programName);
}

/** Whether the machine has gpg, without which no ceremony can be held. */
export const hasGpg = ((): boolean => {
  try {
    execFileSync('gpg', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

/** What a run of a step needs besides its arguments. */
export interface StepRun {
  /** Whose keyring it has. @default the officer's */
  readonly as?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Goes into standard input. @default nothing */
  readonly input?: string;
  /** What happens to its requests. @default all are forwarded */
  readonly plan?: Plan;
}

/** A workstation at which people with keyrings of their own hold the ceremony of `production`. */
export class CeremonyStation {
  readonly folder: string;
  readonly ceremony: string;
  /** Every request of the last run, in its order. */
  readonly interception: Interception;
  /** Secrets that were decrypted by the test, which no step may show. */
  readonly secrets = new Map<string, string>();
  readonly #printed: string[] = [];
  readonly #watch = new ProcessWatch((argv) => argv.includes(programName) || argv.includes('gpg'));
  readonly #program: string;
  readonly #homes: string;
  readonly #people: readonly string[];
  readonly #proxy: RequestProxy;

  private constructor(
    program: string,
    folder: string,
    homes: string,
    people: readonly string[],
    interception: Interception,
    proxy: RequestProxy,
  ) {
    this.#program = program;
    this.interception = interception;
    this.folder = folder;
    this.ceremony = join(folder, 'ceremony-production');
    this.#homes = homes;
    this.#people = people;
    this.#proxy = proxy;
  }

  /** Makes a key for each person, each in a keyring of their own, and renders the environment. */
  static async prepare(
    bench: Bench,
    people: readonly string[],
    change: (vault: EnvironmentDocument['vault']) => object,
  ): Promise<CeremonyStation> {
    const folder = join(bench.folder, 'station');
    const output = join(folder, 'dist', 'production');
    mkdirSync(output, { recursive: true });
    const document = JSON.parse((await renderedEnvironment('production')).document);
    const rendered = { ...document, vault: change(document.vault) };
    writeFileSync(join(output, environmentFile), JSON.stringify(rendered));
    // The socket of an agent has a short name only.
    const homes = mkdtempSync('/tmp/gpg-');
    for (const person of people) makeKey(join(homes, person), person, join(folder, `${person}.asc`));
    const interception = new Interception();
    const proxy = await RequestProxy.start('vault', bench.vault('main').address, interception);
    return new CeremonyStation(await bundleCommands(bench.folder), folder, homes, people, interception, proxy);
  }

  /** Renders values of a chart. */
  writeValues(name: string, text: string): void {
    const folder = join(this.folder, 'dist', 'production', 'values');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, name), text);
  }

  /** Starts a step. */
  start(args: readonly string[], { as = 'officer', environment = {}, input, plan }: StepRun = {}): ChildProcess {
    this.interception.begin(plan);
    const reach = ['-e', 'production', '--vault-address', this.#proxy.address, '--officer', 'officer'];
    const where = args[0] === 'verify-transcript' ? [] : reach;
    const child = spawn(process.execPath, [this.#program, 'ceremony', ...args, ...where], {
      cwd: this.folder,
      env: {
        PATH: process.env.PATH,
        HOME: this.folder,
        TMPDIR: join(this.folder),
        GNUPGHOME: join(this.#homes, as),
        ...environment,
      },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin?.on('error', () => undefined).end(input ?? '');
    // The one step whose purpose is to print a token, to a pipe.
    const channels = args[0] === 'unwrap' ? [child.stderr] : [child.stdout, child.stderr];
    for (const stream of channels) stream?.setEncoding('utf8').on('data', (text: string) => this.#printed.push(text));
    return child;
  }

  /** Runs a step to its end. */
  run(args: readonly string[], options: StepRun = {}): Promise<CommandRun> {
    return ended(this.start(args, options));
  }

  /**
   * Runs a step and kills it at one of the requests that change something, before or after Vault did it.
   * @param change its number, from 0, or what its path holds
   * @returns whether it came so far
   */
  async killAt(
    args: readonly string[],
    change: number | string,
    moment: 'before' | 'after',
    options: StepRun = {},
  ): Promise<boolean> {
    let child: ChildProcess | undefined;
    let seen = 0;
    const kill = (): void => void child?.kill('SIGKILL');
    const isMeant = (path: string): boolean => (typeof change === 'string' ? path.includes(change) : seen++ === change);
    const plan: Plan = ({ method, path }) => {
      if (method === 'GET' || !isMeant(path)) return 'forward';
      return moment === 'before' ? { before: kill } : { after: kill };
    };
    child = this.start(args, { ...options, plan });
    const { status } = await ended(child);
    return status === null;
  }

  /** Decrypts a file of the ceremony with somebody's own gpg, and remembers that it is secret. */
  decrypt(name: string, person: string): string {
    const env = { ...process.env, GNUPGHOME: join(this.#homes, person) };
    const file = join(this.ceremony, name);
    const text = execFileSync('gpg', ['--batch', '--quiet', '--decrypt', file], {
      env,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    this.secrets.set(`${name} ${this.secrets.size}`, text);
    return text;
  }

  /** Finds what the steps showed of what may be shown nowhere. */
  leaks(extra: readonly Channel[] = []): string[] {
    const channels = [
      { name: 'output', text: this.#printed.join('') },
      ...this.#watch.channels,
      ...filesBelow(this.folder),
      ...extra,
    ];
    const contents: Readonly<Record<string, string>> = { output: 'handover: ', argv: 'gpg', environment: 'GNUPGHOME=' };
    for (const { name, text } of channels)
      if (!text.includes(contents[name] ?? '')) throw new TypeError(`Nothing was seen in ${name}.`);
    return findLeaks(this.secrets as Secrets, channels);
  }

  async stop(): Promise<void> {
    this.#watch[Symbol.dispose]();
    await this.#proxy.stop();
    for (const person of this.#people)
      execFileSync('gpgconf', ['--kill', 'gpg-agent'], {
        env: { ...process.env, GNUPGHOME: join(this.#homes, person) },
      });
    rmSync(this.#homes, { recursive: true, force: true });
  }
}

/** Keys of both kinds that people have. */
function makeKey(home: string, name: string, exported: string): void {
  mkdirSync(home, { mode: 0o700 });
  const env = { ...process.env, GNUPGHOME: home };
  const kind = name === 'officer' ? 'rsa2048' : 'future-default';
  const gpg = (...args: readonly string[]) =>
    execFileSync('gpg', ['--batch', '--quiet', '--passphrase', '', ...args], { env, stdio: 'pipe' });
  gpg('--quick-generate-key', `${name} <${name}@example.test>`, kind, 'default', 'never');
  if (kind === 'rsa2048') {
    const fingerprint =
      gpg('--list-keys', '--with-colons')
        .toString()
        .match(/^fpr:+([0-9A-F]+):/m)?.[1] ?? '';
    gpg('--quick-add-key', fingerprint, 'rsa2048', 'encr', 'never');
  }
  // Both forms of a key are taken.
  writeFileSync(exported, gpg(...(name === 'ada' ? [] : ['--armor']), '--export', name));
}

const filesBelow = (folder: string): Channel[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return { name: file.slice(folder.length + 1), text: readFileSync(file, 'latin1') };
    });
