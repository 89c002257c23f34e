import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BootstrapDocuments } from '../../src/lifecycle/run/documents.ts';
import { Bench } from '../../test/e2e/bench.ts';
import type { VaultClient } from '../../test/e2e/clients/vault-client.ts';
import type { BootstrapProcessInput } from '../../test/e2e/lifecycle/bootstrap-process-input.ts';
import { bundleBootstrapProcess } from '../../test/e2e/lifecycle/bootstrap-runner.ts';
import { type KvEntry, readAll, wipeVault } from '../../test/e2e/lifecycle/bootstrapped-environment.ts';
import { Interception, RequestProxy } from '../../test/e2e/lifecycle/request-proxy.ts';
import { programs } from '../../test/e2e/tools/programs.ts';
import { measureProcess } from '../harness/measured-process.ts';
import { type LoopCost, loopOfClient } from './client-loop.ts';
import { vaultAddress } from './make-documents.ts';
import type { FloorInput, RecordedRequest } from './recorded-request.ts';
import type { Sample } from './samples.ts';

const seed = randomBytes(24).toString('hex');

interface Given {
  readonly kubernetesToken: string;
  readonly bootstrap: string;
  readonly floor: string;
}

/** One Vault and one cluster, and the programs that are measured on them, each in a process of its own. */
export class Contest implements AsyncDisposable {
  readonly #bench: Bench;
  readonly #given: Given;
  #rootToken = '';
  readonly #interception: Interception;
  readonly #proxies: { readonly vault: RequestProxy; readonly kubernetes: RequestProxy };

  private constructor(
    bench: Bench,
    given: Given,
    interception: Interception,
    proxies: { readonly vault: RequestProxy; readonly kubernetes: RequestProxy },
  ) {
    this.#bench = bench;
    this.#given = given;
    this.#interception = interception;
    this.#proxies = proxies;
  }

  /** Starts the servers and makes what the bootstrap finds in a namespace. */
  static async start({ settings }: BootstrapDocuments): Promise<Contest> {
    const bench = await Bench.start({ kubernetes: true, vaults: { main: { address: vaultAddress } } });
    try {
      const { namespace, name, upstream } = settings;
      await bench.cluster.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
      await bench.cluster.apply({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace } });
      await bench.cluster.apply({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name, namespace },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
        subjects: [{ kind: 'ServiceAccount', name, namespace }],
      });
      if (upstream.type === 'local')
        await bench.cluster.apply(secretOf(namespace, upstream.secret, { [upstream.key]: '{}' }));
      const interception = new Interception();
      const { kubernetes } = bench;
      return new Contest(
        bench,
        {
          kubernetesToken: await bench.cluster.serviceAccountToken(namespace, name, { expirationSeconds: 12 * 3600 }),
          bootstrap: await bundleBootstrapProcess(bench.folder),
          floor: await bundleFloor(bench.folder),
        },
        interception,
        {
          vault: await RequestProxy.start('vault', vaultAddress, interception),
          kubernetes: await RequestProxy.start('kubernetes', kubernetes.address, interception, kubernetes.authority),
        },
      );
    } catch (error) {
      await bench.stop();
      throw error;
    }
  }

  /**
   * A Vault in which nothing ever was, open; deleting ten thousand keys takes longer, and leaves its traces
   * in the storage.
   */
  async empty({ settings }: BootstrapDocuments): Promise<void> {
    await wipeVault(this.#bench);
    const { rootToken, unsealKey } = await this.#bench.vault().initialise();
    this.#rootToken = rootToken;
    const { namespace, vault } = settings;
    const credentials = { 'root-token': rootToken, 'unseal-key': unsealKey };
    await this.#bench.cluster.apply(secretOf(namespace, vault.credentialsSecret, credentials));
  }

  /** Runs the bootstrap and has it fail unless it brings everything about. */
  bootstrap(documents: BootstrapDocuments): Promise<Sample> {
    return this.#bootstrap(documents, vaultAddress);
  }

  /** Runs the bootstrap behind a proxy, and gives the requests to Vault that it sent. */
  async record(documents: BootstrapDocuments): Promise<readonly RecordedRequest[]> {
    this.#interception.begin();
    await this.#bootstrap(documents, this.#proxies.vault.address);
    return this.#interception.requests
      .filter(({ server }) => server === 'vault')
      .map(({ method, path, body }) => ({ method, path, body }));
  }

  /** Sends recorded requests over so many connections. */
  async floor(
    { fixtureMap }: BootstrapDocuments,
    requests: readonly RecordedRequest[],
    connections: number,
  ): Promise<Sample> {
    const { mount } = fixtureMap;
    const input: FloorInput = { address: vaultAddress, token: this.#rootToken, requests, mount, connections };
    return this.#measure(this.#given.floor, input);
  }

  /** Does for some keys what the bootstrap does, by the client of Vault. */
  async loop(
    documents: BootstrapDocuments,
    keys: readonly string[],
    requests: readonly RecordedRequest[],
  ): Promise<LoopCost> {
    const { mount } = documents.fixtureMap;
    await this.#root.expect('POST', `sys/mounts/${mount}`, { type: 'kv', options: { version: '2' } });
    const binary = process.env[programs.vault.variable] ?? programs.vault.command;
    return loopOfClient({ binary, address: vaultAddress, token: this.#rootToken, mount }, keys, requests);
  }

  /** What stands in Vault. */
  entries({ fixtureMap }: BootstrapDocuments): Promise<Map<string, KvEntry>> {
    return readAll(this.#root, fixtureMap.mount);
  }

  /** Number of keys that stand in Vault. */
  async count({ fixtureMap }: BootstrapDocuments): Promise<number> {
    const { data } = await this.#root.expect('GET', `${fixtureMap.mount}/metadata/?list=true`);
    return data.keys.length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#proxies.vault.stop();
    await this.#proxies.kubernetes.stop();
    await this.#bench.stop();
  }

  async #measure(program: string, input: object): Promise<Sample> {
    const before = this.#vaultCpuMs();
    const { wallMs, cpuMs, peakMiB } = await measureProcess([program], [0], JSON.stringify(input));
    return { wallMs, cpuMs, peakMiB, vaultCpuMs: this.#vaultCpuMs() - before };
  }

  /** User and system time of all threads of Vault. */
  #vaultCpuMs(): number {
    const [{ pid } = { pid: 0 }] = this.#bench.vault().processes;
    // Fields after the name in parentheses, which may hold spaces; counted in hundredths of a second.
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user = 0, system = 0] = fields.split(' ').slice(11, 13).map(Number);
    return (user + system) * 10;
  }

  get #root(): VaultClient {
    return this.#bench.vault().client.as(this.#rootToken);
  }

  async #bootstrap(documents: BootstrapDocuments, address: string): Promise<Sample> {
    const input: BootstrapProcessInput = {
      documents,
      vaultAddress: address,
      kubernetesAddress: this.#proxies.kubernetes.address,
      kubernetesToken: this.#given.kubernetesToken,
      seed,
      isDryRun: false,
    };
    return this.#measure(this.#given.bootstrap, input);
  }
}

const secretOf = (namespace: string, name: string, stringData: Readonly<Record<string, string>>) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace },
  stringData,
});

/** As one module, like the bootstrap, so that neither pays for stripping types. */
async function bundleFloor(folder: string): Promise<string> {
  const outfile = join(folder, 'floor-process.mjs');
  const entry = join(import.meta.dirname, 'floor-process.ts');
  await build({ entryPoints: [entry], outfile, bundle: true, format: 'esm', platform: 'node', target: 'node24' });
  return outfile;
}
