import { appendFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type RunnerTestCase, type RunnerTestFile, type RunnerTestSuite, TestRunner } from 'vitest';
import { activate, beginTest, testsThatMet } from './mutant-switch.ts';
import { isTestNear } from './near-tests.ts';
import { readOrder, type Verdict } from './order.ts';
import { mutantsOf, scopes } from './scope.ts';

const order = readOrder();
const scope = scopes[order.scope];
const subjects = new Map(scope && mutantsOf(scope).map(({ id, file }) => [id, basename(file, '.ts')]));
const write = (verdict: Verdict): void => appendFileSync(order.log, `${JSON.stringify(verdict)}\n`);

/**
 * Runs every test once, and then for each mutant those that met it, until one of them notices.
 *
 * Where mutants are active while modules are loaded, each has a test file of its own, and the first run is
 * the judgement.
 */
export default class Judge extends TestRunner {
  private noticed: RunnerTestCase | undefined;
  private subject: string | undefined;

  onBeforeCollect(paths: string[]): void {
    beginTest('');
    this.noticed = undefined;
    if (!order.loads) return;
    const id = idOf(paths[0] ?? '');
    this.subject = subjects.get(id);
    write({ id, status: 'begun' });
  }

  override async onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    if (order.loads && (this.noticed !== undefined || !judges(test, this.subject))) test.mode = 'skip';
    beginTest(test.id);
    await super.onBeforeRunTask(test);
  }

  override onAfterRunTask(test: RunnerTestCase): void {
    if (test.result?.state === 'fail') this.noticed ??= test;
    super.onAfterRunTask(test);
  }

  override async onAfterRunFiles(files: RunnerTestFile[]): Promise<void> {
    const tests = files.flatMap(testsIn);
    const [file] = files;
    if (order.loads && file !== undefined) {
      const by = this.noticed ? nameOf(this.noticed) : file.result?.state === 'fail' ? 'loading' : undefined;
      write({ id: idOf(file.filepath), ...(by === undefined ? { status: 'survived' } : { status: 'killed', by }) });
    } else if (tests.length > 0 && files.every(({ result }) => result?.state === 'pass')) await judgeAll(tests);
    super.onAfterRunFiles(files);
  }
}

async function judgeAll(tests: readonly RunnerTestCase[]): Promise<void> {
  await expectRepeatable(tests);
  for (const id of order.ids) {
    const met = testsThatMet(id);
    const all = tests.filter((test) => met.has(test.id));
    if (all.length === 0) {
      write({ id, status: met.size > 0 ? 'loaded' : 'uncovered' });
      continue;
    }
    write({ id, status: 'begun' });
    const subject = subjects.get(id) ?? '';
    const covering = all.filter((test) => judges(test, subject));
    const nearest = covering.toSorted((a, b) => Number(isAbout(b, subject)) - Number(isAbout(a, subject)));
    const by = await firstToNotice(id, nearest);
    write({ id, ...(by ? { status: 'killed', by: nameOf(by) } : { status: 'survived' }) });
  }
  activate(undefined);
}

/** A test that fails when it runs again, without hooks and without a mutant, would notice every mutant. */
async function expectRepeatable(tests: readonly RunnerTestCase[]): Promise<void> {
  activate(undefined);
  for (const test of tests) {
    beginTest(test.id);
    try {
      await TestRunner.getTestFn(test)();
    } catch (error) {
      throw new Error(`A test cannot run twice: ${nameOf(test)}`, { cause: error });
    }
  }
}

async function firstToNotice(id: number, tests: readonly RunnerTestCase[]): Promise<RunnerTestCase | undefined> {
  for (const test of tests) {
    activate(id);
    try {
      await TestRunner.getTestFn(test)();
    } catch {
      return test;
    }
  }
  return undefined;
}

const testsIn = (suite: RunnerTestSuite): RunnerTestCase[] =>
  suite.tasks.flatMap((task) => (task.type === 'suite' ? testsIn(task) : task.mode === 'run' ? [task] : []));

const nameOf = ({ fullTestName }: RunnerTestCase): string => fullTestName;

/** Whether a test is to notice what is changed in a file: of rules only those that speak of the rule. */
const judges = (test: RunnerTestCase, subject: string | undefined): boolean =>
  scope?.judgedBy !== 'near' || (subject !== undefined && isTestNear(nameOf(test), subject));

const isAbout = (test: RunnerTestCase, subject: string): boolean => nameOf(test).includes(subject);

/** The test file of a mutant is named after its number. */
const idOf = (path: string): number => Number(/(\d+)\.ts$/.exec(path)?.[1]);
