import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { benchProblem } from '../bench-problem.ts';
import { VaultClient } from '../clients/vault-client.ts';
import type { BenchNetwork, Endpoint } from '../namespace/bench-network.ts';
import { sandboxCommand } from '../namespace/sandbox-command.ts';
import type { KubernetesServer } from './kubernetes-server.ts';
import { ServerProcess } from './server-process.ts';

export interface VaultServerOptions {
  /** Address of Vault as rendered, e.g. `http://vault-core-local.ameide-local.svc.cluster.local:8200`. */
  readonly address: string;
  /** Configuration besides storage and listener, in HCL: a seal, a limit. @default none */
  readonly configuration?: string;
  /** Variables of its process besides those of a Pod. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Whether its configuration holds a seal that opens itself, so that it has recovery keys in place of unseal
   * keys.
   * @default false
   */
  readonly unsealsItself?: boolean;
  /**
   * Name of the ServiceAccount of Vault's own Pod, in the namespace of the address.
   * @default the name of the service
   */
  readonly serviceAccount?: string;
}

interface Surroundings {
  readonly folder: string;
  readonly network: BenchNetwork;
  readonly binary: string;
  /** The cluster of which Vault is a Pod, where there is one. */
  readonly kubernetes?: KubernetesServer;
}

/** What only the one who initialised Vault by hand has. */
export interface VaultKeys {
  readonly rootToken: string;
  /** The one unseal key, or where a key service unseals it the one recovery key, in base64. */
  readonly unsealKey: string;
}

const accountMount = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * A Vault (or OpenBao) on raft storage, as its chart runs it: one node, sealed and not initialised at first.
 *
 * It sees the token and authority of its Pod at the usual place, hence needs neither in its auth
 * configuration.
 */
export class VaultServer {
  /** Address by which clients call it. */
  readonly address: string;
  /** A client without token. */
  readonly client: VaultClient;
  /** Namespace and ServiceAccount of Vault's own Pod. */
  readonly account: { readonly namespace: string; readonly name: string };
  /** Where it listens, for a proxy in front of it. */
  readonly endpoint: Endpoint;
  readonly #options: VaultServerOptions;
  readonly #surroundings: Surroundings;
  #process: ServerProcess | undefined;

  private constructor(options: VaultServerOptions, surroundings: Surroundings, endpoint: Endpoint) {
    const [name = '', namespace = ''] = new URL(options.address).hostname.split('.');
    this.address = `http://${endpoint.authority}`;
    this.client = new VaultClient(this.address);
    this.account = { namespace, name: options.serviceAccount ?? name };
    this.endpoint = endpoint;
    this.#options = options;
    this.#surroundings = surroundings;
  }

  /** @throws VW9005 where it does not come up */
  static async start(options: VaultServerOptions, surroundings: Surroundings): Promise<VaultServer> {
    const { hostname, port } = new URL(options.address);
    const [name, namespace] = hostname.split('.');
    const names = [hostname, `${name}.${namespace}.svc`, `${name}.${namespace}`];
    const endpoint = await surroundings.network.place(names, Number(port));
    const server = new VaultServer(options, surroundings, endpoint);
    for (const part of ['audit', 'data', 'config', 'account', 'root'])
      mkdirSync(join(surroundings.folder, part), { recursive: true });
    await server.#writeAccount();
    await server.run();
    return server;
  }

