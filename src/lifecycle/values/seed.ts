import {
  encodeData,
  kubernetesError,
  kubernetesObject,
  secretData,
  secretPath,
} from '../clients/kubernetes/kubernetes-client.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';
import type { BootstrapRun } from '../programs/bootstrap/bootstrap-run.ts';
import { makeSeed } from './generate-value.ts';
import { seedBits } from './seed-bits.ts';

/** Key of a Secret that holds a seed, in the local seed Secret as in the one that bootstrap keeps. */
export const seedKey = 'seed';
/** Fewer could be tried one by one against any generated value that somebody knows. */
const fewestBits = 64;

type SeedSurroundings = Pick<
  BootstrapRun,
  'kubernetes' | 'settings' | 'deadline' | 'isDryRun' | 'identity' | 'journal' | 'givenSeed'
>;

/**
 * Gives the seed of generated values: the given one, else that of the local seed Secret, else one that is made at random once and kept
 * in a Secret of its own. Neither the seed nor anything made of it is reported: a fingerprint would let anybody who reads the log try seeds.
 * @param read data of the local seed Secret, where it was read already
 * @throws VW5022, VW5018, VW5019
 */
export async function findSeed(
  run: SeedSurroundings,
  read: Readonly<Record<string, string>> | undefined,
): Promise<string> {
  const { settings, journal, givenSeed, isDryRun } = run;
  const local = givenSeed === undefined ? (read ?? (await localSecret(run))) : {};
  const [seed, reason] =
    givenSeed !== undefined
      ? [givenSeed, 'given']
      : local[seedKey] !== undefined
        ? [local[seedKey], 'from the local seed Secret']
        : [await keptSeed(run), `kept in Secret ${settings.namespace}/${settings.seedSecret}`];
  if (seed === undefined) {
    // The values of a plan are not shown, so any seed will do.
    journal.step({ phase: 'fixtures', action: 'make a seed', outcome: 'planned', reason });
    return makeSeed();
  }
  if (seedBits(seed) < fewestBits) throw lifecycleError('VW5022', `The seed (${reason}) can be guessed`);
  const outcome = isDryRun ? 'planned' : 'done';
  journal.step({ phase: 'fixtures', action: 'use the seed', outcome, reason });
  return seed;
}

/** Data of the Secret of a local upstream, for those who do not ask that upstream. */
async function localSecret({
  kubernetes,
  settings: { namespace, upstream },
  deadline,
}: SeedSurroundings): Promise<Readonly<Record<string, string>>> {
  if (upstream.type !== 'local') return {};
  const secret = await kubernetes.find(secretPath(namespace, upstream.secret), deadline);
  return secret ? secretData(secret) : {};
}

/**
 * Two runs at once agree on one seed: only one of them can create it, and both then read it.
 * @returns `undefined` where a dry run would make one
 */
async function keptSeed({
  kubernetes,
  settings,
  deadline,
  isDryRun,
  identity,
}: SeedSurroundings): Promise<string | undefined> {
  const path = secretPath(settings.namespace, settings.seedSecret);
  const found = await kubernetes.find(path, deadline);
  // An empty one is refused above, not replaced: values may have been derived from what stood there.
  if (found) return secretData(found)[seedKey] ?? '';
  if (isDryRun) return undefined;
  const made = makeSeed();
  const answer = await kubernetes.apply(
    path,
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: settings.seedSecret,
        namespace: settings.namespace,
        labels: { 'app.kubernetes.io/managed-by': settings.name },
      },
      type: 'Opaque',
      data: encodeData({ [seedKey]: made }),
    },
    // A manager of this run alone: another run that was faster owns the field, and the API server refuses this one.
    { fieldManager: identity },
    deadline,
  );
  if (answer.kind !== 'ok' && answer.kind !== 'conflict')
    throw kubernetesError(answer, `keep Secret ${settings.namespace}/${settings.seedSecret}`);
  return (
    secretData(kubernetesObject(await kubernetes.get(path, deadline), `read Secret ${settings.seedSecret}`))[seedKey] ??
    ''
  );
}
