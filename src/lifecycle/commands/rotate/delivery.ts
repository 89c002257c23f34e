import { createHash } from 'node:crypto';
import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import { isObject } from '../../../model/json-record.ts';
import { type KubernetesClient, kubernetesObject, secretPath } from '../../clients/kubernetes/kubernetes-client.ts';
import { commandProblem } from '../../problems/command-problem.ts';
import type { Deadline } from '../../run/deadline.ts';
import { fetches, type Reader } from '../rendered/vault-readers.ts';

const pause = 1_000;
const nudge = 'force-sync';
const fieldManager = 'vaultwright-rotate';

/** One ExternalSecret that reads a changed key, and what it had delivered before. */
interface Watched {
  readonly reader: Reader;
  readonly namespace: string;
  /** Data keys that are made of a changed Vault key. */
  readonly keys: readonly string[];
  /** Digests of their values, kept in memory only. */
  readonly digests: readonly (string | undefined)[];
  readonly synced: string;
  /** How often the operator looks at Vault by itself, in the words of Go. */
  readonly interval: string;
}

export interface DeliveredSecret {
  readonly namespace: string;
  readonly secret: string;
  readonly externalSecret: string;
  /** Data keys that hold another value now. */
  readonly keys: readonly string[];
}

/** Follows a change in Vault into the Kubernetes Secrets that are made of it. */
export class Delivery {
  readonly #kubernetes: KubernetesClient;
  readonly #watched: readonly Watched[];
  /** ExternalSecrets that are rendered and not in the cluster: nothing is delivered through them. */
  readonly absent: readonly string[];

  private constructor(kubernetes: KubernetesClient, watched: readonly Watched[], absent: readonly string[]) {
    this.#kubernetes = kubernetes;
    this.#watched = watched;
    this.absent = absent;
  }

  /**
   * Looks at what is delivered now, before the change.
   * @param changed ids of Vault keys that will change
   * @throws VW5018, VW5019
   */
  static async prepare(
    kubernetes: KubernetesClient,
    readers: readonly Reader[],
    changed: readonly string[],
    deadline: Deadline,
  ): Promise<Delivery> {
    const watched: Watched[] = [];
    const absent: string[] = [];
    for (const reader of readers) {
      const keys = [...reader.keys]
        .filter(([, ids]) => ids.some((id) => changed.some((each) => fetches(id, each))))
        .map(([key]) => key);
      if (keys.length === 0) continue;
      for (const namespace of await namespacesOf(kubernetes, reader, deadline)) {
        const digests = await digestsOf(kubernetes, namespace, reader.secret, keys, deadline);
        const { synced, reason, interval } = await statusOf(kubernetes, namespace, reader.name, deadline);
        if (reason === 'absent') absent.push(`${namespace}/${reader.name}`);
        else watched.push({ reader, namespace, keys, digests, synced, interval });
      }
    }
    return new Delivery(kubernetes, watched, absent);
  }

