import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { benchProblem } from '../bench-problem.ts';
import { findCrds } from './crd-folder.ts';
import { programs } from './programs.ts';

/** Variable that may hold a folder with Argo CD's CustomResourceDefinitions. */
export const argoCdCrdVariable = 'VAULTWRIGHT_E2E_ARGOCD_CRDS';

const module = 'github.com/argoproj/argo-cd/v3';

/** Returns whether a file of Argo CD's folder is a definition. */
export const isArgoCdCrd = (file: string): boolean => file.endsWith('-crd.yaml');

/**
 * Finds the CustomResourceDefinitions of Argo CD, in the module that its program is built from.
 * @throws as {@link findCrds}
 */
export async function findArgoCdCrds(environment: NodeJS.ProcessEnv): Promise<string> {
  const { version, source } = programs.argocd;
  const sum = readFileSync(join(source.module, 'go.sum'), 'utf8')
    .split('\n')
    .find((line) => line.startsWith(`${module} ${version} `))
    ?.split(' ')[2];
  if (sum === undefined) throw benchProblem('VW9002', `${source.module}/go.sum does not name ${module} ${version}`);
  return findCrds(
    {
      of: 'Argo CD',
      module: { module, version, sum },
      folder: 'manifests/crds',
      cached: `argocd-crds-${version}`,
      variable: argoCdCrdVariable,
      isCrd: isArgoCdCrd,
    },
    environment,
  );
}
