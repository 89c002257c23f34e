import { argoCdCrdVariable, findArgoCdCrds } from './argo-cd-crds.ts';
import { type FindOptions, findProgram } from './find-program.ts';
import { crdVariable, findOperatorCrds } from './operator-crds.ts';
import { type ProgramName, programs } from './programs.ts';

/** Variables by which a run finds what was fetched, with their values. */
export type FoundVariables = Readonly<Record<string, string>>;

/**
 * Fetches everything that the bench takes from outside, since nothing outside can be reached from its
 * namespace.
 *
 * What downloads in seconds comes before what is built in minutes, so that a machine without access fails at
 * once.
 * @throws VW9001, VW9002 where something can be neither found nor built; VW9003 where a given binary has
 * another version
 */
export async function fetchForBench(names: readonly ProgramName[], options: FindOptions): Promise<FoundVariables> {
  if (names.includes('external-secrets')) await findOperatorCrds(options.environment);
  if (names.includes('argocd')) await findArgoCdCrds(options.environment);
  const found: FoundVariables[] = [];
  for (const name of names) found.push(await fetchProgram(name, options));
  return Object.assign({}, ...found);
}

/** Fetches one program and what belongs to it. @throws as {@link fetchForBench} */
export async function fetchProgram(name: ProgramName, options: FindOptions): Promise<FoundVariables> {
  return {
    ...(name === 'external-secrets' && { [crdVariable]: await findOperatorCrds(options.environment) }),
    ...(name === 'argocd' && { [argoCdCrdVariable]: await findArgoCdCrds(options.environment) }),
    [programs[name].variable]: await findProgram(name, options),
  };
}
