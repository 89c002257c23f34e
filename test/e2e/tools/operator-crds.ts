import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { GoModuleError, goModuleFolder } from '../../../scripts/crd-import/go-module.ts';
import { type ImportSource, importSources } from '../../../scripts/crd-import/import-source.ts';
import { benchProblem } from '../bench-problem.ts';
import { cacheFolder } from './build-program.ts';

/** Variable that may hold a folder with the operator's CustomResourceDefinitions. */
export const crdVariable = 'VAULTWRIGHT_E2E_CRDS';

/**
 * Tells whether a file of the operator's folder is a definition; there is also a kustomization, which is no
 * object.
 */
export const isCrd = (file: string): boolean => /external-secrets\.io_.*\.ya?ml$/.test(file);

/**
 * Finds the CustomResourceDefinitions of the operator: the given folder, the cache, else its Go module.
 *
 * They are the ones from which `imports/` is made, by version and checksum.
 * @throws VW9001 without Go, VW9002 where the module cannot be had, VW9003 where the given folder holds none
 */
export async function findOperatorCrds(environment: NodeJS.ProcessEnv): Promise<string> {
  const given = environment[crdVariable];
  if (given) return holding(given);
  const source = operatorSource();
  const folder = join(cacheFolder(environment), `crds-${source.version}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  try {
    const bases = join(await goModuleFolder(source), source.schemas.crds);
    mkdirSync(unfinished, { recursive: true });
    for (const file of readdirSync(bases).filter(isCrd)) cpSync(join(bases, file), join(unfinished, file));
    // Another run may have been faster; its copy is the same.
    if (!existsSync(folder)) renameSync(unfinished, folder);
  } catch (error) {
    if (!(error instanceof GoModuleError)) throw error;
    if (error.reason !== 'go-missing') throw benchProblem('VW9002', error.message);
    throw benchProblem('VW9001', 'The definitions of the operator come from its Go module and there is no Go');
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

function holding(folder: string): string {
  if (existsSync(folder) && readdirSync(folder).some(isCrd)) return folder;
  throw benchProblem('VW9003', `${crdVariable}=${folder} holds no definition of the operator`);
}

function operatorSource(): ImportSource & { readonly schemas: { readonly crds: string } } {
  for (const source of importSources)
    if (source.name === 'external-secrets.io' && 'crds' in source.schemas)
      return { ...source, schemas: source.schemas };
  throw benchProblem('VW9002', 'scripts/crd-import/import-source.ts names no CRDs of the operator');
}