  /** Starts the process anew where it is not running: sealed, with the data that it had. */
  async run(): Promise<void> {
    if (this.#process?.isRunning) return;
    const { folder, binary, network } = this.#surroundings;
    const inside = network.isPrivate ? '/vault' : folder;
    writeFileSync(join(folder, 'config', 'vault.hcl'), this.#configuration(`${inside}/data`));
    const command = [binary, 'server', `-config=${inside}/config/vault.hcl`];
    const mount = (part: string, target: string, readOnly: boolean) => ({
      source: join(folder, part),
      target,
      readOnly,
      isFile: false,
    });
    this.#process = await ServerProcess.start({
      name: 'vault',
      log: join(folder, 'vault.log'),
      listensAt: this.endpoint,
      command: network.isPrivate
        ? sandboxCommand({
            folder: join(folder, 'root'),
            command,
            mounts: [
              mount('audit', '/vault/audit', false),
              mount('data', '/vault/data', false),
              mount('config', '/vault/config', true),
              mount('account', accountMount, true),
            ],
          })
        : command,
      environment: {
        KUBERNETES_SERVICE_HOST: 'kubernetes.default.svc',
        KUBERNETES_SERVICE_PORT: '443',
        ...this.#options.environment,
      },
      // Any status means that it listens; which one depends on its seal.
      isReady: async () => (await this.client.request('GET', 'sys/health')).status > 0,
    });
  }

  /** Stops the process; `SIGKILL` leaves it no time to step down. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await (signal === 'SIGTERM' ? this.#process?.stop() : this.#process?.kill());
  }

  /** Restarts the process; afterwards it is sealed. */
  async restart(): Promise<void> {
    await this.stop();
    await this.run();
  }

  get processes(): readonly ServerProcess[] {
    return this.#process === undefined ? [] : [this.#process];
  }

  /**
   * Initialises by hand and waits until the node is active, for tests whose subject is neither the bootstrap
   * nor the ceremony.
   */
  async initialise(): Promise<VaultKeys> {
    if (this.#options.unsealsItself) {
      const made = await this.client.expect('PUT', 'sys/init', { recovery_shares: 1, recovery_threshold: 1 });
      await this.untilActive();
      return { rootToken: made.root_token, unsealKey: made.recovery_keys_base64[0] };
    }
    const made = await this.client.expect('PUT', 'sys/init', { secret_shares: 1, secret_threshold: 1 });
    const keys = { rootToken: made.root_token as string, unsealKey: made.keys_base64[0] as string };
    await this.unseal(keys);
    return keys;
  }

  /** Unseals and waits until the node is active: right after an unseal it is standby for a moment. */
  async unseal({ unsealKey }: VaultKeys): Promise<void> {
    await this.client.expect('PUT', 'sys/unseal', { key: unsealKey });
    await this.untilActive();
  }

  /** Waits until the node is active, which one that unseals itself becomes without help. */
  async untilActive(): Promise<void> {
    const deadline = Date.now() + 30_000;
    while ((await this.client.request('GET', 'sys/health')).status !== 200) {
      if (Date.now() > deadline) throw benchProblem('VW9005', 'Vault did not become active');
      await sleep(20);
    }
  }

  #configuration(data: string): string {
    const { host, port } = this.endpoint;
    return [
      // One election is waited for at every start, and its length is a multiple of this.
      `storage "raft" {\n  path = "${data}"\n  node_id = "bench"\n  performance_multiplier = 1\n}`,
      `listener "tcp" {\n  address = "${host}:${port}"\n  cluster_address = "${host}:${port + 1}"\n  tls_disable = true\n}`,
      `api_addr = "${this.address}"`,
      `cluster_addr = "https://${host}:${port + 1}"`,
      'disable_mlock = true',
      'ui = false',
      this.#options.configuration ?? '',
    ].join('\n');
  }

  /**
   * Makes the account of Vault's Pod, as its chart does, and leaves its token and authority where they are
   * mounted.
   */
  async #writeAccount(): Promise<void> {
    const { folder, kubernetes } = this.#surroundings;
    if (!kubernetes) return;
    const { namespace, name } = this.account;
    const { client, authority } = kubernetes;
    await client.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    await client.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
    const token = await client.serviceAccountToken(namespace, name, { expirationSeconds: 12 * 3600 });
    writeFileSync(join(folder, 'account', 'token'), token, { mode: 0o600 });
    writeFileSync(join(folder, 'account', 'ca.crt'), authority);
    writeFileSync(join(folder, 'account', 'namespace'), namespace);
  }
}
