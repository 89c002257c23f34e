import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { withheldCredential } from '../guardrails/credential/withheld-credential.ts';
import { FindingsError } from '../model/diagnostics/errors.ts';
import { renderingProblem } from './rendering-problems.ts';

/**
 * What of esbuild is used. Only the sources have it: the published library reads programs that were bundled
 * when it was built.
 */
interface Bundler {
  buildSync(options: object): {
    readonly outputFiles: readonly { readonly text: string }[];
    readonly metafile: { readonly inputs: Readonly<Record<string, unknown>> };
  };
}

/** A bundle with everything that it was made from. */
interface Bundle {
  /** Version of esbuild, and its options. */
  readonly made: string;
  /** SHA-256 of each file by its path below the root. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Nothing of these depends on the machine, on the time or on where the sources are. */
const options = {
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  minify: true,
  // What a program says of an unexpected error are names and frames, nothing else.
  keepNames: true,
  // Every reader of YAML takes ASCII for what it is.
  charset: 'ascii',
  legalComments: 'inline',
  logLevel: 'silent',
  metafile: true,
  write: false,
  // Instead of the tsconfig.json that happens to be there.
  tsconfigRaw: { compilerOptions: { target: 'ES2024', verbatimModuleSyntax: true } },
} as const;

/**
 * Returns a program, `src/lifecycle/programs/<name>.ts`, with all that it imports as the text of one ES
 * module.
 *
 * The same sources give the same text, on any machine and the folder. It is kept below
 * `node_modules/.cache`, by the bytes of everything that went into it, so that the next run does without
 * esbuild; where that folder cannot be written it is made each time.
 *
 * @param root folder with `src` and `node_modules`
 * @throws FindingsError (VW1906) where the program does not bundle
 */
export function bundleProgram(root: string, name: string): string {
  const cache = path.join(root, 'node_modules/.cache/vaultwright', `${name}-program.json`);
  const require = createRequire(path.join(root, 'package.json'));
  const made = JSON.stringify([versionOf(require), options]);
  const kept = readBundle(cache);
  if (kept?.made === made && isCurrent(root, kept)) return kept.text;
  const { text, files } = bundle(require, root, name);
  const inputs = Object.fromEntries(files.map((file) => [file, hashOf(path.join(root, file)) ?? '']));
  keepBundle(cache, { made, inputs, text });
  return text;
}

function bundle(
  require: NodeJS.Require,
  root: string,
  name: string,
): { readonly text: string; readonly files: readonly string[] } {
  const entry = `src/lifecycle/programs/${name}.ts`;
  try {
    const { buildSync } = require('esbuild') as Bundler;
    const { outputFiles, metafile } = buildSync({ ...options, absWorkingDir: root, entryPoints: [entry] });
    const inputs = Object.keys(metafile.inputs);
    return { text: outputFiles[0]?.text ?? '', files: [...new Set([...inputs, ...inputs.flatMap(packageOf)])].sort() };
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error)
      .split('\n')
      .filter((line) => !/^Build failed/.test(line));
    throw new FindingsError([
      renderingProblem('VW1906', `Program "${name}" cannot be bundled: ${withheldCredential(reason)}`, {}),
    ]);
  }
}

/** A package's own manifest decides which of its files are taken. */
function packageOf(file: string): string[] {
  const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+\//.exec(file)?.[0];
  return folder === undefined ? [] : [`${folder}package.json`];
}

const versionOf = (require: NodeJS.Require): string => {
  try {
    return (require('esbuild/package.json') as { readonly version: string }).version;
  } catch {
    return 'none';
  }
};

const hashOf = (file: string): string | undefined => {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return undefined;
  }
};

const isCurrent = (root: string, { inputs }: Bundle): boolean =>
  Object.entries(inputs).every(([file, hash]) => hashOf(path.join(root, file)) === hash);

function readBundle(file: string): Bundle | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Bundle;
  } catch {
    return undefined;
  }
}

/** In one step, since other runs may read and write it at the same time. */
function keepBundle(file: string, kept: Bundle): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    const scratch = `${file}.${process.pid}`;
    writeFileSync(scratch, JSON.stringify(kept));
    renameSync(scratch, file);
  } catch {
    // A folder that cannot be written costs the next run a tenth of a second.
  }
}
