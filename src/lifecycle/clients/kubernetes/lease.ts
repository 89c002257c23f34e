import { isObject } from '../../../model/json-record.ts';
import { lifecycleError } from '../../problems/lifecycle-problems.ts';
import type { Deadline } from '../../run/deadline.ts';
import { type KubernetesClient, type KubernetesObject, kubernetesError } from './kubernetes-client.ts';

export interface LeaseOptions {
  readonly namespace: string;
  readonly name: string;
  /** Who holds it, unique for each run. */
  readonly holder: string;
}

/** Seconds after which a holder that renews no longer counts as dead. */
const duration = 30;
const renewal = 10_000;
const pause = 1_000;

/**
 * Keeps two runs apart. It is a courtesy, not the guard: what protects values is check-and-set.
 * @see https://kubernetes.io/docs/concepts/architecture/leases/
 */
export class Lease implements AsyncDisposable {
  readonly #client: KubernetesClient;
  readonly #options: LeaseOptions;
  readonly #path: string;
  readonly #deadline: Deadline;
  #renewing: NodeJS.Timeout | undefined;
  #acquired = '';

  private constructor(client: KubernetesClient, options: LeaseOptions, deadline: Deadline) {
    this.#client = client;
    this.#options = options;
    this.#deadline = deadline;
    this.#path = `/apis/coordination.k8s.io/v1/namespaces/${options.namespace}/leases/${options.name}`;
  }

  /**
   * Takes the Lease, waiting for its holder.
   * @throws VW5017 where another run holds it until the deadline; VW5018, VW5019
   */
  static async acquire(client: KubernetesClient, options: LeaseOptions, deadline: Deadline): Promise<Lease> {
    const lease = new Lease(client, options, deadline);
    let holder = '';
    do {
      const found = await client.find(lease.#path, deadline);
      const state = stateOf(found);
      holder = state.holder;
      if (state.isFree && (await lease.#take(found))) {
        // What comes of it does not matter: whoever else takes the Lease has reason to.
        lease.#renewing = setInterval(() => void lease.#write(options.holder), renewal).unref();
        return lease;
      }
    } while (await deadline.wait(pause));
    throw lifecycleError('VW5017', `Lease ${options.namespace}/${options.name} is held by ${holder || 'another run'}`);
  }

  /** Gives the Lease back, also after a run that failed. */
  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#renewing);
    // A run that was told to stop still gives back what it holds, and waits for nobody.
    await this.#write('', undefined, this.#deadline.grace(2_000));
  }

  /** @returns `false` where another run was faster */
  async #take(found: KubernetesObject | undefined): Promise<boolean> {
    this.#acquired = microTime();
    const answer = await this.#write(this.#options.holder, found?.metadata.resourceVersion);
    if (answer.kind === 'ok') return true;
    if (answer.kind === 'conflict') return false;
    throw kubernetesError(answer, `take Lease ${this.#options.namespace}/${this.#options.name}`);
  }

  /**
   * Two runs that both see no Lease differ in their field manager, so the API server refuses the second;
   * where there is one, its resource version decides.
   *
   * No field has the same value in two runs: the managers of both would own it, and the entries of all runs
   * would pile up in the object. So there is no `leaseDurationSeconds`.
   */
  #write(holder: string, resourceVersion?: string, deadline = this.#deadline) {
    const { namespace, name, holder: own } = this.#options;
    return this.#client.apply(
      this.#path,
      {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name, namespace, ...(resourceVersion !== undefined && { resourceVersion }) },
        spec: {
          holderIdentity: holder,
          acquireTime: this.#acquired,
          renewTime: microTime(),
        },
      },
      { fieldManager: own, force: resourceVersion !== undefined },
      deadline,
    );
  }
}

function stateOf(lease: KubernetesObject | undefined): { readonly holder: string; readonly isFree: boolean } {
  const spec = isObject(lease?.spec) ? lease.spec : {};
  const holder = typeof spec.holderIdentity === 'string' ? spec.holderIdentity : '';
  const seconds = typeof spec.leaseDurationSeconds === 'number' ? spec.leaseDurationSeconds : duration;
  const renewed = typeof spec.renewTime === 'string' ? Date.parse(spec.renewTime) : Number.NaN;
  // A clock that is far ahead does not keep others waiting for its dead holder.
  return { holder, isFree: holder === '' || !(Math.abs(Date.now() - renewed) < seconds * 1000) };
}

/** Kubernetes writes the times of a Lease with microseconds, by which those of two runs differ. */
function microTime(): string {
  const microseconds = Math.round((performance.timeOrigin + performance.now()) * 1000);
  const rest = String(microseconds % 1000).padStart(3, '0');
  return new Date(Math.floor(microseconds / 1000)).toISOString().replace('Z', `${rest}Z`);
}
