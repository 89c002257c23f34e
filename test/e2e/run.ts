import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { VaultwrightError } from '../../src/model/errors.ts';
import { enterNamespace, namespaceObstacle } from './namespace/enter-namespace.ts';
import { makeRunFolder, removeAbandonedRunFolders, removeRunFolder } from './namespace/run-folder.ts';
import { findProgram } from './tools/find-program.ts';
import { programs, requiredPrograms } from './tools/programs.ts';

/** `npm run test:e2e [-- vitest arguments]`: builds what is missing, then runs the end-to-end tests in a namespace of their own. */
const root = join(import.meta.dirname, '..', '..');
const vitest = [
  process.execPath,
  join(root, 'node_modules', 'vitest', 'vitest.mjs'),
  'run',
  ...['--config', join(import.meta.dirname, 'vitest.config.ts')],
  ...process.argv.slice(2),
];

try {
  process.exitCode = await runTests();
} catch (error) {
  if (!(error instanceof VaultwrightError)) throw error;
  console.error(error.message);
  process.exitCode = error.exitStatus;
}

async function runTests(): Promise<number> {
  const environment: NodeJS.ProcessEnv = { ...process.env };
  const say = (line: string): void => console.error(`e2e: ${line}`);
  for (const name of requiredPrograms)
    environment[programs[name].variable] = await findProgram(name, { environment, say });
  if (environment[programs.bao.variable]) await findProgram('bao', { environment, say });
  const obstacle = namespaceObstacle();
  if (obstacle !== undefined)
    say(`no namespace of its own can be made (${obstacle}): free ports replace the rendered ones, Pods cannot run`);
  removeAbandonedRunFolders();
  const folder = makeRunFolder();
  environment.VAULTWRIGHT_E2E_RUN = folder;
  try {
    return await ended(
      obstacle === undefined ? enterNamespace(folder, vitest, environment) : plain(vitest, environment),
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

/** Waits for the tests. SIGINT is left to them, since the terminal sends it to all; SIGTERM ends the whole namespace at once. */
async function ended(child: ChildProcess): Promise<number> {
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGKILL'));
  return new Promise((settle, fail) =>
    child
      .on('error', fail)
      .on('close', (code, signal) => settle(code ?? 128 + (signal === null ? 0 : constants.signals[signal]))),
  );
}
