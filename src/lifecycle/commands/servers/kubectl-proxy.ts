import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { withoutVaultCredentials } from '../../../model/child-environment.ts';
import { KubernetesClient, kubernetesError } from '../../clients/kubernetes/kubernetes-client.ts';
import { commandError } from '../../problems/command-problem.ts';
import type { Deadline } from '../../run/deadline.ts';

export interface KubectlOptions {
  /** Kubeconfig file. @default kubectl’s own choice: `KUBECONFIG`, then `~/.kube/config` */
  readonly kubeconfig?: string | undefined;
  /** Context of the kubeconfig. @default its current one */
  readonly context?: string | undefined;
  /** Environment of kubectl, and of the login plugins that it calls. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Gets what kubectl and its login plugins say to the person, as they say it. */
  readonly say: (text: string) => void;
}

/**
 * The shell between us and kubectl. When we end, however that comes, the pipe on descriptor 3 closes, and
 * kubectl and the folder of its socket go with us. SIGINT from a terminal reaches all; only we act on it,
 * since what must be given back goes through kubectl.
 */
const keeper = `
trap '' INT
folder=$1; shift
exec 4<&0
"$@" <&4 3<&- 4<&- &
child=$!
{ read -r _ <&3; kill "$child"; } 2>/dev/null >/dev/null &
wait "$child" 2>/dev/null; status=$?
rm -rf -- "$folder" 2>/dev/null
exit "$status"`;

const longestStart = 60_000;
/** How long the API server gets for its first answer, in milliseconds. */
const firstAnswer = 5_000;

/**
 * `kubectl proxy` on a socket that only this user can open: kubeconfig, contexts, login plugins and clouds
 * are kubectl’s business.
 *
 * @see https://kubernetes.io/docs/reference/kubectl/generated/kubectl_proxy/
 */
export class KubectlProxy implements AsyncDisposable {
  readonly client: KubernetesClient;
  readonly #process: ChildProcess;
  readonly #folder: string;
  #ended = false;

  private constructor(started: ChildProcess, folder: string) {
    this.#process = started;
    this.#folder = folder;
    started.once('exit', () => {
      this.#ended = true;
    });
    // The host that kubectl accepts; what counts is the socket.
    this.client = new KubernetesClient('http://localhost', { socketPath: join(folder, 'api') });
  }

  /**
   * Starts kubectl and waits until the API server answers through it.
   * @throws VW5102 where kubectl is missing or ends, VW5018 where the API server does not answer, VW5019
   * where it refuses
   */
  static async start(options: KubectlOptions, deadline: Deadline): Promise<KubectlProxy> {
    const folder = mkdtempSync(join(tmpdir(), 'vaultwright-'));
    const proxy = new KubectlProxy(spawnKubectl(folder, options), folder);
    try {
      await proxy.#ready(deadline);
      return proxy;
    } catch (error) {
      await proxy[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Ends kubectl and removes the socket. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.client.close();
    const exited = new Promise<void>((settle) => {
      if (this.#ended) settle();
      else this.#process.once('exit', () => settle());
    });
    (this.#process.stdio[3] as Writable).destroy();
    await Promise.race([exited, sleep(5_000, undefined, { ref: false })]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #ready(deadline: Deadline): Promise<void> {
    const until = deadline.atMost(longestStart);
    const started = new AbortController();
    const signal = AbortSignal.any([started.signal, deadline.signal]);
    const status = await Promise.race([
      new Promise<'serving'>((settle) => this.#process.stdout?.once('data', () => settle('serving'))),
      new Promise<number>((settle) => this.#process.once('exit', (code) => settle(code ?? 1))),
      sleep(until.remaining, undefined, { signal }).then(
        () => 'late' as const,
        () => 'stopped' as const,
      ),
    ]);
    started.abort();
    if (status === 'stopped') throw commandError('VW5020', 'The run was stopped while kubectl was starting');
    if (status === 'late') throw commandError('VW5102', 'kubectl proxy did not start in a minute');
    if (status === 127) throw commandError('VW5102', 'There is no kubectl in PATH');
    if (status !== 'serving') throw commandError('VW5102', `kubectl proxy ended with status ${status}`);
    const answer = await this.client.get('/version', until.atMost(firstAnswer));
    if (answer.kind !== 'ok') throw kubernetesError(answer, 'read its version through kubectl proxy');
  }
}

function spawnKubectl(folder: string, { kubeconfig, context, environment, say }: KubectlOptions): ChildProcess {
  const command = [
    'kubectl',
    'proxy',
    `--unix-socket=${join(folder, 'api')}`,
    // For API servers behind a path, as clusters of Rancher are.
    '--append-server-path=true',
    ...(kubeconfig === undefined ? [] : [`--kubeconfig=${kubeconfig}`]),
    ...(context === undefined ? [] : [`--context=${context}`]),
  ];
  // A login plugin may ask the person something: it gets the terminal.
  const started = spawn('/bin/sh', ['-c', keeper, 'sh', folder, ...command], {
    stdio: ['inherit', 'pipe', 'pipe', 'pipe'],
    env: withoutVaultCredentials(environment),
  });
  started.stderr?.setEncoding('utf8').on('data', onceEach(say));
  // Its end is what shows that there is no shell, either.
  started.on('error', () => started.emit('exit', 127));
  return started;
}

/** kubectl says the same of every repeated request, with another time and line number in front. */
function onceEach(say: (text: string) => void): (text: string) => void {
  const said = new Set<string>();
  return (text) => {
    for (const line of text.split(/(?<=\n)/)) {
      const message = line.replace(/^[A-Z]\d{4} [\d:.]+ +\d+ /, '');
      if (!said.has(message)) say(line);
      said.add(message);
    }
  };
}
