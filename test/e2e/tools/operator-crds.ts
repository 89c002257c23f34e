import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { GoModuleError, goModuleFolder } from '../../../scripts/crd-import/go-module.ts';
import { type ImportSource, importSources } from '../../../scripts/crd-import/import-source.ts';
import { benchProblem } from '../bench-problem.ts';
import { cacheFolder } from './build-program.ts';

/** Variable that may hold a folder with the operator's CustomResourceDefinitions. */
export const crdVariable = 'VAULTWRIGHT_E2E_CRDS';

/**
 * Finds the CustomResourceDefinitions of the operator: the given folder, the cache, else its Go module.
 *
 * They are the ones from which `imports/` is made, by version and checksum.
 * @throws VW9001 without Go, VW9002 where the module cannot be had
 */
export async function findOperatorCrds(environment: NodeJS.ProcessEnv): Promise<string> {
  const given = environment[crdVariable];
  if (given) return given;
  const source = operatorSource();
  const folder = join(cacheFolder(environment), `crds-${source.version}`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}.${process.pid}`;
  try {
    const bases = join(await goModuleFolder(source), source.schemas.crds);
    mkdirSync(unfinished, { recursive: true });
    // The folder also holds a kustomization, which is no object.
    for (const file of readdirSync(bases).filter((name) => name.includes('external-secrets.io_')))
      cpSync(join(bases, file), join(unfinished, file));
    renameSync(unfinished, folder);
  } catch (error) {
    if (!(error instanceof GoModuleError)) throw error;
    throw benchProblem(error.reason === 'go-missing' ? 'VW9001' : 'VW9002', error.message);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}

function operatorSource(): ImportSource & { readonly schemas: { readonly crds: string } } {
  for (const source of importSources)
    if (source.name === 'external-secrets.io' && 'crds' in source.schemas)
      return { ...source, schemas: source.schemas };
  throw benchProblem('VW9002', 'scripts/crd-import/import-source.ts names no CRDs of the operator');
}
