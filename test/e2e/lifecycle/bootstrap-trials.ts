import type { BootstrapDocuments } from '../../../src/lifecycle/run/documents.ts';
import type { Bench } from '../bench.ts';
import type { RenderedEnvironment } from '../platform/rendered-environment.ts';
import { type BootstrapResult, BootstrapRunner, bundleBootstrapProcess } from './bootstrap-runner.ts';
import {
  bootstrapObjects,
  documentsOf,
  exampleUpstream,
  expireLease,
  forgetKept,
  secretsIn,
  seedLocalSecret,
  wipeVault,
} from './bootstrapped-environment.ts';
import { findLeaks } from './leak-scan.ts';
import { Interception, RequestProxy, type SeenRequest, type Treatment } from './request-proxy.ts';

/** Decides about a request; `kill` ends the program at once. */
export type TrialPlan = (request: SeenRequest, kill: () => void) => Treatment;

/** One run of the program between two proxies. */
export interface Trial {
  readonly result: BootstrapResult;
  readonly requests: readonly SeenRequest[];
  /** The last request, for messages. */
  readonly at: string;
}

/**
 * Runs the bootstrap as a process whose requests to Vault and Kubernetes pass through proxies, under the
 * rights of its rendered Role.
 */
export class BootstrapTrials {
  readonly documents: BootstrapDocuments;
  readonly upstream: Readonly<Record<string, string>>;
  /** Everything that all runs printed. */
  readonly outputs: string[] = [];
  readonly #bench: Bench;
  readonly #program: string;
  readonly #seed: string | undefined;
  readonly #token: string;
  readonly #interception: Interception;
  readonly #proxies: { readonly vault: RequestProxy; readonly kubernetes: RequestProxy };

  private constructor(
    bench: Bench,
    documents: BootstrapDocuments,
    upstream: Readonly<Record<string, string>>,
    given: { program: string; seed: string | undefined; token: string; interception: Interception },
    proxies: { vault: RequestProxy; kubernetes: RequestProxy },
  ) {
    this.#bench = bench;
    this.documents = documents;
    this.upstream = upstream;
    this.#program = given.program;
    this.#seed = given.seed;
    this.#token = given.token;
    this.#interception = given.interception;
    this.#proxies = proxies;
  }

  /** Applies what is rendered for the bootstrap but the CronJob, and the upstream Secret of a developer. */
  static async prepare(
    bench: Bench,
    environment: RenderedEnvironment,
    { seed, documents = documentsOf(environment) }: { seed?: string; documents?: BootstrapDocuments } = {},
  ): Promise<BootstrapTrials> {
    const { namespace, name } = documents.settings;
    await bench.cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
    for (const object of bootstrapObjects(environment))
      if (object.kind !== 'CronJob') await bench.cluster.apply(object);
    const upstream = exampleUpstream(documents);
    await seedLocalSecret(bench, documents, upstream);
    const interception = new Interception();
    return new BootstrapTrials(
      bench,
      documents,
      upstream,
      {
        program: await bundleBootstrapProcess(bench.folder),
        seed,
        token: await bench.cluster.serviceAccountToken(namespace, name, { expirationSeconds: 12 * 3600 }),
        interception,
      },
      {
        vault: await RequestProxy.start('vault', bench.vault().address, interception),
        kubernetes: await RequestProxy.start(
          'kubernetes',
          bench.kubernetes.address,
          interception,
          bench.kubernetes.authority,
        ),
      },
    );
  }

  /** Runs the program once. */
  async run(
    plan: TrialPlan = () => 'forward',
    change: Partial<BootstrapDocuments> = {},
    { isDryRun = false }: { isDryRun?: boolean } = {},
  ): Promise<Trial> {
    let runner: BootstrapRunner | undefined;
    this.#interception.begin((request) => plan(request, () => runner?.kill()));
    runner = new BootstrapRunner(this.#program, {
      documents: { ...this.documents, ...change },
      vaultAddress: this.#proxies.vault.address,
      kubernetesAddress: this.#proxies.kubernetes.address,
      kubernetesToken: this.#token,
      isDryRun,
      ...(this.#seed !== undefined && { seed: this.#seed }),
    });
    const result = await runner.ended;
    this.outputs.push(result.output);
    const requests = [...this.#interception.requests];
    const last = requests.at(-1);
    return { result, requests, at: `${last?.method} ${last?.path}` };
  }

  /** Runs the program a minute later, so to speak, undisturbed. */
  async next(change: Partial<BootstrapDocuments> = {}): Promise<Trial> {
    await expireLease(this.#bench, this.documents);
    return this.run(undefined, change);
  }

  /** Back to a Vault that was never initialised. */
  async wipe(): Promise<void> {
    await forgetKept(this.#bench, this.documents);
    await wipeVault(this.#bench);
  }

  /**
   * Finds what the runs printed of the values in Vault, of the credentials, of the seed and of their own
   * token.
   */
  async leaks(): Promise<string[]> {
    const secrets = await secretsIn(this.#bench, this.documents);
    secrets.set('token of the ServiceAccount', this.#token);
    if (this.#seed !== undefined) secrets.set('seed', this.#seed);
    return findLeaks(secrets, [{ name: 'output', text: this.outputs.join('\n') }]);
  }

  async stop(): Promise<void> {
    await this.#proxies.vault.stop();
    await this.#proxies.kubernetes.stop();
  }
}
