import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exchange } from '../clients/http-exchange.ts';
import { KubernetesClient } from '../clients/kubernetes-client.ts';
import { type BenchNetwork, freePort } from '../namespace/bench-network.ts';
import type { ListeningAddress } from './listening-address.ts';
import { ServerProcess } from './server-process.ts';

export interface KubernetesServerOptions {
  /** Folder for its data, keys and logs. */
  readonly folder: string;
  readonly network: BenchNetwork;
  readonly binaries: Readonly<Record<'etcd' | 'kube-apiserver' | 'kube-controller-manager', string>>;
}

const issuer = 'https://kubernetes.default.svc.cluster.local';
const waitForReady = 90_000;

/** The API server with its etcd and the controller manager: a cluster without nodes. */
export class KubernetesServer {
  readonly address: string;
  /** The cluster's certificate authority, PEM. */
  readonly authority: string;
  /** A client with all rights. */
  readonly client: KubernetesClient;
  /** File with which programs reach the API server with all rights. */
  readonly kubeconfig: string;
  readonly #servers: readonly ServerProcess[];

  private constructor(address: string, folder: string, token: string, servers: readonly ServerProcess[]) {
    this.address = address;
    this.authority = authorityIn(folder) ?? '';
    this.client = new KubernetesClient(address, this.authority, token);
    this.kubeconfig = join(folder, 'kubeconfig.json');
    this.#servers = servers;
    const cluster = { server: address, 'certificate-authority-data': Buffer.from(this.authority).toString('base64') };
    const config = {
      apiVersion: 'v1',
      kind: 'Config',
      clusters: [{ name: 'bench', cluster }],
      users: [{ name: 'admin', user: { token } }],
      contexts: [{ name: 'bench', context: { cluster: 'bench', user: 'admin' } }],
      'current-context': 'bench',
    };
    writeFileSync(this.kubeconfig, JSON.stringify(config), { mode: 0o600 });
  }

  /** @throws VW9005 where one of the servers does not come up */
  static async start({ folder, network, binaries }: KubernetesServerOptions): Promise<KubernetesServer> {
    const servers: ServerProcess[] = [];
    try {
      mkdirSync(folder, { recursive: true });
      const etcd = await startEtcd(folder, binaries.etcd, network.isPrivate ? 2379 : await freePort());
      servers.push(etcd.server);
      const port = network.isPrivate ? 443 : await freePort();
      const address = network.isPrivate ? 'https://kubernetes.default.svc' : `https://127.0.0.1:${port}`;
      if (!network.isPrivate) network.substitutions.set('kubernetes.default.svc', `127.0.0.1:${port}`);
      network.pointToKubernetes();
      const token = randomBytes(24).toString('hex');
      const bind = network.isPrivate ? '0.0.0.0' : '127.0.0.1';
      const place = { url: address, listensAt: { host: bind, port }, etcd: etcd.url };
      servers.push(await startApiServer(folder, binaries['kube-apiserver'], token, place));
      const server = new KubernetesServer(address, folder, token, servers);
      const metrics = network.isPrivate ? 10_257 : await freePort();
      servers.push(await startControllers(server, folder, binaries['kube-controller-manager'], metrics));
      return server;
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

/** Stops dependents first: an API server without etcd waits a long time for it. */
async function stopAll(servers: readonly ServerProcess[]): Promise<void> {
  for (const server of [...servers].reverse()) await server.stop(2_000);
}

/** The API server makes a certificate of its own and leaves the authority behind it in the same file. */
function authorityIn(folder: string): string | undefined {
  const file = join(folder, 'certificates', 'apiserver.crt');
  if (!existsSync(file)) return undefined;
  const [, authority] =
    readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return authority && `${authority}\n`;
}

async function startEtcd(folder: string, binary: string, port: number) {
  const url = `http://127.0.0.1:${port}`;
  // Nothing else joins; the peer port is only ever bound.
  const peer = `http://127.0.0.1:${port === 2379 ? 2380 : await freePort()}`;
  const server = await ServerProcess.start({
    name: 'etcd',
    log: join(folder, 'etcd.log'),
    listensAt: { host: '127.0.0.1', port },
    command: [
      binary,
      `--data-dir=${join(folder, 'etcd')}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=default=${peer}`,
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
    isReady: async () => (await exchange({ method: 'GET', url: `${url}/health` })).status === 200,
  });
  return { server, url };
}

async function startApiServer(
  folder: string,
  binary: string,
  token: string,
  { url, listensAt, etcd }: { readonly url: string; readonly listensAt: ListeningAddress; readonly etcd: string },
) {
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });
  writeFileSync(join(folder, 'service-account.pub'), keys.publicKey);
  writeFileSync(join(folder, 'service-account.key'), keys.privateKey, { mode: 0o600 });
  return ServerProcess.start({
    name: 'kube-apiserver',
    log: join(folder, 'kube-apiserver.log'),
    listensAt,
    startTimeout: waitForReady,
    command: [
      binary,
      `--etcd-servers=${etcd}`,
      `--secure-port=${listensAt.port}`,
      `--bind-address=${listensAt.host}`,
      '--advertise-address=127.0.0.1',
      // Else a loopback address is refused at start.
      '--endpoint-reconciler-type=none',
      '--service-cluster-ip-range=10.96.0.0/16',
      `--cert-dir=${join(folder, 'certificates')}`,
      `--token-auth-file=${join(folder, 'tokens.csv')}`,
      '--authorization-mode=RBAC',
      `--service-account-issuer=${issuer}`,
      `--service-account-key-file=${join(folder, 'service-account.pub')}`,
      `--service-account-signing-key-file=${join(folder, 'service-account.key')}`,
    ],
    isReady: async () => {
      const authority = authorityIn(folder);
      if (authority === undefined) return false;
      const headers = { authorization: `Bearer ${token}` };
      return (
        (await exchange({ method: 'GET', url: `${url}/readyz`, authority, headers, timeout: 2_000 })).status === 200
      );
    },
  });
}

function startControllers(server: KubernetesServer, folder: string, binary: string, port: number) {
  const authority = join(folder, 'authority.crt');
  writeFileSync(authority, server.authority);
  return ServerProcess.start({
    name: 'kube-controller-manager',
    log: join(folder, 'kube-controller-manager.log'),
    listensAt: { host: '127.0.0.1', port },
    startTimeout: waitForReady,
    command: [
      binary,
      `--kubeconfig=${server.kubeconfig}`,
      `--service-account-private-key-file=${join(folder, 'service-account.key')}`,
      `--root-ca-file=${authority}`,
      `--cert-dir=${join(folder, 'controller-certificates')}`,
      `--secure-port=${port}`,
      '--bind-address=127.0.0.1',
      '--use-service-account-credentials',
      '--leader-elect=false',
    ],
    // It is there once it gave the first namespace its account.
    isReady: async () =>
      (await server.client.find({ apiVersion: 'v1', kind: 'ServiceAccount' }, 'default', 'default')) !== undefined,
  });
}
