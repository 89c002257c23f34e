import { join } from 'node:path';
import { configuratorRoleFields } from '../../../src/model/documents/configurator.ts';
import { kubernetes } from '../../../src/model/documents/logins/kubernetes.ts';
import { vaultPolicyText } from '../../../src/model/documents/vault-policy-text.ts';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import { VaultClient } from '../clients/vault-client.ts';
import { until } from '../platform/until.ts';
import type { VaultKeys } from '../servers/vault-server.ts';
import { makeCertificate } from './certificate.ts';
import { type Declared, type Harbour, namespace, renderHarbour, upstreamSecret, vaultHost } from './harbour.ts';
import { TlsFront } from './tls-front.ts';

const jobKind = { apiVersion: 'batch/v1', kind: 'Job' };
const address = '127.0.9.9';

/** How a Job of the configurator ended. */
export interface EndedJob {
  readonly summary: {
    readonly exitStatus: number;
    readonly status: string;
    readonly steps: Readonly<Record<string, number>>;
    readonly findings?: readonly { readonly code: string; readonly vaultPath?: string; readonly what: string }[];
  };
  readonly log: string;
}

export interface ConfigureBenchOptions {
  /** @default false */
  readonly operator?: boolean;
  /** @default false */
  readonly pods?: boolean;
  /** Whether a further Vault is started, which nobody configures. @default false */
  readonly hasMirror?: boolean;
  /** What serves as Vault. @default 'vault' */
  readonly program?: 'vault' | 'bao';
}

/** Every server that the rendered Job of a regulated environment meets, and what people do around it. */
export class ConfigureBench {
  readonly bench: Bench;
  readonly ca: string;
  readonly front: TlsFront;
  readonly #product: 'vault' | 'openbao';
  harbour: Harbour;
  /** What the ceremony would give people. */
  #keys: VaultKeys | undefined;

  private constructor(
    bench: Bench,
    { ca, product }: { readonly ca: string; readonly product: 'vault' | 'openbao' },
    front: TlsFront,
    harbour: Harbour,
  ) {
    this.bench = bench;
    this.ca = ca;
    this.#product = product;
    this.front = front;
    this.harbour = harbour;
  }

  /** Starts the servers: a Vault behind TLS that nobody initialised, and all that is rendered but the Job. */
  static async start({
    operator = false,
    pods = false,
    hasMirror = false,
    program = 'vault',
  }: ConfigureBenchOptions = {}): Promise<ConfigureBench> {
    const bench = await Bench.start({
      kubernetes: true,
      ...(operator && { operator: { concurrency: 8 } }),
      ...(pods && { pods: {} }),
      vaults: {
        main: { address: `http://vault-behind.${namespace}.svc.cluster.local:8200`, program },
        ...(hasMirror && { mirror: { address: `http://vault-mirror.${namespace}.svc.cluster.local:8200` } }),
      },
    });
    const certificate = makeCertificate(join(bench.folder, 'certificates'), vaultHost);
    const front = new TlsFront(bench.vault().address, certificate);
    await front.listen(address, 8200);
    bench.network.pointTo(vaultHost, address);
    const product = program === 'bao' ? 'openbao' : 'vault';
    const harbour = await renderHarbour(certificate.authority, { product });
    const started = new ConfigureBench(bench, { ca: certificate.authority, product }, front, harbour);
    await started.#prepare();
    return started;
  }

  /** A client with every right, as people have it in the ceremony. */
  get root(): VaultClient {
    return this.bench.vault().client.as(this.rootToken);
  }

  get rootToken(): string {
    return this.#keys?.rootToken ?? '';
  }

  get configurator() {
    const { configurator } = this.harbour.document;
    if (!configurator) throw new TypeError('The environment has no configurator.');
    return configurator;
  }

