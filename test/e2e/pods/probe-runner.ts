import { request as plainRequest } from 'node:http';
import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesClient } from '../clients/kubernetes-client.ts';

/** A readiness probe as a container declares it; what is left out has the default of Kubernetes. */
export interface Probe {
  readonly httpGet?: { readonly path?: string; readonly port: number; readonly scheme?: 'HTTP' | 'HTTPS' };
  readonly exec?: { readonly command: readonly string[] };
  readonly initialDelaySeconds?: number;
  readonly periodSeconds?: number;
  readonly timeoutSeconds?: number;
  readonly successThreshold?: number;
  readonly failureThreshold?: number;
}

/** What the runner probes: a Pod whose process somebody else runs. */
export interface ProbedPod {
  readonly namespace: string;
  readonly name: string;
  /** Address of the Pod. */
  readonly host: string;
  readonly probe: Probe;
  /** Runs a command in the container, for probes by command. @returns its exit status */
  readonly exec?: (command: readonly string[]) => Promise<number>;
}

const podKind = { apiVersion: 'v1', kind: 'Pod' };

/**
 * Stands in for the part of a kubelet that asks whether Pods are ready: the declared probe, with its periods
 * and thresholds, reported in the status of the Pod, so that the real controllers count.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/probes/
 */
export class ProbeRunner {
  readonly #client: KubernetesClient;
  readonly #abort = new AbortController();
  readonly #loops: Promise<void>[] = [];
  readonly #ready = new Map<string, boolean>();
  readonly #failures: unknown[] = [];

  constructor(client: KubernetesClient) {
    this.#client = client;
  }

  /** Whether the last thresholds that a Pod crossed made it ready. @param name of the Pod */
  isReady(name: string): boolean {
    return this.#ready.get(name) ?? false;
  }

  /** Reports the Pod as running and not ready, and probes it until the runner stops. */
  async attach(pod: ProbedPod): Promise<void> {
    await this.#report(pod, false);
    this.#loops.push(
      this.#loop(pod).catch((error: unknown) => {
        if (!this.#abort.signal.aborted) this.#failures.push(error);
      }),
    );
  }

  /** @throws what went wrong in the runner itself, if anything did */
  async stop(): Promise<void> {
    this.#abort.abort();
    await Promise.all(this.#loops);
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  async #loop(pod: ProbedPod): Promise<void> {
    const { initialDelaySeconds = 0, periodSeconds = 10, successThreshold = 1, failureThreshold = 3 } = pod.probe;
    const { signal } = this.#abort;
    await sleep(initialDelaySeconds * 1000, undefined, { signal });
    let [successes, failures] = [0, 0];
    while (!signal.aborted) {
      const began = Date.now();
      if (await succeeds(pod)) [successes, failures] = [successes + 1, 0];
      else [successes, failures] = [0, failures + 1];
      const isReady = this.isReady(pod.name) ? failures < failureThreshold : successes >= successThreshold;
      if (isReady !== this.isReady(pod.name)) await this.#report(pod, isReady);
      await sleep(Math.max(0, began + periodSeconds * 1000 - Date.now()), undefined, { signal });
    }
  }

  async #report({ namespace, name, host }: ProbedPod, isReady: boolean): Promise<void> {
    this.#ready.set(name, isReady);
    const pod = await this.#client.get(podKind, name, namespace);
    const status = isReady ? 'True' : 'False';
    const containers: readonly { readonly name: string; readonly image: string }[] = pod.spec.containers;
    const started = { running: { startedAt: pod.status?.startTime ?? new Date().toISOString() } };
    await this.#client.patch(
      podKind,
      name,
      namespace,
      {
        status: {
          phase: 'Running',
          podIP: host,
          podIPs: [{ ip: host }],
          startTime: pod.status?.startTime ?? new Date().toISOString(),
          conditions: ['PodScheduled', 'Initialized', 'ContainersReady', 'Ready'].map((type) => ({
            type,
            status: type.endsWith('Ready') ? status : 'True',
            lastTransitionTime: new Date().toISOString(),
          })),
          containerStatuses: containers.map((container) => ({
            name: container.name,
            image: container.image,
            imageID: '',
            restartCount: 0,
            ready: isReady,
            started: true,
            state: started,
          })),
        },
      },
      '/status',
    );
  }
}

async function succeeds({ host, probe, exec }: ProbedPod): Promise<boolean> {
  const limit = (probe.timeoutSeconds ?? 1) * 1000;
  if (probe.exec) {
    const late = sleep(limit).then(() => -1);
    return (await Promise.race([exec?.(probe.exec.command), late])) === 0;
  }
  if (!probe.httpGet) throw new TypeError('The bench runs probes by HTTP and by command only');
  const { path = '/', port, scheme = 'HTTP' } = probe.httpGet;
  const status = await statusOf(`${scheme.toLowerCase()}://${host}:${port}${path}`, limit).catch(() => 0);
  return status >= 200 && status < 400;
}

/**
 * Asks as a kubelet does: by the address of the Pod, without looking at the certificate, on a new connection.
 */
function statusOf(url: string, timeout: number): Promise<number> {
  const send = url.startsWith('https:') ? request : plainRequest;
  return new Promise((settle, fail) => {
    const sent = send(url, { rejectUnauthorized: false, agent: false, timeout }, (answer) => {
      answer.resume();
      settle(answer.statusCode ?? 0);
    });
    sent.on('timeout', () => sent.destroy(new Error('no answer in time')));
    sent.on('error', fail);
    sent.end();
  });
}
