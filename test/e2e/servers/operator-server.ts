import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { exchange } from '../clients/http-exchange.ts';
import { type BenchNetwork, freePort } from '../namespace/bench-network.ts';
import { isCrd } from '../tools/operator-crds.ts';
import { applyCrds } from './apply-crds.ts';
import type { KubernetesServer } from './kubernetes-server.ts';
import { ServerProcess } from './server-process.ts';

export interface OperatorOptions {
  /** Reconciliations at once. @default 4 */
  readonly concurrency?: number;
  /** How often stores are validated again, as a Go duration. @default '5m', as the operator's */
  readonly storeInterval?: string;
}

interface Surroundings {
  readonly folder: string;
  readonly network: BenchNetwork;
  readonly binary: string;
  /** Folder of the operator's CustomResourceDefinitions. */
  readonly crds: string;
  readonly kubernetes: KubernetesServer;
}

/** The External Secrets Operator, with its CustomResourceDefinitions in the cluster. */
export class OperatorServer {
  readonly #process: ServerProcess;

  private constructor(process: ServerProcess) {
    this.#process = process;
  }

  /** @throws VW9005 where the operator or its definitions do not come up */
  static async start(options: OperatorOptions, surroundings: Surroundings): Promise<OperatorServer> {
    const { folder, network, binary, crds, kubernetes } = surroundings;
    mkdirSync(folder, { recursive: true });
    await applyCrds(kubernetes.client, crds, isCrd);
    const metrics = network.isPrivate ? 8080 : await freePort();
    const live = network.isPrivate ? 8082 : await freePort();
    const process = await ServerProcess.start({
      name: 'external-secrets',
      log: join(folder, 'external-secrets.log'),
      listensAt: { host: '127.0.0.1', port: metrics },
      command: [
        binary,
        '--enable-leader-election=false',
        `--metrics-addr=127.0.0.1:${metrics}`,
        `--live-addr=127.0.0.1:${live}`,
        `--concurrent=${options.concurrency ?? 4}`,
        `--store-requeue-interval=${options.storeInterval ?? '5m'}`,
      ],
      environment: { KUBECONFIG: kubernetes.kubeconfig },
      isReady: async () =>
        (await exchange({ method: 'GET', url: `http://127.0.0.1:${metrics}/metrics` })).status === 200,
    });
    return new OperatorServer(process);
  }

  async stop(): Promise<void> {
    await this.#process.stop(2_000);
  }

  get processes(): readonly ServerProcess[] {
    return [this.#process];
  }
}
