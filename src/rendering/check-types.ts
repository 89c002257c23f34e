import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { withheldCredential } from '../guardrails/credential/withheld-credential.ts';
import type { Diagnostic } from '../model/diagnostics/diagnostic.ts';
import { renderingProblem } from './rendering-problems.ts';

/** What became of a check of types. */
export interface CheckedTypes {
  readonly diagnostics: readonly Diagnostic[];
  /** Why nothing was checked, where nothing was. */
  readonly omitted?: string;
}

/** Set to `off` it leaves types to somebody else, such as an editor or an earlier step of a pipeline. */
const switchName = 'VAULTWRIGHT_TYPE_CHECK';

/**
 * Checks the types of a project with its own compiler, beside what this process does meanwhile.
 *
 * Node.js only strips types, so that a misspelled name would render as what JavaScript makes of it. Nothing
 * is emitted, and no text that a person wrote is repeated: a literal where a key belongs may be a credential.
 *
 * @param project the `tsconfig.json`; the compiler is the package `typescript` that is installed for it
 */
export async function checkTypes(project: string): Promise<CheckedTypes> {
  if (process.env[switchName] === 'off') return { diagnostics: [], omitted: `${switchName}=off` };
  const compiler = compilerOf(project);
  if (compiler === undefined)
    return { diagnostics: [], omitted: `no package "typescript" is installed for ${project}` };
  const args = [compiler.program, '--noEmit', '--pretty', 'false', '--project', project];
  // One thread takes half of the processor time of many, and the process ends before memory is worth
  // collecting.
  if (compiler.version >= 7) args.push('--singleThreaded');
  const { status, text } = await run(args);
  const diagnostics = text.split('\n').flatMap((line) => diagnosticOf(line) ?? []);
  if (status !== 0 && diagnostics.length === 0)
    diagnostics.push(renderingProblem('VW1908', `the compiler ended with status ${status ?? 'none'}`, {}));
  return { diagnostics };
}

function compilerOf(project: string): { readonly program: string; readonly version: number } | undefined {
  try {
    const manifest = createRequire(path.resolve(project)).resolve('typescript/package.json');
    const { version, bin } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      readonly version: string;
      readonly bin: { readonly tsc: string };
    };
    const program = path.join(path.dirname(manifest), bin.tsc);
    return existsSync(program) ? { program, version: Number.parseInt(version, 10) } : undefined;
  } catch {
    return undefined;
  }
}

function run(args: readonly string[]): Promise<{ readonly status: number | null; readonly text: string }> {
  return new Promise((settle) => {
    const env = { ...process.env, GOGC: process.env.GOGC ?? '400' };
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'], env });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', () => settle({ status: null, text: '' }));
    child.once('close', (status) => settle({ status, text: Buffer.concat(chunks).toString('utf8') }));
  });
}

/** `src/a.ts(3,7): error TS2322: Type …`; what follows on indented lines says the same in more words. */
function diagnosticOf(line: string): Diagnostic | undefined {
  const [, file, row, column, code, message = ''] =
    /^(?:([^\s(][^(]{0,4000})\((\d{1,9}),(\d{1,9})\): )?error (TS\d{1,6}): (.*)$/.exec(line) ?? [];
  if (code === undefined) return undefined;
  const position = file === undefined ? undefined : { file, line: Number(row), column: Number(column) };
  return renderingProblem('VW1907', `${code}: ${withoutLiterals(message)}`, position ? { position } : {});
}

/** Types are told, texts of which one is made are not: `Type '"x"' is not …` shows what a person wrote. */
const withoutLiterals = (message: string): string => {
  const [subject = ''] = /^(?:Type|Argument of type|The type) '(?:[^']|'(?! ))*'/.exec(message) ?? [];
  const shown = /["`]/.test(subject)
    ? `${subject.slice(0, subject.indexOf("'"))}'…'${message.slice(subject.length)}`
    : message;
  return withheldCredential(shown);
};
