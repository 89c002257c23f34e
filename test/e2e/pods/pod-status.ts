import type { Termination } from './container-process.ts';
import type { Pod } from './pod.ts';

/** What a container is doing. */
export type ContainerState =
  | { readonly waiting: { readonly reason: string; readonly message?: string } }
  | { readonly running: { readonly startedAt: string } }
  | { readonly terminated: Termination };

/** What the runner knows of a container. */
export interface ContainerProgress {
  readonly state: ContainerState;
  readonly restartCount: number;
  readonly lastState?: ContainerState;
}

export type PodPhase = 'Pending' | 'Running' | 'Succeeded' | 'Failed';

export interface PodProgress {
  readonly phase: PodPhase;
  readonly startTime: string;
  /** By name of the container, init containers too. */
  readonly containers: ReadonlyMap<string, ContainerProgress>;
  readonly reason?: string;
  readonly message?: string;
}

const waitingForTurn: ContainerProgress = { state: { waiting: { reason: 'PodInitializing' } }, restartCount: 0 };

/** Returns the `status` of a Pod as a kubelet would report it. */
export function podStatus({ spec }: Pod, progress: PodProgress): object {
  const { phase, startTime, containers, reason, message } = progress;
  const report = ({ name, image }: { readonly name: string; readonly image: string }, isInit: boolean): object => {
    const { state, restartCount, lastState } = containers.get(name) ?? waitingForTurn;
    const isRunning = 'running' in state;
    const ready = isInit ? 'terminated' in state && state.terminated.exitCode === 0 : isRunning;
    return { name, image, imageID: '', state, lastState: lastState ?? {}, restartCount, ready, started: isRunning };
  };
  const containerStatuses = spec.containers.map((container) => report(container, false));
  const isReady = phase === 'Running' && containerStatuses.every((status) => (status as { ready: boolean }).ready);
  const condition = (type: string, holds: boolean): object => ({ type, status: holds ? 'True' : 'False' });
  return {
    phase,
    startTime,
    podIP: '127.0.0.1',
    hostIP: '127.0.0.1',
    ...(reason !== undefined && { reason }),
    ...(message !== undefined && { message }),
    conditions: [
      condition('Initialized', phase !== 'Pending'),
      condition('Ready', isReady),
      condition('ContainersReady', isReady),
    ],
    containerStatuses,
    ...(spec.initContainers && {
      initContainerStatuses: spec.initContainers.map((container) => report(container, true)),
    }),
  };
}
