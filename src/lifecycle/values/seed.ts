import {
  encodeData,
  type KubernetesClient,
  kubernetesError,
  kubernetesObject,
  secretData,
  secretPath,
} from '../clients/kubernetes/kubernetes-client.ts';
import { lifecycleError } from '../problems/lifecycle-problems.ts';
import type { Deadline } from '../run/deadline.ts';
import { makeSeed } from './generate-value.ts';
import { seedBits } from './seed-bits.ts';

/** Key of a Secret that holds a seed, in the local seed Secret as in the one that bootstrap keeps. */
export const seedKey = 'seed';
/** Fewer could be tried one by one against any generated value that somebody knows. */
const fewestBits = 64;

/** Where a seed may come from, in the order in which the places are asked. */
export interface SeedPlaces {
  readonly kubernetes: KubernetesClient;
  readonly deadline: Deadline;
  /** Namespace of the Secrets. */
  readonly namespace: string;
  /** Seed that somebody gave. */
  readonly given: string | undefined;
  /** Secret of a local upstream, which may hold a seed beside the external values. */
  readonly localSecret: string | undefined;
  /** Secret in which a seed is kept that was made. */
  readonly keptSecret: string;
}

/** A seed and where it comes from; `undefined` where none is there yet. */
export interface FoundSeed {
  readonly seed: string | undefined;
  readonly reason: string;
}

/**
 * Looks for the seed of generated values: the given one, else that of the local seed Secret, else the one
 * that is kept. Neither the seed nor anything made of it may be reported: a fingerprint would let anybody who
 * reads the log try seeds.
 * @param read data of the local seed Secret, where it was read already
 * @throws VW5022, VW5018, VW5019
 */
export async function findSeed(places: SeedPlaces, read?: Readonly<Record<string, string>>): Promise<FoundSeed> {
  const { kubernetes, deadline, namespace, given, localSecret, keptSecret } = places;
  if (given !== undefined) return whole(given, 'given');
  const dataOf = async (secret: string): Promise<Readonly<Record<string, string>> | undefined> => {
    const found = await kubernetes.find(secretPath(namespace, secret), deadline);
    return found && secretData(found);
  };
  const local = read ?? (localSecret === undefined ? {} : ((await dataOf(localSecret)) ?? {}));
  if (local[seedKey] !== undefined) return whole(local[seedKey], 'from the local seed Secret');
  const reason = keptIn(places);
  const kept = await dataOf(keptSecret);
  // An empty one is refused, not replaced: values may have been derived from what stood there.
  return kept ? whole(kept[seedKey] ?? '', reason) : { seed: undefined, reason };
}

/**
 * Makes a seed at random and keeps it in a Secret of its own. Two runs at once agree on one: only one of them
 * can create the Secret, and both then read it.
 * @param manager who manages the Secret
 * @param identity this run alone
 * @throws VW5022, VW5018, VW5019
 */
export async function keepSeed(places: SeedPlaces, manager: string, identity: string): Promise<string> {
  const { kubernetes, deadline, namespace, keptSecret: name } = places;
  const path = secretPath(namespace, name);
  const answer = await kubernetes.apply(
    path,
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': manager } },
      type: 'Opaque',
      data: encodeData({ [seedKey]: makeSeed() }),
    },
    // A manager of this run alone: another run that was faster owns the field, and the API server refuses
    // this one.
    { fieldManager: identity },
    deadline,
  );
  if (answer.kind !== 'ok' && answer.kind !== 'conflict')
    throw kubernetesError(answer, `keep Secret ${namespace}/${name}`);
  const data = secretData(kubernetesObject(await kubernetes.get(path, deadline), `read Secret ${name}`));
  return whole(data[seedKey] ?? '', keptIn(places)).seed;
}

const keptIn = ({ namespace, keptSecret }: SeedPlaces): string => `kept in Secret ${namespace}/${keptSecret}`;

function whole(seed: string, reason: string): { readonly seed: string; readonly reason: string } {
  if (seedBits(seed) < fewestBits) throw lifecycleError('VW5022', `The seed (${reason}) can be guessed`);
  return { seed, reason };
}