  async #prepare(): Promise<void> {
    const { cluster } = this.bench;
    await cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    await cluster.apply({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: 'token-review' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'system:auth-delegator' },
      subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name: 'system:serviceaccounts' }],
    });
    await this.applyRendered();
  }

  /** Applies everything but the Job and what the operator reads. */
  async applyRendered(): Promise<void> {
    for (const object of this.harbour.objects)
      if (object.kind !== 'Job' && !isOfOperator(object)) await this.bench.cluster.apply(object);
  }

  /** Applies what the operator reads, stores first. */
  async applyExternalSecrets(): Promise<void> {
    const ours = this.harbour.objects.filter(isOfOperator);
    for (const object of [...ours].sort((a, b) => Number(b.kind.endsWith('Store')) - Number(a.kind.endsWith('Store'))))
      await this.bench.cluster.apply(object);
  }

  /** Renders the environment anew, as after a change of its declarations. */
  async declare(declared: Declared): Promise<void> {
    this.harbour = await renderHarbour(this.ca, { product: this.#product, ...declared });
    await this.applyRendered();
  }

  /** Writes the Secret of the local upstream. */
  async offer(values: Readonly<Record<string, string>>): Promise<void> {
    await this.bench.cluster.apply(
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: upstreamSecret, namespace },
        stringData: { 'values.json': JSON.stringify(values) },
      },
      'whoever-has-the-values',
    );
  }

  /** What people do first: initialise Vault. */
  async initialise(): Promise<void> {
    this.#keys = await this.bench.vault().initialise();
  }

  /** What people do before they leave: auth method, role and policy of the configurator. */
  async handOver(): Promise<void> {
    const { vault, kubernetesHost } = this.harbour.document;
    const mounts = await this.root.expect('GET', 'sys/auth');
    if (!mounts.data[`${vault.authMount}/`])
      await this.root.expect('POST', `sys/auth/${vault.authMount}`, { type: kubernetes.type });
    const { written = {} } = kubernetes.config?.({ method: 'kubernetes' }, kubernetesHost) ?? {};
    await this.root.expect('POST', `auth/${vault.authMount}/config`, written);
    const { policy, role } = this.configurator;
    await this.root.expect('PUT', `sys/policies/acl/${policy.name}`, { policy: vaultPolicyText(policy) });
    const fields = configuratorRoleFields(this.configurator, { auth: vault.auth });
    await this.root.expect('POST', `auth/${vault.authMount}/role/${role.name}`, fields);
  }

  /** Logs in as the configurator does. */
  async logIn(): Promise<VaultClient> {
    const { serviceAccount, role } = this.configurator;
    const jwt = await this.bench.cluster.serviceAccountToken(namespace, serviceAccount);
    const { address: vault, client } = this.bench.vault();
    const { auth } = await client.expect('POST', 'auth/kubernetes/login', { role: role.name, jwt });
    return new VaultClient(vault, auth.client_token);
  }

  get job(): KubernetesObject {
    const found = this.harbour.objects.find(({ kind }) => kind === 'Job');
    if (!found) throw new TypeError('The environment renders no Job.');
    return found;
  }

  /** Runs of rendered Jobs so far: each gets a name of its own, so that its log is its own. */
  #runs = 0;

  get #jobName(): string {
    return this.#runs < 2 ? this.job.metadata.name : `${this.job.metadata.name}-${this.#runs}`;
  }

  /** Applies the rendered Job; later ones under another name, as of another digest. */
  async startJob(): Promise<void> {
    this.#runs++;
    const { metadata } = this.job;
    await this.bench.cluster.apply({ ...this.job, metadata: { ...metadata, name: this.#jobName } });
  }

  log(): string {
    return this.bench.pods.logs(namespace, `${this.#jobName}-`);
  }

  /** Waits for the Job to end. */
  async ended(): Promise<EndedJob> {
    await until(90_000, async () => {
      const job = await this.bench.cluster.find(jobKind, this.#jobName, namespace);
      const isEnd = ({ type, status }: Record<string, string>): boolean =>
        (type === 'Complete' || type === 'Failed') && status === 'True';
      const hasEnded = (job?.status?.conditions ?? []).some(isEnd);
      return hasEnded ? undefined : `Job ${this.#jobName} has not ended\n${this.log().slice(-2000)}`;
    });
    const log = this.log();
    return { summary: JSON.parse(log.trim().split('\n').at(-1) ?? '{}'), log };
  }

  async run(): Promise<EndedJob> {
    await this.startJob();
    return this.ended();
  }

  async stop(): Promise<void> {
    this.front.stop();
    await this.bench.stop();
  }
}

const isOfOperator = ({ apiVersion }: KubernetesObject): boolean => apiVersion.startsWith('external-secrets.io/');
