import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { benchProblem } from './bench-problem.ts';
import { enterNamespace, namespaceObstacle } from './namespace/enter-namespace.ts';
import { makeRunFolder, removeAbandonedRunFolders, removeRunFolder } from './namespace/run-folder.ts';
import { findProgram } from './tools/find-program.ts';
import { type ProgramName, programs } from './tools/programs.ts';

export interface NamespaceRunOptions {
  /** The servers and clients that the program uses; what is missing is built. */
  readonly needs: readonly ProgramName[];
  /** Whether the program cannot run outside of a namespace of its own. @default false */
  readonly onlyInside?: boolean;
}

/**
 * Runs a program in a namespace of its own, with the binaries of the servers in its environment.
 * @returns its exit status
 * @throws VW9001–VW9003 where a binary is missing, VW9004 where there is no namespace and the program needs one
 */
export async function runInNamespace(
  command: readonly string[],
  { needs, onlyInside = false }: NamespaceRunOptions,
): Promise<number> {
  const environment: NodeJS.ProcessEnv = { ...process.env };
  const say = (line: string): void => console.error(`e2e: ${line}`);
  const obstacle = namespaceObstacle();
  if (obstacle !== undefined && onlyInside)
    throw benchProblem('VW9004', `No namespace of its own can be made (${obstacle})`);
  for (const name of needs) environment[programs[name].variable] = await findProgram(name, { environment, say });
  if (environment[programs.bao.variable]) await findProgram('bao', { environment, say });
  if (obstacle !== undefined)
    say(`no namespace of its own can be made (${obstacle}): free ports replace the rendered ones, Pods cannot run`);
  removeAbandonedRunFolders();
  const folder = makeRunFolder();
  environment.VAULTWRIGHT_E2E_RUN = folder;
  try {
    return await ended(
      obstacle === undefined ? enterNamespace(folder, command, environment) : plain(command, environment),
    );
  } finally {
    if (environment.VAULTWRIGHT_E2E_KEEP) say(`kept ${folder}`);
    else if (!removeRunFolder(folder)) say(`left ${folder}: something is mounted below it`);
  }
}

function plain(command: readonly string[], environment: NodeJS.ProcessEnv): ChildProcess {
  const [program = '', ...args] = command;
  return spawn(program, args, { stdio: 'inherit', env: environment });
}

/** Waits for the program. SIGINT is left to it, since the terminal sends it to all; SIGTERM ends the whole namespace at once. */
async function ended(child: ChildProcess): Promise<number> {
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGKILL'));
  return new Promise((settle, fail) =>
    child
      .on('error', fail)
      .on('close', (code, signal) => settle(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))),
  );
}
