import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { benchProblem } from './bench-problem.ts';
import { closeConnections } from './clients/http-exchange.ts';
import type { KubernetesClient } from './clients/kubernetes-client.ts';
import { BenchNetwork } from './namespace/bench-network.ts';
import { mountsBelow, removeRunFolder } from './namespace/run-folder.ts';
import { PodRunner, type PodRunnerOptions } from './pods/pod-runner.ts';
import { type ArgoCdOptions, ArgoCdServer } from './servers/argo-cd-server.ts';
import { KubernetesServer } from './servers/kubernetes-server.ts';
import { type OperatorOptions, OperatorServer } from './servers/operator-server.ts';
import type { ServerProcess } from './servers/server-process.ts';
import { serveTransitKey, type TransitKey } from './servers/transit-vault.ts';
import { VaultServer, type VaultServerOptions } from './servers/vault-server.ts';
import { findArgoCdCrds } from './tools/argo-cd-crds.ts';
import { findProgram } from './tools/find-program.ts';
import { findOperatorCrds } from './tools/operator-crds.ts';
import { type ProgramName, programs } from './tools/programs.ts';

/** A Vault of the bench. */
export interface BenchVault extends Omit<VaultServerOptions, 'unsealsItself'> {
  /** @default 'vault' */
  readonly program?: 'vault' | 'bao';
  /**
   * Name of another Vault of the bench, which holds the key that unseals this one; it is initialised before
   * this one starts.
   * @default sealed by its own key, as from a chart without a seal
   */
  readonly sealedBy?: string;
}

/** Which servers a test needs; what is not named is not started. */
export interface BenchOptions {
  /** The Vault servers, by the names by which the test calls them. @default none */
  readonly vaults?: Readonly<Record<string, BenchVault>>;
  /** Whether a cluster is needed: etcd, API server, controller manager. @default false */
  readonly kubernetes?: boolean;
  /** The External Secrets Operator; needs the cluster. @default not started */
  readonly operator?: OperatorOptions;
  /** Argo CD; needs the cluster, a private network, `helm` and `redis-server`. @default not started */
  readonly argoCd?: ArgoCdOptions;
  /** What stands in for a kubelet; needs the cluster. @default Pods stay Pending */
  readonly pods?: PodRunnerOptions;
}

/**
 * Real servers for one test file: started together, stopped together, nothing left behind.
 *
 * ```ts
 * await using bench = await Bench.start({ kubernetes: true, vaults: { main: { address } } });
 * ```
 */
export class Bench implements AsyncDisposable {
  readonly folder: string;
  readonly network = new BenchNetwork();
  #kubernetes: KubernetesServer | undefined;
  #operator: OperatorServer | undefined;
  #argoCd: ArgoCdServer | undefined;
  #pods: PodRunner | undefined;
  readonly #vaults = new Map<string, VaultServer>();
  readonly #transitKeys = new Map<string, TransitKey>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  /**
   * Starts the servers that a test needs.
   * @throws VW9001, VW9002, VW9003 where a program is missing; VW9004 where Pods cannot run here; VW9005
   * where a server does not come up
   */
  static async start(options: BenchOptions): Promise<Bench> {
    const bench = new Bench(mkdtempSync(join(process.env.VAULTWRIGHT_E2E_RUN ?? tmpdir(), 'bench-')));
    try {
      await bench.#start(options);
      return bench;
    } catch (error) {
      // What else goes wrong while stopping must not hide why it is stopped.
      await bench.stop().catch((second) => console.error(`e2e: ${second}`));
      throw error;
    }
  }

  /** Path of a program, for a test that runs it itself. @throws VW9010 where its file does not need it */
  static program(name: ProgramName): Promise<string> {
    return binary(name);
  }

  get kubernetes(): KubernetesServer {
    return this.#kubernetes ?? missing('kubernetes');
  }

  /** A client of the cluster with all rights. */
  get cluster(): KubernetesClient {
    return this.kubernetes.client;
  }

  get pods(): PodRunner {
    return this.#pods ?? missing('pods');
  }

  get operator(): OperatorServer {
    return this.#operator ?? missing('operator');
  }

  /** One of the Vault servers. @param name as in the options. @default `main`, or the only one */
  vault(name: string = this.#vaults.has('main') ? 'main' : ([...this.#vaults.keys()][0] ?? '')): VaultServer {
    return this.#vaults.get(name) ?? missing(`vaults.${name}`);
  }

  /**
   * The key that unseals others, and the Vault that serves it.
   * @param name of that Vault, as in the options
   */
  transitKey(name: string): TransitKey {
    return this.#transitKeys.get(name) ?? missing(`a Vault that is sealedBy "${name}"`);
  }

  /**
   * Runs kubectl with all rights and gives what it prints.
   * @throws VW9008 where it fails
   */
  async kubectl(...args: readonly string[]): Promise<string> {
    const { kubeconfig } = this.kubernetes;
    // A home of its own, where it may keep what it discovered.
    const env = { PATH: process.env.PATH, KUBECONFIG: kubeconfig, HOME: this.folder };
    const program = await binary('kubectl');
    return new Promise((settle, fail) =>
      execFile(program, args, { env, timeout: 60_000 }, (error, stdout, stderr) =>
        error ? fail(benchProblem('VW9008', `kubectl ${args.join(' ')}: ${stderr.trim()}`)) : settle(stdout),
      ),
    );
  }

