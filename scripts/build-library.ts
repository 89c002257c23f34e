import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..');

interface PackageManifest {
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;
}

/**
 * Emits the published modules, JavaScript and declarations, since Node.js runs no TypeScript below `node_modules`.
 *
 * Only what the public entries reach is emitted, so the platform that lives beside the library never is.
 *
 * @param outDir folder that is replaced
 * @default outDir `lib/` of the repository
 * @throws Error with the compiler's report when the sources do not compile
 */
export async function buildLibrary(outDir: string = join(root, 'lib')): Promise<void> {
  await rm(outDir, { recursive: true, force: true });
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const args = [compiler, '-p', join(root, 'tsconfig.build.json'), '--outDir', outDir];
  await promisify(execFile)(process.execPath, args, { cwd: root }).catch(
    (failure: { stdout: string; stderr: string }) => {
      throw new Error(`The library does not compile:\n${failure.stdout}${failure.stderr}`);
    },
  );
  const absent = promisedFiles().filter(
    (file) => !existsSync(file.startsWith('lib/') ? join(outDir, file.slice(4)) : join(root, file)),
  );
  if (absent.length > 0)
    throw new Error(`package.json promises ${absent.join(', ')}, which ${relative(root, outDir)} does not have.`);
}

/** Every file that package.json names as an entry or a command. */
function promisedFiles(): string[] {
  const { bin, exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as PackageManifest;
  const entries = Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry),
  );
  return [...entries, ...Object.values(bin)].map((file) => file.replace(/^\.\//, ''));
}
