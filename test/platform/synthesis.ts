import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/**
 * Runs the platform's program in a process of its own, as `cdk8s synth` does, and returns what it writes:
 * text by relative path. Types are another test's, and take as long as the rest.
 *
 * @param cwd working directory, which gets `dist/`
 * @param main the program
 * @param world variables of the environment that differ from those of this process
 */
export function synthesis(
  cwd: string,
  main: string,
  world: Readonly<Record<string, string>> = {},
): Map<string, string> {
  const env = { ...process.env, VAULTWRIGHT_TYPE_CHECK: 'off', ...world };
  const args = ['--no-opt', '--liftoff-only', main];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`synthesis failed:\n${stdout}${stderr}`);
  const dist = path.join(cwd, 'dist');
  const files = fs.readdirSync(dist, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(
    files
      .filter((file) => fs.statSync(path.join(dist, file)).isFile())
      .map((file) => [file, fs.readFileSync(path.join(dist, file), 'utf8')]),
  );
}

/** What a platform renders, without the marker of the output folder, which lists the rest. */
export const withoutMarker = (output: ReadonlyMap<string, string>): Map<string, string> =>
  new Map([...output].filter(([file]) => !path.basename(file).startsWith('.')));
