import type { BootstrapSettings } from '../../model/documents/bootstrap-settings.ts';
import type { FixtureMap, FixtureRecipe } from '../../model/documents/fixture-map.ts';
import { type KubernetesClient, secretData, secretPath } from '../clients/kubernetes/kubernetes-client.ts';
import type { Upstream, UpstreamValue } from '../clients/upstream/upstream.ts';
import { errorOf, lifecycleError, lifecycleProblem } from '../problems/lifecycle-problems.ts';
import type { Deadline } from '../run/deadline.ts';

type UpstreamRecipe = Extract<FixtureRecipe, { type: 'upstream' }>;

/** Reads one key of a Secret in the namespace of the bootstrap, decoded; rejects where it is missing. */
export type SecretReader = (name: string, key: string) => Promise<string>;

/** What reading external values needs. */
export interface ExternalSources {
  readonly environment: string;
  /** Keys by id; those with an `upstream` recipe are read. */
  readonly entries: FixtureMap['entries'];
  readonly kubernetes: KubernetesClient;
  readonly deadline: Deadline;
  /** Namespace of the Secrets. */
  readonly namespace: string;
  /** Secrets that are copied. @default none */
  readonly backfill?: BootstrapSettings['backfill'];
  openUpstream(readSecret: SecretReader): Promise<Upstream>;
  /** Told of what is left out, and why. @default nobody is */
  readonly note?: (target: string, reason: string) => void;
}

/** Values that come from somewhere else than a recipe, by id of the key. */
export interface ExternalValues {
  readonly upstream: ReadonlyMap<string, UpstreamValue>;
  readonly backfill: ReadonlyMap<string, string>;
  /**
   * Data of the local seed Secret, empty where the upstream is none; `undefined` where nobody asked for it.
   */
  readonly local?: Readonly<Record<string, string>>;
}

/** No value from anywhere else, as where the upstream store is not asked. */
export const noExternalValues: ExternalValues = { upstream: new Map(), backfill: new Map() };

/**
 * Reads the external values of the environment.
 *
 * A required one that is not there ends the run before anything is seeded: a fixture in its place would fail
 * later and elsewhere.
 * @throws VW5012–VW5014, VW5018, VW5019
 */
export async function readExternalValues(sources: ExternalSources): Promise<ExternalValues> {
  const { environment, entries, namespace, deadline, note = () => undefined } = sources;
  const wanted = Object.entries(entries).flatMap(([id, { recipe }]): [string, UpstreamRecipe][] =>
    recipe?.type === 'upstream' ? [[id, recipe]] : [],
  );
  const names = [...new Set(wanted.map(([, { name }]) => name))].sort();
  let local: Readonly<Record<string, string>> = {};
  const upstream = await sources.openUpstream(async (name, key) => {
    local = await readLocalSecret(sources, name);
    const text = local[key];
    if (!text) throw lifecycleError('VW5013', `Secret ${namespace}/${name} has nothing under "${key}"`);
    return text;
  });
  const found = await upstream.read(names, deadline, ({ name, reason }) => note(name, `it is ${reason}`));
  const missing = wanted.filter(([, { name, required }]) => required && !found.has(name));
  if (missing.length > 0)
    throw errorOf(
      missing.map(([vaultPath, { name }]) =>
        lifecycleProblem('VW5012', `${upstream.label} does not hold "${name}"`, { environment, vaultPath }),
      ),
    );
  const absent = names.filter((name) => !found.has(name));
  if (absent.length > 0) note(upstream.label, `it does not hold ${absent.join(', ')}; none of them is required`);
  return {
    upstream: new Map(
      wanted.flatMap(([id, { name }]) => {
        const value = found.get(name);
        return value ? [[id, value] as const] : [];
      }),
    ),
    backfill: await readBackfill(sources),
    local,
  };
}

async function readBackfill(sources: ExternalSources): Promise<ReadonlyMap<string, string>> {
  const { backfill = [], kubernetes, namespace, deadline, note = () => undefined } = sources;
  const values = new Map<string, string>();
  for (const { path, secret, key } of backfill) {
    const object = await kubernetes.find(secretPath(namespace, secret), deadline);
    const value = object && secretData(object)[key];
    if (value) values.set(path, value);
    else if (object) note(`Secret ${namespace}/${secret}`, `it has no text under "${key}"`);
  }
  return values;
}

async function readLocalSecret(
  { kubernetes, namespace, deadline }: ExternalSources,
  name: string,
): Promise<Readonly<Record<string, string>>> {
  const secret = await kubernetes.find(secretPath(namespace, name), deadline);
  if (!secret)
    throw lifecycleError(
      'VW5013',
      `Secret ${namespace}/${name} does not exist; the script that seeds it runs before everything else`,
    );
  return secretData(secret);
}
