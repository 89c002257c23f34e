import { join } from 'node:path';
import { type ConfiguratorDocuments, parseConfiguratorDocuments } from '../../../src/lifecycle/run/documents.ts';
import { documentLabel } from '../../../src/model/documents/fixture-map.ts';
import { type BootstrapResult, BootstrapRunner, bundleBootstrapProcess } from '../lifecycle/bootstrap-runner.ts';
import { type KvEntry, readAll } from '../lifecycle/bootstrapped-environment.ts';
import { findLeaks } from '../lifecycle/leak-scan.ts';
import { Interception, RequestProxy, type SeenRequest, type Treatment } from '../lifecycle/request-proxy.ts';
import { ConfigureBench } from './configure-bench.ts';
import type { ConfigureProcessInput } from './configure-process-input.ts';
import { namespace } from './harbour.ts';

const leaseKind = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' };

/** One run of the program between two proxies. */
export interface ConfigureTrial {
  readonly result: BootstrapResult;
  readonly requests: readonly SeenRequest[];
}

/**
 * Runs the configurator as a process whose requests to Vault and Kubernetes pass through proxies, under the
 * identity that is rendered.
 */
export class ConfigureTrials {
  readonly harbour: ConfigureBench;
  readonly documents: ConfiguratorDocuments;
  /** Everything that all runs printed. */
  readonly outputs: string[] = [];
  readonly #program: string;
  readonly #token: string;
  readonly #interception: Interception;
  readonly #proxies: { readonly vault: RequestProxy; readonly kubernetes: RequestProxy };

  private constructor(
    harbour: ConfigureBench,
    documents: ConfiguratorDocuments,
    given: { program: string; token: string; interception: Interception },
    proxies: { vault: RequestProxy; kubernetes: RequestProxy },
  ) {
    this.harbour = harbour;
    this.documents = documents;
    this.#program = given.program;
    this.#token = given.token;
    this.#interception = given.interception;
    this.#proxies = proxies;
  }

  /** Starts the servers, and does what people do before a first run. */
  static async start(values: Readonly<Record<string, string>>, { hasMirror = false } = {}): Promise<ConfigureTrials> {
    const harbour = await ConfigureBench.start({ hasMirror });
    const { bench } = harbour;
    await harbour.offer(values);
    await harbour.initialise();
    await harbour.handOver();
    const documents = parseConfiguratorDocuments(
      (name) =>
        harbour.harbour.objects.find(({ metadata, data }) => metadata.labels?.[documentLabel] && data?.[`${name}.json`])
          ?.data[`${name}.json`],
    );
    const interception = new Interception();
    const { address, authority } = bench.kubernetes;
    return new ConfigureTrials(
      harbour,
      documents,
      {
        program: await bundleBootstrapProcess(bench.folder, join(import.meta.dirname, 'configure-process.ts')),
        token: await bench.cluster.serviceAccountToken(namespace, 'configurator', { expirationSeconds: 12 * 3600 }),
        interception,
      },
      {
        vault: await RequestProxy.start('vault', bench.vault().address, interception),
        kubernetes: await RequestProxy.start('kubernetes', address, interception, authority),
      },
    );
  }

  /** Runs the program once, after the Lease of a run that was killed. */
  async run(
    plan: (request: SeenRequest, kill: () => void) => Treatment = () => 'forward',
    settings: Partial<ConfiguratorDocuments['settings']> = {},
    upstream?: ConfigureProcessInput['upstream'],
  ): Promise<ConfigureTrial> {
    await this.harbour.bench.cluster.delete(leaseKind, 'configurator', namespace);
    let runner: BootstrapRunner | undefined;
    this.#interception.begin((request) => plan(request, () => runner?.kill()));
    runner = new BootstrapRunner(this.#program, {
      documents: { ...this.documents, settings: { ...this.documents.settings, ...settings } },
      vaultAddress: this.#proxies.vault.address,
      kubernetesAddress: this.#proxies.kubernetes.address,
      kubernetesToken: this.#token,
      ...(upstream && { upstream }),
    });
    const result = await runner.ended;
    this.outputs.push(result.output);
    return { result, requests: [...this.#interception.requests] };
  }

  /** Undoes what a run did; Vault stays initialised, and the configurator admitted. */
  async empty(): Promise<void> {
    const { root } = this.harbour;
    const { mount, engines = {}, policies, roles, authMount } = this.documents.accessMap;
    for (const each of [mount, ...Object.values(engines).map((engine) => engine.mount)])
      await root.request('DELETE', `sys/mounts/${each}`);
    for (const { name } of policies) await root.request('DELETE', `sys/policies/acl/${name}`);
    for (const { name } of roles) await root.request('DELETE', `auth/${authMount}/role/${name}`);
    this.#secrets.clear();
  }

  /** Reads every entry of both engines, by `mount/path`. */
  async entries(): Promise<Map<string, KvEntry>> {
    const { mount, engines = {} } = this.documents.fixtureMap;
    const found = new Map<string, KvEntry>();
    for (const each of [mount, ...Object.values(engines).map((engine) => engine.mount)])
      for (const [path, entry] of await readAll(this.harbour.root, each)) {
        found.set(`${each}/${path}`, entry);
        for (const [property, value] of Object.entries(entry.properties))
          if (String(value).length > 8) this.#secrets.set(`${each}/${path}#${property}`, String(value));
      }
    return found;
  }

  readonly #secrets = new Map<string, string>();

  /** Finds what the runs printed of the values in Vault and of their own token. */
  async leaks(): Promise<string[]> {
    await this.entries();
    const secrets = new Map([...this.#secrets, ['token of the ServiceAccount', this.#token]]);
    return findLeaks(secrets, [{ name: 'output', text: this.outputs.join('\n') }]);
  }

  async stop(): Promise<void> {
    await this.#proxies.vault.stop();
    await this.#proxies.kubernetes.stop();
    await this.harbour.stop();
  }
}
