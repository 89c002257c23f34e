import { type ImportSource, importSources } from '../../../scripts/crd-import/import-source.ts';
import { benchProblem } from '../bench-problem.ts';
import { findCrds } from './crd-folder.ts';

/** Variable that may hold a folder with the operator's CustomResourceDefinitions. */
export const crdVariable = 'VAULTWRIGHT_E2E_CRDS';

/**
 * Returns whether a file of the operator's folder is a definition; there is also a kustomization, which is no
 * object.
 */
export const isCrd = (file: string): boolean => /external-secrets\.io_.*\.ya?ml$/.test(file);

/**
 * Finds the CustomResourceDefinitions of the operator: those from which `imports/` is made, by version and
 * checksum.
 * @throws as {@link findCrds}
 */
export async function findOperatorCrds(environment: NodeJS.ProcessEnv): Promise<string> {
  const module = operatorSource();
  const { crds: folder } = module.schemas;
  const cached = `crds-${module.version}`;
  return findCrds({ of: 'the operator', module, folder, cached, variable: crdVariable, isCrd }, environment);
}

function operatorSource(): ImportSource & { readonly schemas: { readonly crds: string } } {
  for (const source of importSources)
    if (source.name === 'external-secrets.io' && 'crds' in source.schemas)
      return { ...source, schemas: source.schemas };
  throw benchProblem('VW9002', 'scripts/crd-import/import-source.ts names no CRDs of the operator');
}
