import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { benchProblem } from '../bench-problem.ts';
import { buildProgram } from './build-program.ts';
import { versionMismatch } from './program-version.ts';
import { type Program, type ProgramName, programs } from './programs.ts';

export interface FindOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Gets one line of progress at a time. */
  readonly say: (line: string) => void;
}

/**
 * Finds the binary of a program: from its environment variable, from PATH, from the cache, else by building
 * it.
 *
 * A binary from PATH counts only in the pinned version; one that is given by variable must have it.
 * @throws VW9001, VW9002 where it can be neither found nor built; VW9003 where a given binary has another
 * version
 */
export async function findProgram(name: ProgramName, { environment, say }: FindOptions): Promise<string> {
  const program: Program = programs[name];
  const given = environment[program.variable];
  if (given) return proven(program, given, `${program.variable}=${given}`);
  for (const candidate of inPath(program.command, environment)) {
    const seen = await versionMismatch(program, candidate);
    if (seen === undefined) return candidate;
    say(`${program.name}: ${candidate} is not ${program.version}, not used`);
  }
  const { source } = program;
  if (source === undefined) throw benchProblem('VW9002', `No binary of "${program.name}" is given`);
  return proven(program, await buildProgram({ ...program, source }, environment, say), 'the binary that was built');
}

async function proven(program: Program, binary: string, origin: string): Promise<string> {
  const seen = await versionMismatch(program, binary);
  if (seen === undefined) return binary;
  throw benchProblem('VW9003', `"${program.name}" must be ${program.version}, but ${origin} shows: ${seen}`);
}

function inPath(command: string, environment: NodeJS.ProcessEnv): string[] {
  const folders = (environment.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, command)).filter(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
