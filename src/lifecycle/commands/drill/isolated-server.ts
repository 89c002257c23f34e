import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VaultClient } from '../../clients/vault/vault-client.ts';
import { commandError } from '../../problems/command-problem.ts';
import type { Deadline } from '../../run/deadline.ts';

export interface IsolatedServerOptions {
  /** Program of the server, `vault` or `bao`. */
  readonly binary: string;
  /** Seal of its configuration, in HCL. @default none, so that shares unseal it */
  readonly seal: string | undefined;
  /** Variables of its process, such as the credential of the seal. */
  readonly variables: Readonly<Record<string, string>>;
}

/**
 * A server that only this machine reaches, on an empty folder: the place where a snapshot is tried. It ends,
 * and its data goes, with the object.
 */
export class IsolatedServer implements AsyncDisposable {
  readonly vault: VaultClient;
  /** What the program says of its version. */
  readonly version: string;
  readonly #folder: string;
  readonly #process: ChildProcess;
  #hasEnded = false;

  private constructor(vault: VaultClient, version: string, folder: string, process: ChildProcess) {
    this.vault = vault;
    this.version = version;
    this.#folder = folder;
    this.#process = process;
    process.once('exit', () => {
      this.#hasEnded = true;
    });
  }

  /** @throws VW5281 where the program is none or does not come up */
  static async start({ binary, seal, variables }: IsolatedServerOptions, deadline: Deadline): Promise<IsolatedServer> {
    const version = versionOf(binary);
    const folder = mkdtempSync(join(tmpdir(), 'vaultwright-drill-'));
    const [port, peers] = [await freePort(), await freePort()];
    mkdirSync(join(folder, 'data'));
    const file = join(folder, 'server.hcl');
    writeFileSync(file, configuration(folder, port, peers, version, seal), { mode: 0o600 });
    const child = spawn(binary, ['server', `-config=${file}`], {
      stdio: 'ignore',
      env: { PATH: process.env.PATH ?? '', HOME: folder, ...variables },
    });
    child.on('error', () => undefined);
    const server = new IsolatedServer(new VaultClient(`http://127.0.0.1:${port}`), version, folder, child);
    try {
      await server.until(deadline, ({ isUp }) => isUp, 'does not answer');
      return server;
    } catch (error) {
      await server[Symbol.asyncDispose]();
      throw error;
    }
  }

  /**
   * Waits for a state of the server.
   * @throws VW5281 where it ends, or is not there in time
   */
  async until(deadline: Deadline, holds: (state: ServerState) => boolean, otherwise: string): Promise<void> {
    const until = deadline.atMost(90_000);
    for (;;) {
      if (this.#hasEnded)
        throw commandError('VW5281', 'The isolated server ended; the seal or the program does not fit');
      if (holds(await this.#state(until))) return;
      if (!(await until.wait(100))) throw commandError('VW5281', `The isolated server ${otherwise}`);
    }
  }

  async #state(deadline: Deadline): Promise<ServerState> {
    const ask = (path: string) => this.vault.send({ method: 'GET', path, repeat: false, timeout: 2_000 }, deadline);
    const [seal, health] = await Promise.all([ask('sys/seal-status'), ask('sys/health')]);
    const { sealed, type } = seal.kind === 'ok' ? seal.body : {};
    return {
      isUp: seal.kind === 'ok',
      isSealed: sealed !== false,
      isActive: health.kind === 'ok',
      sealType: String(type),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.vault.close();
    if (!this.#hasEnded && this.#process.pid !== undefined) {
      const ended = new Promise<void>((settle) => this.#process.once('exit', () => settle()));
      this.#process.kill('SIGKILL');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** What a server says of itself. */
export interface ServerState {
  readonly isUp: boolean;
  readonly isSealed: boolean;
  readonly isActive: boolean;
  readonly sealType: string;
}

function versionOf(binary: string): string {
  try {
    const said = execFileSync(binary, ['version'], {
      encoding: 'utf8',
      timeout: 30_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [version] = /^(?:Vault|OpenBao) v\d+\.\d+\.\d+\S*/m.exec(said) ?? [];
    if (version !== undefined) return version;
  } catch {
    // Said below.
  }
  throw commandError('VW5281', `"${binary}" is no program of Vault or OpenBao`);
}

function configuration(folder: string, port: number, peers: number, version: string, seal: string | undefined): string {
  const isNewVault = /^Vault v(?:[2-9]|\d\d)/.test(version);
  const isOpenBao = version.startsWith('OpenBao');
  // Nobody has a token of what was restored; the quorum makes one.
  const ofListener = isOpenBao ? '  disable_unauthed_generate_root_endpoints = false\n' : '';
  return [
    `storage "raft" {\n  path = ${JSON.stringify(join(folder, 'data'))}\n  node_id = "drill"\n  performance_multiplier = 1\n}`,
    `listener "tcp" {\n  address = "127.0.0.1:${port}"\n  cluster_address = "127.0.0.1:${peers}"\n  tls_disable = true\n${ofListener}}`,
    `api_addr = "http://127.0.0.1:${port}"`,
    `cluster_addr = "https://127.0.0.1:${peers}"`,
    ...(isOpenBao ? [] : ['disable_mlock = true']),
    ...(isNewVault ? ['enable_unauthenticated_access = ["generate-root"]'] : []),
    ...(seal === undefined ? [] : [seal]),
    '',
  ].join('\n');
}

function freePort(): Promise<number> {
  return new Promise((settle, fail) => {
    const server = createServer();
    server.once('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => settle(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
