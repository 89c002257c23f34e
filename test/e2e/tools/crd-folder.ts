import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { GoModuleError, goModuleFolder, type PinnedModule } from '../../../scripts/crd-import/go-module.ts';
import { benchProblem } from '../bench-problem.ts';
import { cacheFolder } from './build-program.ts';

/** The CustomResourceDefinitions of a program, in the Go module that it is built from. */
export interface CrdSource {
  /** Whose they are, for messages. */
  readonly of: string;
  readonly module: PinnedModule;
  /** Folder in the module. */
  readonly folder: string;
  /** Name of the folder in the cache. */
  readonly cached: string;
  /** Variable that may hold a folder with them. */
  readonly variable: string;
  /**
   * Distinguishes a definition from other files of the folder, such as a kustomization, which is no object.
   */
  readonly isCrd: (file: string) => boolean;
}

/**
 * Finds CustomResourceDefinitions: the given folder, the cache, else the Go module.
 * @throws VW9001 without Go, VW9002 where the module cannot be had, VW9003 where the given folder holds none
 */
export async function findCrds(source: CrdSource, environment: NodeJS.ProcessEnv): Promise<string> {
  const given = environment[source.variable];
  if (given) return holding(given, source);
  const folder = join(cacheFolder(environment), source.cached);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  try {
    const bases = join(await goModuleFolder(source.module), source.folder);
    mkdirSync(unfinished, { recursive: true });
    for (const file of readdirSync(bases).filter(source.isCrd)) cpSync(join(bases, file), join(unfinished, file));
    // Another run may have been faster; its copy is the same.
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } catch (error) {
    if (!(error instanceof GoModuleError)) throw error;
    if (error.reason !== 'go-missing') throw benchProblem('VW9002', error.message);
    throw benchProblem('VW9001', `The definitions of ${source.of} come from its Go module and there is no Go`);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

function holding(folder: string, { variable, isCrd, of }: CrdSource): string {
  if (existsSync(folder) && readdirSync(folder).some(isCrd)) return folder;
  throw benchProblem('VW9003', `${variable}=${folder} holds no definition of ${of}`);
}
