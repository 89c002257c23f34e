import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { benchProblem } from '../bench-problem.ts';
import { BuildLock } from './build-lock.ts';
import type { Program } from './programs.ts';

type Buildable = Program & { readonly source: NonNullable<Program['source']> };

/** Folder of the built binaries, outside the repository so that clean clones share it. */
export const cacheFolder = (environment: NodeJS.ProcessEnv): string =>
  join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'vaultwright', 'e2e');

const linkerFlags = ({ source }: Buildable): string => ['-s -w', source.linkerFlags].filter(Boolean).join(' ');

/**
 * Returns the place of a program's binary in the cache; whatever would change the binary changes its name.
 */
export function cachedBinary(program: Buildable, environment: NodeJS.ProcessEnv): string {
  const { source } = program;
  const hash = createHash('sha256');
  for (const file of ['go.mod', 'go.sum']) hash.update(readFileSync(join(source.module, file))).update('\0');
  hash.update([source.package, linkerFlags(program), process.platform, process.arch].join('\0'));
  return join(cacheFolder(environment), `${program.name}-${program.version}-${hash.digest('hex').slice(0, 16)}`);
}

/**
 * Builds a program from its pinned module and puts it into the cache.
 *
 * It runs at the lowest priority; one process builds and others wait for it; and modules that differ from
 * `go.sum` end it.
 * @param say gets one line of progress at a time
 * @throws VW9001 without Go, VW9002 where the build fails
 */
export async function buildProgram(
  program: Buildable,
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): Promise<string> {
  const target = cachedBinary(program, environment);
  if (existsSync(target)) return target;
  const go = spawnSync('go', ['version'], { encoding: 'utf8', env: environment });
  if (go.status !== 0)
    throw benchProblem('VW9001', `"${program.name}" ${program.version} must be built and there is no Go`);
  mkdirSync(cacheFolder(environment), { recursive: true });
  const label = `${program.name} ${program.version}`;
  const isBuilt = (): boolean => existsSync(target);
  using lock = await BuildLock.acquire(`${target}.lock`, isBuilt, () => say(`${label}: another process builds it`));
  if (lock === undefined) return target;
  const unfinished = `${target}.${process.pid}`;
  say(`${label}: building, about ${program.source.minutes} min on two cores from nothing`);
  const started = Date.now();
  const minutes = (): string => ((Date.now() - started) / 60_000).toFixed(1);
  const progress = setInterval(() => say(`${label}: ${minutes()} of about ${program.source.minutes} min`), 30_000);
  try {
    await run(program, unfinished, environment);
    renameSync(unfinished, target);
  } finally {
    clearInterval(progress);
    rmSync(unfinished, { force: true });
  }
  say(`${label}: built in ${minutes()} min`);
  return target;
}

async function run(program: Buildable, output: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const build = ['go', 'build', '-mod=readonly', '-buildvcs=false', '-trimpath', `-ldflags=${linkerFlags(program)}`];
  const child = spawn('nice', ['-n', '19', ...build, '-o', output, program.source.package], {
    cwd: program.source.module,
    env: { ...environment, CGO_ENABLED: '0', GOTOOLCHAIN: 'local', GOWORK: 'off' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const stop = (): void => void child.kill();
  process.once('exit', stop);
  const ended = await new Promise<string>((settle) =>
    child
      .on('error', (error) => settle(error.message))
      .on('close', (code, signal) => settle(code === 0 ? '' : `status ${code ?? signal}`)),
  );
  process.off('exit', stop);
  if (ended !== '') throw benchProblem('VW9002', `"${program.name}" ${program.version} did not build (${ended})`);
}
