import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { type Order, orderVariable, type Verdict } from './order.ts';
import { mutantsOf, type Scope, scopes } from './scope.ts';

const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--config', 'scripts/mutation/vitest.config.ts'];
/**
 * Milliseconds after which a process hangs in the mutant that it began last, and those in which it collects
 * and runs the tests.
 */
const silence = 90_000;
const startSilence = 900_000;

/** The last thing that a process said about a mutant, by number; `begun` is one that never came to an end. */
export type Verdicts = ReadonlyMap<number, Verdict>;

export interface Judging {
  readonly name: string;
  readonly scope: Scope;
  /** Only mutants of files whose path contains one of these. */
  readonly only: readonly string[];
  readonly workers: number;
  /** Folder for the logs of the processes. */
  readonly folder: string;
  progress(done: number, all: number): void;
}

/**
 * Runs the tests of a scope against each of its mutants.
 *
 * @throws Error where the tests fail without any mutant, so that nothing can be said about one
 */
export async function judgedMutants({ name, scope, only, workers, folder, progress }: Judging): Promise<Verdicts> {
  mkdirSync(folder, { recursive: true });
  const ids = mutantsOf(scope).flatMap(({ id, file }) => (only.some((part) => file.includes(part)) ? [id] : []));
  const verdicts = new Map<number, Verdict>();
  const take = (found: readonly Verdict[]): void => {
    for (const verdict of found) verdicts.set(verdict.id, verdict);
    progress([...verdicts.values()].filter(({ status }) => status !== 'loaded').length, ids.length);
  };

  const judge = async (share: readonly number[], log: string, loads: boolean): Promise<void> => {
    const found = await runProcess({ scope: name, ids: share, loads, log });
    take(found);
    const said = new Set(found.map(({ id }) => id));
    const left = share.filter((id) => !said.has(id));
    if (left.length === share.length) throw new Error(`The tests of ${name} fail without a mutant: see ${log}.txt`);
    if (left.length > 0) await judge(left, log, loads);
  };
  const judgeShared = async (all: readonly number[], loads: boolean): Promise<void> => {
    const shares = Array.from({ length: workers }, (_, worker) => all.filter((_, at) => at % workers === worker));
    const kind = loads ? 'loaded' : 'met';
    await Promise.all(
      shares.map((share, worker) =>
        share.length > 0 ? judge(share, resolve(folder, `${name}-${kind}-${worker}.jsonl`), loads) : undefined,
      ),
    );
  };
  await judgeShared(ids, false);
  await judgeShared(
    [...verdicts.values()].filter(({ status }) => status === 'loaded').map(({ id }) => id),
    true,
  );
  return verdicts;
}

async function runProcess(order: Order): Promise<Verdict[]> {
  writeFileSync(order.log, '');
  writeTestFiles(order);
  const child = spawn(process.execPath, vitest, {
    env: { ...process.env, [orderVariable]: JSON.stringify(order) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => output.push(chunk));
  let [size, quietSince] = [0, Date.now()];
  const watch = setInterval(() => {
    const now = statSync(order.log).size;
    if (now !== size) [size, quietSince] = [now, Date.now()];
    if (Date.now() - quietSince > (size === 0 ? startSilence : silence)) child.kill('SIGKILL');
  }, 5_000);
  await new Promise((settle, fail) => child.on('error', fail).on('close', settle));
  clearInterval(watch);
  writeFileSync(`${order.log}.txt`, Buffer.concat(output));
  const lines = readFileSync(order.log, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Verdict);
}

/** Vitest wants a file for each collection of tests. */
function writeTestFiles({ log, ids, loads, scope }: Order): void {
  const folder = `${log}.tests`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const collector = relative(folder, join(import.meta.dirname, 'judging-tests.ts'));
  const write = (id: number | '', parameters: string): void =>
    writeFileSync(
      join(folder, `mutant${id}.ts`),
      `import { collectJudgingTests } from '${collector}';\nawait collectJudgingTests(${parameters});\n`,
    );
  if (!loads) {
    write('', '');
    return;
  }
  const judged = scopes[scope];
  const files = new Map(judged && mutantsOf(judged).map(({ id, file }) => [id, file]));
  for (const id of ids)
    write(id, judged?.judgedBy === 'near' ? `${id}, '${basename(files.get(id) ?? '', '.ts')}'` : `${id}`);
}
