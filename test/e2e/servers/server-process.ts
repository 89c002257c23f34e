import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { benchProblem } from '../bench-problem.ts';
import { isTaken, type ListeningAddress, listens } from './listening-address.ts';

export interface ServerOptions {
  readonly name: string;
  readonly command: readonly string[];
  /** File that gets what the server prints. */
  readonly log: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Where it listens; nothing else may, so that no answer comes from another server. */
  readonly listensAt: ListeningAddress;
  /** Returns whether the server answers as it should. */
  readonly isReady: () => Promise<boolean>;
  /** Milliseconds until it must be ready. @default 60000 */
  readonly startTimeout?: number;
}

/** The servers of this process that run. */
const running = new Set<ServerProcess>();
// A test that runs out of time leaves its servers to nobody; they end with the process.
process.on('exit', () => {
  for (const server of running) server.killAtOnce();
});

/** One running server; it is always stopped by whoever started it. */
export class ServerProcess {
  readonly name: string;
  readonly log: string;
  readonly #child: ChildProcess;
  readonly #exited: Promise<string>;
  #end: string | undefined;

  private constructor(options: ServerOptions) {
    const [program = '', ...args] = options.command;
    const log = openSync(options.log, 'a');
    this.name = options.name;
    this.log = options.log;
    this.#child = spawn(program, args, {
      stdio: ['ignore', log, log],
      env: { PATH: process.env.PATH, HOME: '/nonexistent', ...options.environment },
      // A group of its own, so that a server below `unshare` is reached too.
      detached: true,
    });
    closeSync(log);
    this.#exited = new Promise((settle) => {
      this.#child.on('error', ({ message }) => settle(message));
      this.#child.on('exit', (code, signal) => settle(signal ?? `status ${code}`));
    });
    this.#exited.then((end) => {
      this.#end = end;
      running.delete(this);
    });
    running.add(this);
  }

  /**
   * Starts a server and waits until it is ready. Where that fails, nothing of it runs on.
   * @throws VW9005 where it ends or is not ready in time, VW9009 where another process listens in its place
   */
  static async start(options: ServerOptions): Promise<ServerProcess> {
    const { host, port } = options.listensAt;
    const place = `${host}:${port}, where ${options.name} is to listen`;
    if (await isTaken(options.listensAt)) throw benchProblem('VW9009', `Another process holds ${place}`);
    const server = new ServerProcess(options);
    try {
      await server.#ready(options);
      if (!listens(server.pid, port)) throw benchProblem('VW9009', `Another process answers at ${place}`);
      return server;
    } catch (error) {
      await server.kill();
      throw error;
    }
  }

  async #ready({ isReady, startTimeout = 60_000 }: ServerOptions): Promise<void> {
    const deadline = Date.now() + startTimeout;
    while (true) {
      const answers = await isReady().catch(() => false);
      if (this.#end !== undefined) throw this.#failed(`ended at its start (${this.#end})`);
      if (answers) return;
      if (Date.now() > deadline) throw this.#failed('was not ready in time');
      await sleep(50);
    }
  }

  get pid(): number {
    return this.#child.pid ?? -1;
  }

  get isRunning(): boolean {
    return this.#end === undefined;
  }

  /** Stops the server by SIGTERM, and by SIGKILL after `grace` milliseconds. */
  async stop(grace = 5_000): Promise<void> {
    if (!this.isRunning) return;
    this.#signal('SIGTERM');
    const late = setTimeout(() => this.#signal('SIGKILL'), grace);
    await this.#exited;
    clearTimeout(late);
  }

  /** Ends the server at once, as a crash would. */
  async kill(): Promise<void> {
    this.killAtOnce();
    await this.#exited;
  }

  /** Ends the server without waiting for its end. */
  killAtOnce(): void {
    if (this.isRunning) this.#signal('SIGKILL');
  }

  #signal(signal: NodeJS.Signals): void {
    if (this.#child.pid === undefined) return;
    try {
      process.kill(-this.#child.pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  #failed(how: string): Error {
    const lines = readFileSync(this.log, 'utf8').trimEnd().split('\n').slice(-20);
    return benchProblem('VW9005', `${this.name} ${how}; the end of its log:\n${lines.join('\n')}`);
  }
}
