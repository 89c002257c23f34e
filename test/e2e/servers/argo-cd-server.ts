import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { exchange } from '../clients/http-exchange.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import type { BenchNetwork } from '../namespace/bench-network.ts';
import { isArgoCdCrd } from '../tools/argo-cd-crds.ts';
import { applyCrds } from './apply-crds.ts';
import type { KubernetesServer } from './kubernetes-server.ts';
import { isTaken } from './listening-address.ts';
import { ServerProcess } from './server-process.ts';

export interface ArgoCdOptions {
  /** AppProjects that the tested Applications are in. @default none but `default` */
  readonly projects?: readonly string[];
  /** Entries of ConfigMap argocd-cm, such as health checks. @default none */
  readonly settings?: Readonly<Record<string, string>>;
  /** Whether Applications are synced, not only generated. @default true */
  readonly syncs?: boolean;
}

interface Surroundings {
  readonly folder: string;
  readonly network: BenchNetwork;
  readonly binary: string;
  readonly helm: string;
  /** Folder of the CustomResourceDefinitions. */
  readonly crds: string;
  readonly kubernetes: KubernetesServer;
}

const namespace = 'argocd';
const partOf = { 'app.kubernetes.io/part-of': 'argocd' };
/** Ports that nothing else of the bench uses, once the network is private. */
const ports = {
  redis: 6379,
  repository: 8081,
  repositoryMetrics: 8084,
  controller: 18_082,
  sets: 18_083,
  probe: 18_084,
  webhook: 17_000,
};
const redis = `127.0.0.1:${ports.redis}`;
const repository = `127.0.0.1:${ports.repository}`;

/**
 * Argo CD: Redis, repository server, ApplicationSet controller with progressive syncs, application
 * controller.
 */
export class ArgoCdServer {
  readonly namespace = namespace;
  readonly #servers: readonly ServerProcess[];

  private constructor(servers: readonly ServerProcess[]) {
    this.#servers = servers;
  }

  /** @throws VW9005 where one of them does not come up */
  static async start(options: ArgoCdOptions, surroundings: Surroundings): Promise<ArgoCdServer> {
    const { folder, crds, kubernetes } = surroundings;
    const servers: ServerProcess[] = [];
    try {
      mkdirSync(join(folder, 'bin'), { recursive: true });
      symlinkSync(surroundings.helm, join(folder, 'bin', 'helm'));
      await applyCrds(kubernetes.client, crds, isArgoCdCrd);
      for (const object of installation(options)) await kubernetes.client.apply(object);
      const starts = [startRedis, startRepository, startSets, ...(options.syncs === false ? [] : [startController])];
      for (const start of starts) servers.push(await start(surroundings));
      return new ArgoCdServer(servers);
    } catch (error) {
      await stopAll(servers);
      throw error;
    }
  }

  async stop(): Promise<void> {
    await stopAll(this.#servers);
  }

  get processes(): readonly ServerProcess[] {
    return this.#servers;
  }
}

async function stopAll(servers: readonly ServerProcess[]): Promise<void> {
  for (const server of [...servers].reverse()) await server.stop(2_000);
}

/** What an installation of Argo CD has besides its programs. */
function installation({ projects = [], settings = {} }: ArgoCdOptions): KubernetesObject[] {
  const configMap = (name: string, data: Readonly<Record<string, string>>): KubernetesObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace, labels: partOf },
    data,
  });
  const project = (name: string): KubernetesObject => ({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name, namespace },
    spec: {
      sourceRepos: ['*'],
      destinations: [{ namespace: '*', server: '*' }],
      clusterResourceWhitelist: [{ group: '*', kind: '*' }],
    },
  });
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    configMap('argocd-cm', settings),
    configMap('argocd-rbac-cm', {}),
    configMap('argocd-cmd-params-cm', {}),
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'argocd-secret', namespace, labels: partOf },
      stringData: { 'server.secretkey': crypto.randomUUID() },
    },
    ...['default', ...projects].map(project),
  ];
}

