import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BootstrapDocuments } from '../../../src/lifecycle/run/documents.ts';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import { VaultClient } from '../clients/vault-client.ts';
import { type RenderedEnvironment, renderedEnvironment } from '../platform/rendered-environment.ts';
import { simulateSurroundings } from '../platform/simulated-surroundings.ts';
import { until } from '../platform/until.ts';
import { documentsOf, exampleUpstream, keptCredentials, seedLocalSecret } from './bootstrapped-environment.ts';

export const jobKind = { apiVersion: 'batch/v1', kind: 'Job' };
const externalSecretKind = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' };

/** How a Job of the bootstrap ended. */
interface EndedJob {
  readonly started: number;
  /** The last line that it printed. */
  readonly summary: Record<string, unknown>;
  readonly log: string;
}

/** A client of Vault that logged in, with its token. */
export interface LoggedIn extends VaultClient {
  readonly token: string;
}

/** Names an object in messages. */
export const titleOf = ({ kind, metadata }: KubernetesObject): string =>
  `${kind} ${metadata.namespace ?? ''}/${metadata.name}`;

/** Returns whether the operator calls an object Ready. */
export const isReady = ({ status }: KubernetesObject): boolean =>
  (status?.conditions ?? []).some((each: Record<string, string>) => each.type === 'Ready' && each.status === 'True');

/** Every server that the rendered CronJob of an environment meets, and what a test does with its Jobs. */
export class CronJobBench {
  readonly bench: Bench;
  readonly environment: RenderedEnvironment;
  readonly documents: BootstrapDocuments;
  /** What the operator reads: stores first, then what reads through them. */
  readonly external: readonly KubernetesObject[];

  private constructor(bench: Bench, environment: RenderedEnvironment) {
    this.bench = bench;
    this.environment = environment;
    this.documents = documentsOf(environment);
    this.external = environment.objects
      .filter(({ apiVersion }) => apiVersion.startsWith('external-secrets.io/'))
      .sort((a, b) => Number(b.kind.endsWith('Store')) - Number(a.kind.endsWith('Store')));
  }

  /**
   * Starts all servers, empty but for what others would have made: namespaces, a developer's upstream Secret,
   * delivered Secrets.
   */
  static async start(): Promise<CronJobBench> {
    const environment = await renderedEnvironment('local');
    const bench = await Bench.start({
      kubernetes: true,
      operator: { concurrency: 8 },
      pods: {},
      vaults: { main: { address: environment.vaultAddress } },
    });
    const started = new CronJobBench(bench, environment);
    await simulateSurroundings(bench, started.external);
    await seedLocalSecret(bench, started.documents, exampleUpstream(started.documents));
    return started;
  }

  /** A client with the root token that the bootstrap keeps. */
  async root(): Promise<VaultClient> {
    return this.bench.vault().client.as((await keptCredentials(this.bench, this.documents))?.rootToken ?? '');
  }

  /** Waits for a Job to end. One beyond the history limit is removed as soon as it ended. */
  async ended(name: string): Promise<EndedJob> {
    const { namespace } = this.documents.settings;
    let started = 0;
    await until(150_000, async () => {
      const job = await this.bench.cluster.find(jobKind, name, namespace);
      if (job?.status?.startTime) started = Date.parse(job.status.startTime);
      const isEnd = ({ type, status }: Record<string, string>): boolean =>
        (type === 'Complete' || type === 'Failed') && status === 'True';
      const log = this.bench.pods.logs(namespace, name);
      const hasEnded = job ? (job.status?.conditions ?? []).some(isEnd) : log.includes('"BootstrapSummary"');
      return hasEnded ? undefined : `Job ${name} has not ended\n${log.slice(-2000)}`;
    });
    const log = this.bench.pods.logs(namespace, name);
    return { started, summary: JSON.parse(log.trim().split('\n').at(-1) ?? '{}'), log };
  }

  /** Runs the CronJob by hand, as the documentation says. */
  async runJob(name: string): Promise<EndedJob> {
    await this.kubectl('create', 'job', name, `--from=cronjob/${this.documents.settings.name}`);
    return this.ended(name);
  }

  /** Stops or resumes the schedule. */
  async suspend(suspend: boolean): Promise<void> {
    await this.kubectl('patch', 'cronjob', this.documents.settings.name, '-p', JSON.stringify({ spec: { suspend } }));
  }

  /** Has Vault write down each request from now on. */
  async audit(): Promise<void> {
    const device = { type: 'file', options: { file_path: '/vault/data/audit.log' } };
    await (await this.root()).expect('PUT', 'sys/audit/file', device);
  }

  /**
   * The requests that changed something, as Vault's own audit device saw them; without those of the operator
   * and of producers, which log in through Kubernetes auth at any time.
   */
  get auditedWrites(): string[] {
    const text = readFileSync(join(this.bench.folder, 'vault-main', 'data', 'audit.log'), 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter(({ type, request }) => type === 'request' && !['read', 'list', 'help'].includes(request.operation))
      .filter(({ auth, request }) => !auth?.display_name?.startsWith('kubernetes-') && !request.path.endsWith('/login'))
      .map(({ request }) => `${request.operation} ${request.path}`);
  }

  /**
   * The ExternalSecrets in the cluster; `rendered`: without those that the operator made from a
   * ClusterExternalSecret.
   */
  async externalSecrets(which: 'all' | 'rendered' = 'all'): Promise<readonly KubernetesObject[]> {
    const live = await this.bench.cluster.list(externalSecretKind);
    return which === 'all'
      ? live
      : live.filter((object) => this.external.some((each) => titleOf(each) === titleOf(object)));
  }

  /** Returns whether an ExternalSecret reads a key that stands in Vault only once its producer ran. */
  waitsForProducer({ spec }: KubernetesObject): boolean {
    const { entries } = this.documents.fixtureMap;
    return spec.data.some(
      ({ remoteRef }: { remoteRef: { key: string } }) => entries[remoteRef.key]?.recipe === undefined,
    );
  }

  /** Lets the operator look again at once, as a person would locally. */
  async refresh(): Promise<void> {
    const metadata = { annotations: { 'force-sync': new Date().toISOString() } };
    for (const {
      metadata: { name, namespace },
    } of await this.externalSecrets())
      await this.bench.cluster.patch(externalSecretKind, name, namespace, { metadata });
  }

  /** Logs in to Vault as a ServiceAccount, as the operator and the producers do. */
  async logInAs(role: string, namespace: string, account: string): Promise<LoggedIn> {
    const { cluster } = this.bench;
    const place = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } };
    if (!(await cluster.find(place, namespace))) await cluster.create(place);
    await cluster.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: account, namespace } });
    const jwt = await cluster.serviceAccountToken(namespace, account);
    const { address, client } = this.bench.vault();
    const { auth } = await client.expect('POST', `auth/${this.documents.accessMap.authMount}/login`, { role, jwt });
    return Object.assign(new VaultClient(address, auth.client_token), { token: auth.client_token as string });
  }

  async stop(): Promise<void> {
    await this.bench.stop();
  }

  kubectl(...args: readonly string[]): Promise<string> {
    return this.bench.kubectl('-n', this.documents.settings.namespace, ...args);
  }
}
