import type { FixtureRecipe } from '../../model/documents/fixture-map.ts';
import { secretData, secretPath } from '../clients/kubernetes/kubernetes-client.ts';
import type { UpstreamValue } from '../clients/upstream/upstream.ts';
import { errorOf, lifecycleError, lifecycleProblem } from '../problems/lifecycle-problems.ts';
import type { BootstrapRun } from '../programs/bootstrap/bootstrap-run.ts';

type UpstreamRecipe = Extract<FixtureRecipe, { type: 'upstream' }>;

type Surroundings = Pick<
  BootstrapRun,
  'settings' | 'fixtureMap' | 'kubernetes' | 'deadline' | 'journal' | 'openUpstream'
>;

/** Values that come from somewhere else than a recipe, by Vault path. */
export interface OutsideValues {
  readonly upstream: ReadonlyMap<string, UpstreamValue>;
  readonly backfill: ReadonlyMap<string, string>;
  /** Data of the local seed Secret, empty where the upstream is none; `undefined` where nobody asked for it. */
  readonly local?: Readonly<Record<string, string>>;
}

/**
 * Reads the external values of the environment.
 *
 * A required one that is not there ends the run before anything is seeded: a fixture in its place would fail later and elsewhere.
 * @throws VW5012–VW5014, VW5018, VW5019
 */
export async function readOutsideValues(run: Surroundings): Promise<OutsideValues> {
  const { settings, fixtureMap, kubernetes, deadline, journal } = run;
  journal.enter('upstream');
  const wanted = Object.entries(fixtureMap.entries).flatMap(([path, { recipe }]): [string, UpstreamRecipe][] =>
    recipe?.type === 'upstream' ? [[path, recipe]] : [],
  );
  const names = [...new Set(wanted.map(([, { name }]) => name))].sort();
  let local: Readonly<Record<string, string>> = {};
  const upstream = await run.openUpstream(async (name, key) => {
    local = await readLocalSecret(run, name);
    const text = local[key];
    if (!text) throw lifecycleError('VW5013', `Secret ${settings.namespace}/${name} has nothing under "${key}"`);
    return text;
  });
  const found = await upstream.read(names, deadline, ({ name, reason }) =>
    journal.step({ phase: 'upstream', action: 'read', target: name, outcome: 'kept', reason: `it is ${reason}` }),
  );
  const missing = wanted.filter(([, { name, required }]) => required && !found.has(name));
  if (missing.length > 0)
    throw errorOf(
      missing.map(([vaultPath, { name }]) =>
        lifecycleProblem('VW5012', `${upstream.label} does not hold "${name}"`, {
          environment: settings.environment,
          vaultPath,
        }),
      ),
    );
  const absent = names.filter((name) => !found.has(name));
  if (absent.length > 0)
    journal.step({
      phase: 'upstream',
      action: 'read',
      target: upstream.label,
      outcome: 'kept',
      reason: `it does not hold ${absent.join(', ')}; none of them is required`,
    });
  const backfill = new Map<string, string>();
  for (const { path, secret, key } of settings.backfill) {
    const object = await kubernetes.find(secretPath(settings.namespace, secret), deadline);
    const value = object && secretData(object)[key];
    if (value) backfill.set(path, value);
    else if (object)
      journal.step({
        phase: 'upstream',
        action: 'read',
        target: `Secret ${settings.namespace}/${secret}`,
        outcome: 'kept',
        reason: `it has no text under "${key}"`,
      });
  }
  return {
    upstream: new Map(
      wanted.flatMap(([path, { name }]) => {
        const value = found.get(name);
        return value ? [[path, value] as const] : [];
      }),
    ),
    backfill,
    local,
  };
}

async function readLocalSecret(
  { kubernetes, settings, deadline }: Surroundings,
  name: string,
): Promise<Readonly<Record<string, string>>> {
  const secret = await kubernetes.find(secretPath(settings.namespace, name), deadline);
  if (!secret)
    throw lifecycleError(
      'VW5013',
      `Secret ${settings.namespace}/${name} does not exist; the script that seeds it runs before everything else`,
    );
  return secretData(secret);
}
