import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubernetesClient } from '../clients/kubernetes-client.ts';
import type { KubernetesServer } from '../servers/kubernetes-server.ts';
import { unknownFields } from './honoured-fields.ts';
import type { Pod } from './pod.ts';
import { PodRun } from './pod-run.ts';
import { podStatus } from './pod-status.ts';
import { type ImageSubstitution, nodeImages, substitute } from './substitutions.ts';

export interface PodRunnerOptions {
  /** What stands in for images. @default the Node.js that runs the tests, for the official Node images */
  readonly images?: ImageSubstitution;
}

const podKind = { apiVersion: 'v1', kind: 'Pod' };

/**
 * Stands in for a kubelet: runs each Pod that is to end by itself as processes of this machine, and reports
 * its status.
 *
 * Everything else about Jobs and CronJobs is done by the real controllers. Pods that are never to end stay
 * Pending.
 */
export class PodRunner {
  readonly folder: string;
  readonly #client: KubernetesClient;
  readonly #images: ImageSubstitution;
  readonly #runs = new Map<string, PodRun>();
  readonly #ends = new Set<Promise<void>>();
  readonly #abort = new AbortController();
  readonly #failures: unknown[] = [];
  #watching: Promise<void> = Promise.resolve();

  private constructor(client: KubernetesClient, folder: string, options: PodRunnerOptions) {
    this.folder = folder;
    this.#client = client;
    this.#images = options.images ?? nodeImages;
  }

  static async start({ client }: KubernetesServer, folder: string, options: PodRunnerOptions): Promise<PodRunner> {
    const runner = new PodRunner(client, folder, options);
    runner.#watching = runner.#watch();
    return runner;
  }

  /** The Pods that run now. */
  get running(): readonly PodRun[] {
    return [...this.#runs.values()];
  }

  /**
   * Everything that the containers of a Pod printed, also after the Pod is gone.
   * @param name of the Pod, or its beginning
   */
  logs(namespace: string, name: string): string {
    return this.filesOf(namespace, name, 'log').join('');
  }

  /**
   * The contents of files that containers left, by the name of the file or folder in their folder: `log`,
   * `tmp`, …
   */
  filesOf(namespace: string, name: string, part: 'log' | 'tmp' | 'termination-message'): string[] {
    const found = readdirSync(this.folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.startsWith(`${namespace}/${name}`) && file.split('/').includes(part))
      .map((file) => join(this.folder, file));
    return found.filter((file) => statSync(file).isFile()).map((file) => readFileSync(file, 'utf8'));
  }

  /** Folder of what Pods wrote to a claim; it outlives them. */
  claimFolder(namespace: string, claim: string): string {
    return join(this.folder, 'claims', namespace, claim);
  }

  /**
   * Stops all Pods at once.
   * @throws what went wrong in the runner itself, if anything did
   */
  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#watching;
    // Each is stopped, whatever happens to another.
    const stopped = await Promise.allSettled([...this.#runs.values()].map((run) => run.stop(0)));
    await Promise.all(this.#ends);
    for (const each of stopped) if (each.status === 'rejected') this.#failures.push(each.reason);
    if (this.#failures.length > 0) throw this.#failures[0];
  }

  async #watch(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      try {
        const path = await this.#client.path(podKind);
        const answer = await this.#client.request('GET', path);
        const { items, metadata } = JSON.parse(answer.text);
        for (const pod of items) this.#start({ ...pod, ...podKind });
        for await (const { type, object } of this.#client.watch(
          podKind,
          metadata.resourceVersion,
          this.#abort.signal,
        )) {
          if (type === 'ERROR') break;
          if (type === 'DELETED') this.#forget(object as Pod);
          else if (type === 'ADDED') this.#start(object as Pod);
        }
      } catch (error) {
        if (this.#abort.signal.aborted) return;
        if (!isConnectionError(error)) this.#failures.push(error);
      }
      await sleep(200, undefined, { signal: this.#abort.signal }).catch(() => undefined);
    }
  }

  #start(pod: Pod): void {
    const { uid, namespace, name, deletionTimestamp } = pod.metadata;
    if (this.#runs.has(uid) || deletionTimestamp !== undefined || pod.status?.phase !== 'Pending') return;
    if ((pod.spec.restartPolicy ?? 'Always') === 'Always') return;
    const folder = join(this.folder, namespace, `${name}.${uid.slice(0, 8)}`);
    mkdirSync(folder, { recursive: true });
    const unknown = unknownFields(pod);
    const local = substitute(pod, this.#images, {
      volumes: join(folder, 'volumes'),
      claims: this.claimFolder(namespace, ''),
    });
    if (unknown.length > 0) {
      this.#refuse(pod, `the bench does not imitate ${unknown.join(', ')} (VW9007)`);
      return;
    }
    if ('unknownImage' in local) {
      this.#refuse(pod, `nothing stands in for the image ${local.unknownImage} (VW9007)`);
      return;
    }
    const run = new PodRun(this.#client, pod, local, folder);
    this.#runs.set(uid, run);
    this.#follow(run.run().finally(() => this.#runs.delete(uid)));
  }

  #refuse(pod: Pod, message: string): void {
    const { name, namespace } = pod.metadata;
    const failed = { phase: 'Failed', startTime: new Date().toISOString(), containers: new Map() } as const;
    const status = podStatus(pod, { ...failed, reason: 'NotImitated', message });
    this.#follow(this.#client.patch(podKind, name, namespace, { status }, '/status'));
  }

  #forget({ metadata }: Pod): void {
    const run = this.#runs.get(metadata.uid);
    if (run) this.#follow(run.stop());
  }

  #follow(work: Promise<unknown>): void {
    const end: Promise<void> = work
      .then(
        () => undefined,
        (error) => {
          if (!this.#abort.signal.aborted && !isConnectionError(error)) this.#failures.push(error);
        },
      )
      .finally(() => this.#ends.delete(end));
    this.#ends.add(end);
  }
}

const isConnectionError = (error: unknown): boolean =>
  ['ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes((error as NodeJS.ErrnoException).code ?? '');
