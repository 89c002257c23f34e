import { type FindOptions, findProgram } from './find-program.ts';
import { crdVariable, findOperatorCrds } from './operator-crds.ts';
import { type ProgramName, programs } from './programs.ts';

/**
 * Fetches everything that the bench takes from outside, since nothing outside can be reached from its namespace.
 *
 * What downloads in seconds comes before what is built in minutes, so that a machine without access fails at once.
 * @returns the variables by which a run finds each, with their values
 * @throws VW9001, VW9002 where something can be neither found nor built; VW9003 where a given binary has another version
 */
export async function fetchForBench(
  names: readonly ProgramName[],
  { environment, say }: FindOptions,
): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  if (names.includes('external-secrets')) found[crdVariable] = await findOperatorCrds(environment);
  for (const name of names) found[programs[name].variable] = await findProgram(name, { environment, say });
  // OpenBao only where a binary is given.
  if (environment[programs.bao.variable]) found[programs.bao.variable] = await findProgram('bao', { environment, say });
  return found;
}