  /** The servers that were started. */
  get processes(): readonly ServerProcess[] {
    const vaults = [...this.#vaults.values()].flatMap(({ processes }) => processes);
    return [
      ...(this.#kubernetes?.processes ?? []),
      ...vaults,
      ...(this.#operator?.processes ?? []),
      ...(this.#argoCd?.processes ?? []),
    ];
  }

  /**
   * Stops everything and removes all data; whatever fails on the way, the rest is stopped too.
   * @throws VW9006 where something stayed, or what went wrong first
   */
  async stop(): Promise<void> {
    const failures: unknown[] = [];
    // What uses others stops before them.
    for (const part of [this.#argoCd, this.#pods, this.#operator, ...this.#vaults.values(), this.#kubernetes])
      await part?.stop().catch((error: unknown) => failures.push(error));
    closeConnections();
    this.network.close();
    const running = this.processes.filter(({ isRunning }) => isRunning).map(({ name, pid }) => `${name} (${pid})`);
    const mounts = mountsBelow(this.folder);
    if (running.length + mounts.length > 0)
      failures.push(benchProblem('VW9006', `The bench left behind: ${[...running, ...mounts].join(', ')}`));
    if (failures.length > 0) throw failures[0];
    if (!process.env.VAULTWRIGHT_E2E_KEEP) removeRunFolder(this.folder);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #start({ vaults = {}, kubernetes = false, operator, argoCd, pods }: BenchOptions): Promise<void> {
    const { network } = this;
    if (pods && !network.isPrivate)
      throw benchProblem('VW9004', 'Pods need mounts, and this is not a namespace of the bench');
    const folder = (name: string): string => {
      const made = join(this.folder, name);
      mkdirSync(made);
      return made;
    };
    if (argoCd && !network.isPrivate)
      throw benchProblem('VW9004', 'Argo CD needs fixed ports, and this is not a namespace of the bench');
    if (kubernetes) {
      const binaries = {
        etcd: await binary('etcd'),
        'kube-apiserver': await binary('kube-apiserver'),
        'kube-controller-manager': await binary('kube-controller-manager'),
      };
      this.#kubernetes = await KubernetesServer.start({ folder: folder('kubernetes'), network, binaries });
    }
    const inCluster = this.#kubernetes && { kubernetes: this.#kubernetes };
    const startVaults = (isChosen: (vault: BenchVault) => boolean) =>
      Object.entries(vaults)
        .filter(([, vault]) => isChosen(vault))
        .map(async ([name, { program = 'vault', sealedBy, ...settings }]) => {
          const surroundings = {
            folder: folder(`vault-${name}`),
            network,
            binary: await binary(program),
            ...inCluster,
          };
          const options = sealedBy === undefined ? settings : sealedWith(settings, this.transitKey(sealedBy));
          this.#vaults.set(name, await VaultServer.start(options, surroundings));
        });
    const keyServices = new Set(Object.values(vaults).flatMap(({ sealedBy = [] }) => sealedBy));
    // All are waited for, so that none comes up after the bench was stopped for another that did not.
    const started = await Promise.allSettled([
      ...startVaults(({ sealedBy }) => sealedBy === undefined),
      ...(operator === undefined ? [] : [this.#startOperator(operator, folder('operator'))]),
      ...(argoCd === undefined ? [] : [this.#startArgoCd(argoCd, folder('argo-cd'))]),
    ]);
    for (const each of started) if (each.status === 'rejected') throw each.reason;
    for (const name of keyServices) this.#transitKeys.set(name, await serveTransitKey(this.vault(name)));
    const sealed = await Promise.allSettled(startVaults(({ sealedBy }) => sealedBy !== undefined));
    for (const each of sealed) if (each.status === 'rejected') throw each.reason;
    if (pods) this.#pods = await PodRunner.start(this.kubernetes, folder('pods'), pods);
  }

  async #startArgoCd(options: ArgoCdOptions, folder: string): Promise<void> {
    this.#argoCd = await ArgoCdServer.start(options, {
      folder,
      network: this.network,
      binary: await binary('argocd'),
      helm: await binary('helm'),
      crds: await findArgoCdCrds(process.env),
      kubernetes: this.kubernetes,
    });
  }

  async #startOperator(options: OperatorOptions, folder: string): Promise<void> {
    this.#operator = await OperatorServer.start(options, {
      folder,
      network: this.network,
      binary: await binary('external-secrets'),
      crds: await findOperatorCrds(process.env),
      kubernetes: this.kubernetes,
    });
  }
}

const sealedWith = (options: VaultServerOptions, key: TransitKey): VaultServerOptions => ({
  ...options,
  unsealsItself: true,
  configuration: [options.configuration ?? '', key.configuration].join('\n'),
  environment: { ...options.environment, ...key.environment },
});

/**
 * `npm run test:e2e` has found, built and proven the programs that a file needs; alone, a test finds them
 * itself.
 */
async function binary(name: ProgramName): Promise<string> {
  const given = process.env[programs[name].variable];
  if (!process.env.VAULTWRIGHT_E2E_RUN)
    return findProgram(name, { environment: process.env, say: (line) => console.error(`e2e: ${line}`) });
  if (given) return given;
  throw benchProblem('VW9010', `The test file does not say that it needs "${name}"`);
}

function missing(part: string): never {
  throw new TypeError(`The bench was started without ${part}.`);
}
