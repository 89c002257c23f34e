import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { VaultClient } from '../clients/vault-client.ts';
import type { BenchNetwork, Endpoint } from '../namespace/bench-network.ts';
import { sandboxCommand } from '../namespace/sandbox-command.ts';
import type { KubernetesServer } from './kubernetes-server.ts';
import { ServerProcess } from './server-process.ts';

/** A Pod of a server as its chart makes it. */
export interface VaultNodeOptions {
  /** Name of the Pod. */
  readonly name: string;
  readonly namespace: string;
  /** Name of the headless Service of the chart. */
  readonly service: string;
  /** The rendered configuration, the same for every node. */
  readonly configuration: string;
  /** Files of mounted Secrets, by path in the Pod. */
  readonly files: Readonly<Record<string, string>>;
  /** Variables from Secrets. */
  readonly environment: Readonly<Record<string, string>>;
  /** Authority behind its certificate, PEM. */
  readonly authority: string;
}

interface Surroundings {
  readonly folder: string;
  readonly network: BenchNetwork;
  readonly binary: string;
  readonly kubernetes: KubernetesServer;
}

const accountMount = '/var/run/secrets/kubernetes.io/serviceaccount';
const port = 8200;

/**
 * One node of a server from rendered configuration, in the surroundings that its chart gives it: the
 * variables of the Pod, its volumes, its account. It starts neither initialised nor unsealed.
 *
 * All that differs from a Pod is the address on which it listens: nodes of the bench share one network.
 */
export class VaultNode {
  readonly name: string;
  readonly endpoint: Endpoint;
  /** A client without token. */
  readonly client: VaultClient;
  readonly #options: VaultNodeOptions;
  readonly #surroundings: Surroundings;
  #process: ServerProcess | undefined;

  private constructor(options: VaultNodeOptions, surroundings: Surroundings, endpoint: Endpoint) {
    this.name = options.name;
    this.endpoint = endpoint;
    this.client = new VaultClient(`https://${endpoint.authority}`, undefined, options.authority);
    this.#options = options;
    this.#surroundings = surroundings;
  }

  /** @throws VW9005 where it does not come up */
  static async start(options: VaultNodeOptions, surroundings: Surroundings): Promise<VaultNode> {
    const { name, namespace, service, files } = options;
    const host = `${name}.${service}`;
    const endpoint = await surroundings.network.place([host, `${host}.${namespace}.svc.cluster.local`], port);
    const { folder, kubernetes } = surroundings;
    for (const part of ['data', 'audit', 'config', 'account', 'userconfig', 'root'])
      mkdirSync(join(folder, part), { recursive: true });
    for (const [path, content] of Object.entries(files)) {
      const file = join(folder, path.replace(/^\/vault\//, ''));
      mkdirSync(join(file, '..'), { recursive: true });
      writeFileSync(file, content, { mode: 0o600 });
    }
    const token = await kubernetes.client.serviceAccountToken(namespace, 'default', { expirationSeconds: 3600 });
    const account = { token, 'ca.crt': kubernetes.authority, namespace };
    for (const [file, content] of Object.entries(account))
      writeFileSync(join(folder, 'account', file), content, { mode: 0o600 });
    const node = new VaultNode(options, surroundings, endpoint);
    await node.run();
    return node;
  }

  /** Starts the process anew, as a kubelet restarts a container: with the data that it had. */
  async run(): Promise<void> {
    if (this.#process?.isRunning) return;
    const { folder, binary } = this.#surroundings;
    const { name, namespace, service, configuration, environment } = this.#options;
    const { host } = this.endpoint;
    writeFileSync(join(folder, 'config', 'server.hcl'), configuration.replaceAll('[::]', host));
    const mount = (part: string, target: string, readOnly: boolean) => ({
      source: join(folder, part),
      target,
      readOnly,
      isFile: false,
    });
    this.#process = await ServerProcess.start({
      name: this.name,
      log: join(folder, 'server.log'),
      listensAt: this.endpoint,
      command: sandboxCommand({
        folder: join(folder, 'root'),
        command: [binary, 'server', '-config=/vault/config/server.hcl'],
        hostName: name,
        mounts: [
          mount('data', '/vault/data', false),
          mount('audit', '/vault/audit', false),
          mount('config', '/vault/config', true),
          mount('userconfig', '/vault/userconfig', true),
          mount('account', accountMount, true),
        ],
      }),
      environment: {
        KUBERNETES_SERVICE_HOST: 'kubernetes.default.svc',
        KUBERNETES_SERVICE_PORT: '443',
        VAULT_ADDR: `https://127.0.0.1:${port}`,
        VAULT_API_ADDR: `https://${name}.${service}.${namespace}.svc.cluster.local:${port}`,
        VAULT_CLUSTER_ADDR: `https://${name}.${service}:${port + 1}`,
        VAULT_RAFT_NODE_ID: name,
        VAULT_K8S_POD_NAME: name,
        VAULT_K8S_NAMESPACE: namespace,
        ...environment,
      },
      isReady: async () => (await this.client.request('GET', 'sys/health')).status > 0,
    });
  }

  get isRunning(): boolean {
    return this.#process?.isRunning ?? false;
  }

  /** Ends the process as a node that loses its power does. */
  async kill(): Promise<void> {
    await this.#process?.kill();
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
  }
}
