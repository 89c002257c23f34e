import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundledNames } from '../src/constructs/programs/programs.ts';
import { bundleProgram } from '../src/rendering/bundle-program.ts';
import { bundleCommands } from './bundle-commands.ts';

const root = join(import.meta.dirname, '..');

interface PackageManifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
}

/**
 * Emits the published modules, JavaScript and declarations, since Node.js runs no TypeScript below
 * `node_modules`, and the programs of Jobs as bundles, since who installs the package has no bundler.
 *
 * @param outDir folder that is replaced
 * @throws Error with the compiler's report when the sources do not compile, or FindingsError when a program
 * does not bundle
 */
export async function emitLibrary(outDir: string): Promise<void> {
  await rm(outDir, { recursive: true, force: true });
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const args = [compiler, '-p', join(root, 'tsconfig.build.json'), '--outDir', outDir];
  await promisify(execFile)(process.execPath, args, { cwd: root }).catch(({ stdout }: { stdout: string }) => {
    throw new Error(`The library does not compile:\n${stdout}`);
  });
  await bundleCommands(outDir);
  const isLua = (file: string): boolean => !/\.ts$/.test(file);
  await cp(join(root, 'src/exports/health'), join(outDir, 'exports/health'), { recursive: true, filter: isLua });
  await mkdir(join(outDir, 'programs'));
  for (const name of bundledNames) await writeFile(join(outDir, 'programs', `${name}.mjs`), bundleProgram(root, name));
}

/**
 * Emits `lib/`, which `npm pack` and `npm publish` need.
 *
 * @throws Error when the sources do not compile, or package.json names an entry or a command that is not
 * there
 */
export async function buildLibrary(): Promise<void> {
  await emitLibrary(join(root, 'lib'));
  const absent = promisedFiles().filter((file) => !existsSync(join(root, file)));
  if (absent.length > 0) throw new Error(`package.json promises what is not there: ${absent.join(', ')}`);
}

/** Every file that package.json names as an entry or a command. */
function promisedFiles(): string[] {
  const { bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageManifest;
  const entries = Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry),
  );
  return [...entries, ...Object.values(bin)].map((file) => file.replace(/^\.\//, ''));
}
