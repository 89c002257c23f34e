import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';
import { sandboxCommand } from '../namespace/sandbox-command.ts';
import type { SandboxMount } from '../namespace/sandbox-root.ts';
import type { ContainerStart } from './container-environment.ts';
import type { Container, SecurityContext } from './pod.ts';
import type { LocalImage, LocalPod } from './substitutions.ts';

/** How a container ended, as `state.terminated` says it. */
export interface Termination {
  readonly exitCode: number;
  readonly signal?: number;
  readonly reason: 'Completed' | 'Error' | 'StartError';
  readonly message?: string;
  readonly startedAt: string;
  readonly finishedAt: string;
}

const messageLimit = 4096;
/** Kubernetes gives times in whole seconds. */
const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

/** One run of one container as a process of this machine. */
export class ContainerProcess {
  readonly startedAt = now();
  readonly ended: Promise<Termination>;
  readonly #child: ChildProcess;

  /** @param folder folder of this run of the container: its log, its `/tmp`, its termination message */
  constructor(pod: LocalPod, container: Container<LocalImage>, start: ContainerStart, folder: string) {
    for (const part of ['root', 'tmp']) mkdirSync(join(folder, part), { recursive: true });
    const message = join(folder, 'termination-message');
    const log = join(folder, 'log');
    writeFileSync(message, '');
    const output = openSync(log, 'a');
    const [program = '', ...args] = sandboxCommand({
      folder: join(folder, 'root'),
      mounts: mountsOf(pod, container, folder, message),
      command: start.command,
      workingFolder: container.workingDir ?? container.image.workingFolder,
      hostName: pod.metadata.name,
      ownProcesses: true,
      ...rightsOf({ ...pod.spec.securityContext, ...container.securityContext }),
    });
    this.#child = spawn(program, args, { stdio: ['ignore', output, output], env: { ...start.environment } });
    closeSync(output);
    this.ended = new Promise((settle) => {
      const { startedAt } = this;
      const end = (exitCode: number, reason: Termination['reason'], detail: string): void => {
        const text = messageOf(container, message, log, exitCode) || detail;
        settle({ exitCode, reason, startedAt, finishedAt: now(), ...(text && { message: text }) });
      };
      this.#child.on('error', (error) => end(128, 'StartError', error.message));
      this.#child.on('exit', (code, signal) => {
        const exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
        end(exitCode, exitCode === 0 ? 'Completed' : 'Error', '');
      });
    });
  }

  /** Sends SIGTERM, and SIGKILL after the grace period, as a kubelet does with a deleted Pod. */
  async stop(graceSeconds: number): Promise<void> {
    this.#signalProgram('SIGTERM');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), graceSeconds * 1000);
    await this.ended;
    clearTimeout(late);
  }

  /** Ends the container at once, as a lost node would. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** The process of the program as the namespace of the bench sees it, e.g. to read its `/proc` files. */
  get programPid(): number | undefined {
    const { pid } = this.#child;
    if (pid === undefined) return undefined;
    try {
      const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
      return children[0] ? Number(children[0]) : undefined;
    } catch {
      return undefined;
    }
  }

  /** The direct child is `unshare`; the program is the first process of the namespace below it. */
  #signalProgram(signal: NodeJS.Signals): void {
    const pid = this.programPid;
    if (pid === undefined) return;
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

function mountsOf(pod: LocalPod, container: Container<LocalImage>, folder: string, message: string): SandboxMount[] {
  const folders = new Map(pod.spec.volumes?.map((volume) => [volume.name, volume.folder]));
  const projected = (container.volumeMounts ?? []).map(({ name, mountPath, subPath = '', readOnly = false }) => {
    const source = join(folders.get(name) ?? '', subPath);
    return { source, target: mountPath, readOnly, isFile: statSync(source).isFile() };
  });
  return [
    // Every image has a /tmp of its own.
    { source: join(folder, 'tmp'), target: '/tmp', readOnly: false, isFile: false },
    {
      source: message,
      target: container.terminationMessagePath ?? '/dev/termination-log',
      readOnly: false,
      isFile: true,
    },
    ...projected,
  ].filter(({ target }, index, all) => !all.slice(index + 1).some((later) => later.target === target));
}

function rightsOf({
  runAsUser,
  runAsGroup,
  readOnlyRootFilesystem,
  allowPrivilegeEscalation,
  capabilities,
}: SecurityContext) {
  return {
    ...(runAsUser && { user: { uid: runAsUser, gid: runAsGroup ?? 0 } }),
    readOnlyRoot: readOnlyRootFilesystem ?? false,
    noNewPrivileges: allowPrivilegeEscalation === false,
    dropCapabilities: capabilities?.drop?.includes('ALL') ?? false,
  };
}

function messageOf(container: Container<LocalImage>, file: string, log: string, exitCode: number): string {
  const written = readFileSync(file).subarray(0, messageLimit).toString();
  if (written !== '' || exitCode === 0 || container.terminationMessagePolicy !== 'FallbackToLogsOnError')
    return written;
  return readFileSync(log, 'utf8').split('\n').slice(-80).join('\n').slice(-2048);
}
