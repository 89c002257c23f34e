import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { benchProblem } from './bench-problem.ts';
import { enterNamespace, namespaceObstacle } from './namespace/enter-namespace.ts';
import { makeRunFolder, removeAbandonedRunFolders, removeRunFolder } from './namespace/run-folder.ts';
import { fetchForBench } from './tools/fetch-for-bench.ts';
import type { ProgramName } from './tools/programs.ts';

/**
 * What runs of programs on the bench share: everything from outside, fetched before the first of them begins.
 */
export interface Surroundings {
  /** Variables of a run. */
  readonly environment: NodeJS.ProcessEnv;
  /**
   * Whether each run gets a namespace of its own; else free ports replace the rendered ones, and Pods cannot
   * run.
   */
  readonly isPrivate: boolean;
}

export interface NamespaceRunOptions {
  /** The servers and clients that the program uses; what is missing is built. */
  readonly needs: readonly ProgramName[];
  /** Whether the program cannot run outside of a namespace of its own. @default false */
  readonly onlyInside?: boolean;
}

export interface RunOptions {
  /** Variables besides those of the surroundings. @default none */
  readonly environment?: NodeJS.ProcessEnv;
  /** Gets what the program prints, piece by piece. @default it prints to the terminal */
  readonly print?: (text: string) => void;
}

/** Prints a line about the run itself. */
export const say = (line: string): void => console.error(`e2e: ${line}`);

/**
 * Fetches what runs need from outside, and finds out whether they can have namespaces of their own.
 * @throws VW9001–VW9003 where a binary is missing, VW9004 where there is no namespace and the program needs
 * one
 */
export async function prepareSurroundings(options: NamespaceRunOptions): Promise<Surroundings> {
  const obstacle = namespaceObstacle();
  if (obstacle !== undefined && options.onlyInside)
    throw benchProblem('VW9004', `No namespace of its own can be made (${obstacle})`);
  const found = await fetchForBench(options.needs, { environment: process.env, say });
  if (obstacle !== undefined)
    say(`no namespace of its own can be made (${obstacle}): free ports replace the rendered ones, Pods cannot run`);
  removeAbandonedRunFolders();
  return { environment: { ...process.env, ...found }, isPrivate: obstacle === undefined };
}

/**
 * Runs a program in a namespace of its own, with the binaries of the servers in its environment.
 * @returns its exit status
 */
export async function runAlone(
  command: readonly string[],
  surroundings: Surroundings,
  { environment: more, print }: RunOptions = {},
): Promise<number> {
  const folder = makeRunFolder();
  const environment: NodeJS.ProcessEnv = { ...surroundings.environment, ...more, VAULTWRIGHT_E2E_RUN: folder };
  const output = print === undefined ? 'inherit' : 'pipe';
  try {
    const child = surroundings.isPrivate
      ? enterNamespace(folder, command, environment, output)
      : plain(command, environment, output);
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => print?.(text));
    return await ended(child);
  } finally {
    if (environment.VAULTWRIGHT_E2E_KEEP) say(`kept ${folder}`);
    else if (!removeRunFolder(folder)) say(`left ${folder}: something is mounted below it`);
  }
}

/**
 * Fetches what a program needs and runs it in a namespace of its own.
 * @returns its exit status
 * @throws as {@link prepareSurroundings}
 */
export async function runInNamespace(command: readonly string[], options: NamespaceRunOptions): Promise<number> {
  return runAlone(command, await prepareSurroundings(options));
}

function plain(command: readonly string[], environment: NodeJS.ProcessEnv, output: 'inherit' | 'pipe'): ChildProcess {
  const [program = '', ...args] = command;
  return spawn(program, args, { stdio: ['inherit', output, output], env: environment });
}

/**
 * Waits for the program. SIGINT is left to it, since the terminal sends it to all; SIGTERM ends the whole
 * namespace at once.
 */
async function ended(child: ChildProcess): Promise<number> {
  const onInterrupt = (): void => {};
  const onTermination = (): void => {
    child.kill('SIGKILL');
  };
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTermination);
  try {
    return await new Promise((settle, fail) =>
      child
        .on('error', fail)
        .on('close', (code, signal) => settle(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))),
    );
  } finally {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onTermination);
  }
}
