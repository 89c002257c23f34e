import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { benchProblem } from '../bench-problem.ts';
import type { KubernetesClient } from '../clients/kubernetes-client.ts';
import { containerStart } from './container-environment.ts';
import { ContainerProcess, type Termination } from './container-process.ts';
import { NotYet } from './not-yet.ts';
import type { Container, Pod } from './pod.ts';
import { type ContainerProgress, type PodPhase, type PodProgress, podStatus } from './pod-status.ts';
import type { LocalImage, LocalPod } from './substitutions.ts';
import { fillVolume } from './volume-files.ts';

const podKind = { apiVersion: 'v1', kind: 'Pod' };
/** Milliseconds between two looks at something that is not there yet. */
const retryInterval = 500;
/** Back-off of a kubelet before it restarts a container; it doubles up to five minutes. */
const firstRestartDelay = 10_000;

/** One Pod from its start to its end. */
export class PodRun {
  readonly pod: Pod;
  readonly folder: string;
  readonly #client: KubernetesClient;
  readonly #local: LocalPod;
  readonly #containers = new Map<string, ContainerProgress>();
  readonly #running = new Set<ContainerProcess>();
  readonly #startTime = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  readonly #abort = new AbortController();
  #reported: Promise<unknown> = Promise.resolve();

  constructor(client: KubernetesClient, pod: Pod, local: LocalPod, folder: string) {
    this.pod = pod;
    this.folder = folder;
    this.#client = client;
    this.#local = local;
  }

  /** Runs the Pod to its end and reports it; ends early without a report where it is stopped. */
  async run(): Promise<void> {
    const deadline = this.#deadline();
    try {
      await this.#untilThere('ContainerCreating', () => this.#fillVolumes());
      const { initContainers = [], containers } = this.#local.spec;
      for (const container of initContainers)
        if ((await this.#runContainer(container, 'Pending')).exitCode !== 0) return await this.#report('Failed');
      const ends = await Promise.all(containers.map((container) => this.#runContainer(container, 'Running')));
      await this.#report(ends.every(({ exitCode }) => exitCode === 0) ? 'Succeeded' : 'Failed');
    } catch (error) {
      if (!this.#abort.signal.aborted) throw error;
    } finally {
      clearTimeout(deadline);
    }
  }

  /** Stops the Pod's processes as a kubelet does where the Pod was deleted. */
  async stop(graceSeconds = this.pod.spec.terminationGracePeriodSeconds ?? 30): Promise<void> {
    this.#abort.abort();
    await Promise.all([...this.#running].map((container) => container.stop(graceSeconds)));
  }

  /** Ends the Pod's processes at once; the Pod is reported as what became of it. */
  async kill(): Promise<void> {
    await Promise.all([...this.#running].map((container) => container.kill()));
  }

  /** The processes of the programs that run now, as the namespace of the bench numbers them. */
  get programPids(): number[] {
    return [...this.#running].flatMap(({ programPid }) => programPid ?? []);
  }

  async #runContainer(container: Container<LocalImage>, phase: PodPhase): Promise<Termination> {
    for (let restarts = 0, delay = firstRestartDelay; ; restarts++, delay = Math.min(delay * 2, 300_000)) {
      const start = await this.#untilThere(
        'PodInitializing',
        () => containerStart(this.#client, this.pod, container),
        container.name,
      );
      this.#abort.signal.throwIfAborted();
      const folder = join(this.folder, 'containers', container.name, String(restarts));
      mkdirSync(folder, { recursive: true });
      const running = new ContainerProcess(this.#local, container, start, folder);
      this.#running.add(running);
      this.#note(container, { state: { running: { startedAt: running.startedAt } }, restartCount: restarts });
      await this.#report(phase);
      const terminated = await running.ended;
      this.#running.delete(running);
      this.#abort.signal.throwIfAborted();
      this.#note(container, { state: { terminated }, restartCount: restarts });
      if (terminated.exitCode === 0 || this.pod.spec.restartPolicy === 'Never') return terminated;
      const waiting = { reason: 'CrashLoopBackOff', message: `back-off ${delay / 1000}s restarting failed container` };
      this.#note(container, { state: { waiting }, lastState: { terminated }, restartCount: restarts });
      await this.#report(phase);
      await sleep(delay, undefined, { signal: this.#abort.signal });
    }
  }

  #note({ name }: { readonly name: string }, progress: ContainerProgress): void {
    this.#containers.set(name, progress);
  }

  async #fillVolumes(): Promise<void> {
    const rendered = new Map(this.pod.spec.volumes?.map((volume) => [volume.name, volume]));
    for (const { name, folder } of this.#local.spec.volumes ?? []) {
      const volume = rendered.get(name);
      if (volume) await fillVolume(this.#client, this.pod, volume, folder);
    }
  }

  /**
   * Waits, as a kubelet does, for what the Pod refers to; what is missing is to be seen in the Pod's status.
   */
  async #untilThere<T>(reason: string, attempt: () => Promise<T>, only?: string): Promise<T> {
    let said = '';
    for (;;) {
      this.#abort.signal.throwIfAborted();
      try {
        return await attempt();
      } catch (error) {
        if (!(error instanceof NotYet)) throw error;
        if (said !== error.message) {
          said = error.message;
          const waiting = { reason: error.reason ?? reason, message: said };
          for (const container of this.pod.spec.containers)
            if (only === undefined || only === container.name)
              this.#note(container, { state: { waiting }, restartCount: 0 });
          await this.#report('Pending');
        }
        await sleep(retryInterval, undefined, { signal: this.#abort.signal });
      }
    }
  }

  #report(phase: PodPhase, failure: Pick<PodProgress, 'reason' | 'message'> = {}): Promise<void> {
    const progress = { phase, startTime: this.#startTime, containers: new Map(this.#containers), ...failure };
    const { name, namespace, uid } = this.pod.metadata;
    // With the uid a report cannot reach a later Pod of the same name: the server answers with a conflict.
    const body = { metadata: { uid }, status: podStatus(this.pod, progress) };
    const sent = this.#reported.then(async () => {
      if (this.#abort.signal.aborted) return;
      const path = `${await this.#client.path(podKind, namespace, name)}/status`;
      const answer = await this.#client.request('PATCH', path, body, 'application/merge-patch+json');
      // A Pod that is gone or replaced needs no report.
      if (![200, 404, 409].includes(answer.status)) throw benchProblem('VW9008', `${path}: ${answer.text}`);
    });
    this.#reported = sent.catch(() => undefined);
    return sent;
  }

  #deadline(): NodeJS.Timeout | undefined {
    const { activeDeadlineSeconds } = this.pod.spec;
    if (activeDeadlineSeconds === undefined) return undefined;
    return setTimeout(async () => {
      const message = 'Pod was active on the node longer than the specified deadline';
      await this.#report('Failed', { reason: 'DeadlineExceeded', message });
      await this.stop();
    }, activeDeadlineSeconds * 1000);
  }
}