/** One program is each of the servers, by the name that it is told. */
function environmentOf(name: string, { folder, kubernetes }: Surroundings): NodeJS.ProcessEnv {
  return {
    ARGOCD_BINARY_NAME: `argocd-${name}`,
    ARGOCD_GPG_ENABLED: 'false',
    // It reaches `https://kubernetes.default.svc` by the file, not by the account of a Pod.
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    KUBECONFIG: kubernetes.kubeconfig,
    HOME: folder,
    TMPDIR: folder,
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
  };
}

const answers = async (url: string): Promise<boolean> => (await exchange({ method: 'GET', url })).status === 200;

const startRedis = ({ folder }: Surroundings): Promise<ServerProcess> =>
  ServerProcess.start({
    name: 'redis',
    log: join(folder, 'redis.log'),
    listensAt: { host: '127.0.0.1', port: ports.redis },
    command: ['redis-server', '--bind', '127.0.0.1', '--port', `${ports.redis}`, '--save', '', '--dir', folder],
    isReady: () => isTaken({ host: '127.0.0.1', port: ports.redis }),
  });

const startRepository = (surroundings: Surroundings): Promise<ServerProcess> =>
  ServerProcess.start({
    name: 'argocd-repo-server',
    log: join(surroundings.folder, 'repo-server.log'),
    listensAt: { host: '127.0.0.1', port: ports.repository },
    environment: environmentOf('repo-server', surroundings),
    command: [
      surroundings.binary,
      '--disable-tls',
      '--address=127.0.0.1',
      `--port=${ports.repository}`,
      '--metrics-address=127.0.0.1',
      `--metrics-port=${ports.repositoryMetrics}`,
      `--redis=${redis}`,
      // What a webhook does in a real installation: a commit is seen within seconds.
      '--revision-cache-expiration=100ms',
    ],
    isReady: () => answers(`http://127.0.0.1:${ports.repositoryMetrics}/metrics`),
  });

const startSets = (surroundings: Surroundings): Promise<ServerProcess> =>
  ServerProcess.start({
    name: 'argocd-applicationset-controller',
    log: join(surroundings.folder, 'applicationset-controller.log'),
    listensAt: { host: '127.0.0.1', port: ports.sets },
    environment: environmentOf('applicationset-controller', surroundings),
    command: [
      surroundings.binary,
      `--kubeconfig=${surroundings.kubernetes.kubeconfig}`,
      `--namespace=${namespace}`,
      `--argocd-repo-server=${repository}`,
      '--repo-server-plaintext',
      '--enable-progressive-syncs',
      `--metrics-addr=127.0.0.1:${ports.sets}`,
      `--probe-addr=127.0.0.1:${ports.probe}`,
      `--webhook-addr=127.0.0.1:${ports.webhook}`,
    ],
    isReady: () => answers(`http://127.0.0.1:${ports.sets}/metrics`),
  });

const startController = (surroundings: Surroundings): Promise<ServerProcess> =>
  ServerProcess.start({
    name: 'argocd-application-controller',
    log: join(surroundings.folder, 'application-controller.log'),
    listensAt: { host: '127.0.0.1', port: ports.controller },
    environment: environmentOf('application-controller', surroundings),
    command: [
      surroundings.binary,
      `--kubeconfig=${surroundings.kubernetes.kubeconfig}`,
      `--namespace=${namespace}`,
      `--repo-server=${repository}`,
      '--repo-server-plaintext',
      `--redis=${redis}`,
      `--metrics-port=${ports.controller}`,
      '--app-resync=10',
      '--app-resync-jitter=0',
      // What an object says of its health then stands in its Application.
      '--persist-resource-health',
    ],
    isReady: () => answers(`http://127.0.0.1:${ports.controller}/healthz`),
  });
