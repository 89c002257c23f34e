import { createHash } from 'node:crypto';
import { type SmokePlan, smokePlanSchema } from '../../../src/index.ts';
import { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import type { VaultClient } from '../clients/vault-client.ts';
import { availableDeployment } from '../platform/available-deployment.ts';
import { configureByHand, writeExampleValues } from '../platform/hand-configuration.ts';
import { type RenderedEnvironment, renderedEnvironment } from '../platform/rendered-environment.ts';
import { simulateSurroundings } from '../platform/simulated-surroundings.ts';
import { until } from '../platform/until.ts';
import type { VaultKeys } from '../servers/vault-server.ts';
import { GitLabFront, gitLabToken } from './git-lab-front.ts';

export const namespace = 'ameide-local';
export const jobKind = { apiVersion: 'batch/v1', kind: 'Job' };
export const externalSecretKind = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret' };
export const configMapKind = { apiVersion: 'v1', kind: 'ConfigMap' };
const partOf = 'app.kubernetes.io/part-of';

/** ConfigMap in which the client-patcher publishes digests. */
export const versions = 'keycloak-client-secret-versions';
export const digestOf = (value: string): string => `sha256:${createHash('sha256').update(value).digest('hex')}`;

/** How a Job of a gate ended. */
export interface GateRun {
  readonly exitStatus: number;
  readonly findings: readonly { readonly code: string; readonly what: string; readonly fix: string }[];
  readonly log: string;
}

/** Every server that smokes meet, with the Secrets that some of them inspect. */
export class GateBench {
  readonly bench: Bench;
  readonly environment: RenderedEnvironment;
  readonly root: VaultClient;
  readonly keys: VaultKeys;
  readonly plans: ReadonlyMap<string, SmokePlan>;
  readonly gitLab: GitLabFront;
  #brought: readonly KubernetesObject[] = [];
  #runs = 0;

  private constructor(
    bench: Bench,
    environment: RenderedEnvironment,
    root: VaultClient,
    keys: VaultKeys,
    gitLab: GitLabFront,
  ) {
    this.bench = bench;
    this.environment = environment;
    this.root = root;
    this.keys = keys;
    this.gitLab = gitLab;
    const plans = environment.objects.flatMap(({ kind, data }) =>
      kind === 'ConfigMap' && data?.['smoke-plan.json']
        ? [smokePlanSchema.parse(JSON.parse(data['smoke-plan.json']))]
        : [],
    );
    this.plans = new Map(plans.map((plan) => [plan.name, plan]));
  }

  /** Starts all servers, and brings the Secrets that these smokes inspect; producers have run. */
  static async start(smokes: readonly string[]): Promise<GateBench> {
    const environment = await renderedEnvironment('local');
    const bench = await Bench.start({
      kubernetes: true,
      operator: { concurrency: 8 },
      pods: {},
      vaults: { main: { address: environment.vaultAddress } },
    });
    try {
      const keys = await bench.vault().initialise();
      const root = await configureByHand(bench, bench.vault(), environment, keys);
      await writeExampleValues(root, environment);
      const gitLab = await GitLabFront.start(`${bench.folder}/gitlab`, bench.network, 'gitlab.local.ameide.io');
      for (const consumer of ['backstage', 'e2e']) gitLab.know(gitLabToken(consumer));
      const gates = new GateBench(bench, environment, root, keys, gitLab);
      await gates.#bring(smokes);
      return gates;
    } catch (error) {
      await bench.stop();
      throw error;
    }
  }

  /** The rendered object of a kind and name. */
  rendered(kind: string, name: string): KubernetesObject {
    const found = this.environment.objects.find((object) => object.kind === kind && object.metadata.name === name);
    if (!found) throw new TypeError(`local renders no ${kind} ${name}`);
    return found;
  }

  /** Writes a value into Vault, as its writer does. */
  put(path: string, value: string): Promise<unknown> {
    return this.root.expect('POST', `secret/data/${path}`, { data: { value } });
  }

  /** Lets the operator look at ExternalSecrets again at once. */
  async sync(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      const { metadata } = this.rendered('ExternalSecret', name);
      const annotations = { 'force-sync': String(performance.now()) };
      await this.bench.cluster.patch(externalSecretKind, name, metadata.namespace, { metadata: { annotations } });
    }
  }

  /** Publishes digests as the client-patcher does; `undefined` takes one away. */
  async publish(digests: Readonly<Record<string, string | undefined>>): Promise<void> {
    const data = Object.fromEntries(Object.entries(digests).map(([name, digest]) => [name, digest ?? null]));
    await this.bench.cluster.patch(configMapKind, versions, namespace, { data });
  }

  /** Runs the rendered Job of a smoke under another name and with other waits. */
  async run(smoke: string, attempts: number): Promise<GateRun> {
    const { metadata, ...job } = structuredClone(this.rendered('Job', smoke));
    const name = `${smoke}-${++this.#runs}`;
    const waits = { EXTERNALSECRET_WAIT_ATTEMPTS: String(attempts), EXTERNALSECRET_WAIT_SLEEP: '1' };
    const [container] = job.spec.template.spec.containers;
    const kept = container.env.filter((each: { name: string }) => !Object.hasOwn(waits, each.name));
    container.env = [...kept, ...Object.entries(waits).map(([variable, value]) => ({ name: variable, value }))];
    await this.bench.cluster.create({ ...job, metadata: { name, namespace } });
    return this.ended(name);
  }

  /** Waits for a Job to end. */
  async ended(name: string): Promise<GateRun> {
    await until(90_000, async () => {
      const job = await this.bench.cluster.get(jobKind, name, namespace);
      const isEnd = ({ type, status }: Record<string, string>): boolean =>
        (type === 'Complete' || type === 'Failed') && status === 'True';
      return (job.status?.conditions ?? []).some(isEnd) ? undefined : `Job ${name} has not ended`;
    });
    const log = this.bench.pods.logs(namespace, name);
    const summary = JSON.parse(log.trim().split('\n').at(-1) ?? '{}');
    return { exitStatus: summary.exitStatus, findings: summary.findings ?? [], log };
  }

  /** Makes a Deployment that is available. */
  deploy(name: string, of: string): Promise<void> {
    return availableDeployment(this.bench, name, of);
  }

  /** Brings everything of a namespace again, after it was removed. */
  async restore(name: string): Promise<void> {
    const own = this.#brought.filter(({ metadata }) => metadata.namespace === name);
    await simulateSurroundings(this.bench, own);
    for (const object of own) await this.bench.cluster.apply(object);
  }

  async stop(): Promise<void> {
    this.gitLab.stop();
    await this.bench.stop();
  }

  async #bring(smokes: readonly string[]): Promise<void> {
    const { cluster } = this.bench;
    const inspected = smokes.flatMap((smoke) => this.plans.get(smoke)?.secrets ?? []);
    const isInspected = ({ kind, metadata }: KubernetesObject): boolean =>
      kind === 'ExternalSecret' &&
      inspected.some((one) => one.externalSecret === metadata.name && one.namespace === metadata.namespace);
    const isStore = ({ kind, metadata }: KubernetesObject): boolean =>
      kind === 'ClusterSecretStore' && metadata.name === 'ameide-vault';
    const external = this.environment.objects
      .filter((object) => isInspected(object) || isStore(object))
      .map((object) => this.gitLab.reached(object));
    await simulateSurroundings(this.bench, external);
    for (const object of external.sort((a, b) => Number(b.kind.endsWith('Store')) - Number(a.kind.endsWith('Store'))))
      await cluster.apply(object);
    const values = smokes.flatMap((smoke) => this.plans.get(smoke)?.digests?.values ?? []);
    const pathOf = ({ namespace: of, secret, key }: (typeof values)[number]): string =>
      inspected.find((one) => one.namespace === of && one.secret === secret)?.keys.find(({ name }) => name === key)
        ?.from[0] ?? '';
    await cluster.apply({
      ...configMapKind,
      metadata: { name: versions, namespace },
      data: Object.fromEntries(values.map((value) => [value.names[0], digestOf(`example of ${pathOf(value)}`)])),
    });
    const own = this.environment.objects.filter(
      ({ kind, metadata }) => smokes.includes(metadata.labels?.[partOf] ?? '') && kind !== 'Job' && kind !== 'CronJob',
    );
    // As cert-manager delivers it.
    await cluster.apply({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'ameide-local-ca', namespace },
      stringData: { 'ca.crt': this.gitLab.authority },
    });
    for (const object of own) await cluster.apply(object);
    this.#brought = [...external, ...own];
  }
}
