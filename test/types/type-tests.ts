import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const repository = join(import.meta.dirname, '..', '..');

const harness = new Set(['it-holds-for.ts', 'type-tests.ts']);

/** The files of type tests: every module beside this one that is not part of the harness. */
export const typeTestFiles: readonly string[] = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !harness.has(file))
  .sort();

/** A line that must not compile, and why. */
export interface ExpectedError {
  readonly file: string;
  /** Line of the code, from 1: the one below the directive. */
  readonly line: number;
  readonly label: string;
}

const directive = /^\s*\/\/ @ts-expect-error(.*)$/;

const linesOf = (file: string): string[] => readFileSync(join(import.meta.dirname, file), 'utf8').split('\n');

/** Every `@ts-expect-error` of the type tests. */
export const expectedErrors: readonly ExpectedError[] = typeTestFiles.flatMap((file) =>
  linesOf(file).flatMap((text, index) => {
    const label = directive.exec(text)?.[1];
    return label === undefined ? [] : [{ file, line: index + 2, label: label.trim() }];
  }),
);

/** What the compiler says of the type tests, which it compiles twice in one run. */
export interface Compilation {
  /** What it prints of the tests as they are written, and of anything beside the tests. */
  readonly output: string;
  /** Places of errors in the tests without their directives, as `<file>:<line>`. */
  readonly bareErrors: ReadonlySet<string>;
}

/** Takes the directives away and keeps the lines, so that every expected error shows at its place. */
const withoutDirectives = (text: string): string => text.replaceAll(/^(\s*\/\/) @ts-expect-error/gm, '$1');

/**
 * Compiles the type tests in a folder of their own: as they are, and without their directives.
 *
 * @param folder folder below the repository, so that packages resolve
 * @param entries folder with the entries `index`, `validation` and `cdk8s-plus-28` that `vaultwright` stands
 * for
 * @param extension of the entries: `.ts` for the sources, `.d.ts` for what is emitted
 */
export function compileTypeTests(folder: string, entries: string, extension: '.ts' | '.d.ts'): Compilation {
  mkdirSync(join(folder, 'bare'), { recursive: true });
  for (const file of typeTestFiles) {
    const text = linesOf(file).join('\n');
    writeFileSync(join(folder, file), text);
    writeFileSync(join(folder, 'bare', file), withoutDirectives(text));
  }
  const entry = (name: string): string[] => [join(entries, `${name}${extension}`)];
  const configuration = {
    extends: join(repository, 'tsconfig.json'),
    compilerOptions: {
      paths: {
        vaultwright: entry('index'),
        'vaultwright/cdk8s-plus-28': entry('cdk8s-plus-28'),
        'vaultwright/validation': entry('validation'),
      },
      // Declarations of the library are part of the test; those of its dependencies are not sound by
      // themselves.
      skipLibCheck: true,
    },
    include: [],
    files: typeTestFiles.flatMap((file) => [file, `bare/${file}`]),
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(configuration));
  const compiler = join(repository, 'node_modules/typescript/bin/tsc');
  // One thread takes half of the processor time of many.
  const args = [compiler, '-p', folder, '--pretty', 'false', '--singleThreaded'];
  const env = { ...process.env, GOGC: '400' };
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env });
  const bareError = /^bare\/([^\s(][^(]*)\((\d+),\d+\): error .*\n(?: .*\n)*/gm;
  const bareErrors = new Set([...stdout.matchAll(bareError)].map(([, file, line]) => `${file}:${line}`));
  return { output: stdout.replaceAll(bareError, '') + stderr, bareErrors };
}