  /** The Secrets that will change. */
  get secrets(): readonly DeliveredSecret[] {
    return this.#watched.map(({ namespace, reader, keys }) => ({
      namespace,
      secret: reader.secret,
      externalSecret: reader.name,
      keys,
    }));
  }

  /** The longest interval after which the operator looks at Vault by itself, in milliseconds. */
  get longestInterval(): number {
    return Math.max(0, ...this.#watched.map(({ interval }) => milliseconds(interval)));
  }

  /**
   * Asks the operator to look at Vault now, by an annotation. Not where Argo CD and others share the cluster.
   */
  async nudge(deadline: Deadline): Promise<void> {
    const at = new Date().toISOString();
    for (const { namespace, reader } of this.#watched) {
      const fields = { metadata: { annotations: { [nudge]: at } } };
      const path = externalSecretPath(namespace, reader.name);
      const answer = await this.#kubernetes.merge(path, fields, fieldManager, deadline);
      // One that is not there is named when its Secret does not change.
      if (answer.kind !== 'absent') kubernetesObject(answer, `annotate ExternalSecret ${namespace}/${reader.name}`);
    }
  }

  /**
   * Waits until each Secret holds the new value and its ExternalSecret is Ready.
   * @param until when to give up
   * @returns one problem for each that is not there by then
   */
  async wait(until: Deadline, onDelivered: (secret: DeliveredSecret) => void): Promise<readonly Diagnostic[]> {
    let waiting = [...this.#watched];
    let states = new Map<Watched, string>();
    while (waiting.length > 0) {
      states = new Map();
      for (const each of waiting) {
        const state = await this.#state(each, until);
        if (state !== undefined) states.set(each, state);
        else {
          const { namespace, reader, keys } = each;
          onDelivered({ namespace, secret: reader.secret, externalSecret: reader.name, keys });
        }
      }
      waiting = waiting.filter((each) => states.has(each));
      if (waiting.length === 0 || !(await until.wait(pause))) break;
    }
    return waiting.map((each) => {
      const { namespace, reader, interval } = each;
      const what = `ExternalSecret ${namespace}/${reader.name}: ${states.get(each)}; it looks at Vault every ${interval}`;
      const object = { apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', namespace, name: reader.name };
      return commandProblem('VW5109', what, { object });
    });
  }

  /** What is missing until the change is delivered; `undefined` where nothing is. */
  async #state({ namespace, reader, keys, digests, synced }: Watched, until: Deadline): Promise<string | undefined> {
    const deadline = until.isOver ? until.grace(5_000) : until;
    const status = await statusOf(this.#kubernetes, namespace, reader.name, deadline);
    if (status.reason === 'absent') return 'it is not in the cluster';
    const now = await digestsOf(this.#kubernetes, namespace, reader.secret, keys, deadline);
    if (status.synced === synced) return 'it has not looked at Vault since';
    if (status.reason !== 'Ready') return `it is not Ready (${status.reason})`;
    const stale = keys.filter((_, index) => now[index] === undefined || now[index] === digests[index]);
    return stale.length === 0 ? undefined : `${stale.join(', ')} of Secret ${reader.secret} is unchanged`;
  }
}

async function namespacesOf(
  kubernetes: KubernetesClient,
  { namespace, madeBy }: Reader,
  deadline: Deadline,
): Promise<readonly string[]> {
  if (namespace !== undefined) return [namespace];
  if (madeBy === undefined) return [];
  const found = await kubernetes.find(`/apis/external-secrets.io/v1/clusterexternalsecrets/${madeBy}`, deadline);
  const provisioned = isObject(found?.status) ? found.status.provisionedNamespaces : undefined;
  return Array.isArray(provisioned) ? provisioned.map(String) : [];
}

const externalSecretPath = (namespace: string, name: string): string =>
  `/apis/external-secrets.io/v1/namespaces/${namespace}/externalsecrets/${name}`;

/**
 * `synced` changes whenever the operator has looked at Vault; `reason` is `Ready`, `absent`, or why it is not
 * Ready.
 */
async function statusOf(
  kubernetes: KubernetesClient,
  namespace: string,
  name: string,
  deadline: Deadline,
): Promise<{ readonly synced: string; readonly reason: string; readonly interval: string }> {
  const found = await kubernetes.find(externalSecretPath(namespace, name), deadline);
  if (!found) return { synced: '', reason: 'absent', interval: '' };
  const { refreshInterval } = isObject(found.spec) ? found.spec : {};
  const interval = typeof refreshInterval === 'string' ? refreshInterval : '1h';
  const status = isObject(found.status) ? found.status : {};
  const conditions = (Array.isArray(status.conditions) ? status.conditions : []).filter(isObject);
  const ready = conditions.find(({ type }) => type === 'Ready');
  const reason = ready?.status === 'True' ? 'Ready' : String(ready?.reason ?? 'no status').replace(/[^\w ]/g, '');
  return { synced: `${status.syncedResourceVersion} ${status.refreshTime}`, reason, interval };
}

async function digestsOf(
  kubernetes: KubernetesClient,
  namespace: string,
  name: string,
  keys: readonly string[],
  deadline: Deadline,
): Promise<(string | undefined)[]> {
  const secret = await kubernetes.find(secretPath(namespace, name), deadline);
  const data = isObject(secret?.data) ? secret.data : {};
  return keys.map((key) => {
    const text = data[key];
    return typeof text === 'string' ? createHash('sha256').update(text).digest('hex') : undefined;
  });
}

/** Parses a duration of Go, such as `1h0m0s`. @see https://pkg.go.dev/time#ParseDuration */
export function milliseconds(duration: string): number {
  const units: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };
  return [...duration.matchAll(/(?<![\d.])([\d.]+)(ms|[hms])/g)].reduce(
    (sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ''] ?? 0),
    0,
  );
}
