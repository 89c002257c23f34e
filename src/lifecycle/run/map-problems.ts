import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import type { AccessMapDocument } from '../../model/documents/access-map.ts';
import type { BootstrapSettings } from '../../model/documents/bootstrap-settings.ts';
import { parseKeyId } from '../../model/documents/coordinates.ts';
import { type FixtureMap, pathsOfPart } from '../../model/documents/fixture-map.ts';
import { loginMethodOf } from '../../model/documents/logins/login-methods.ts';
import { lifecycleError, lifecycleProblem } from '../problems/lifecycle-problems.ts';
import { entryLayers } from '../values/declared-entries.ts';

/** Finds what keeps a fixture map and an access map from being carried out together, before anything is. */
export function mapProblems(
  { fixtureMap, accessMap }: { readonly fixtureMap: FixtureMap; readonly accessMap: AccessMapDocument },
  backfill: BootstrapSettings['backfill'] = [],
): Diagnostic[] {
  if (fixtureMap.mount !== accessMap.mount)
    throw lifecycleError('VW5023', 'Fixture map and access map name different mounts');
  const { entries } = fixtureMap;
  const undeclared = backfill
    .filter(({ path }) => !Object.hasOwn(entries, path))
    .map(({ path: vaultPath }) =>
      lifecycleProblem('VW5023', 'A Secret is to be copied into a Vault key that is not declared', { vaultPath }),
    );
  const copied = new Set(backfill.map(({ path }) => path));
  const keys = Object.keys(entries).flatMap((id) => keyProblems(fixtureMap, id, copied.has(id)));
  if (undeclared.length + keys.length === 0) entryLayers(fixtureMap);
  return [...undeclared, ...keys, ...roleProblems(accessMap)];
}

function keyProblems({ entries, engines = {}, foreign = [] }: FixtureMap, id: string, isCopied: boolean): Diagnostic[] {
  const { store } = parseKeyId(id);
  const recipe = entries[id]?.recipe;
  const problems: Diagnostic[] = [];
  const isForeign = store !== undefined && foreign.includes(store);
  const engine = store === undefined ? { version: 2 } : engines[store];
  if (!engine && !isForeign)
    problems.push(lifecycleProblem('VW5023', `No engine of this Vault is named "${store}"`, { vaultPath: id }));
  if ((recipe || isCopied) && (isForeign || engine?.version === 1))
    problems.push(
      lifecycleProblem(
        'VW5029',
        isForeign ? `The store "${store}" is not in this Vault` : `The engine of "${store}" is kv of version 1`,
        { vaultPath: id },
      ),
    );
  const parts = recipe?.type === 'compose' ? recipe.parts.flatMap(pathsOfPart) : [];
  for (const part of parts.filter((each) => foreign.includes(parseKeyId(each).store ?? '')))
    problems.push(
      lifecycleProblem('VW5023', `The value is composed from ${part}, which is not in this Vault`, { vaultPath: id }),
    );
  return problems;
}

function roleProblems(accessMap: AccessMapDocument): Diagnostic[] {
  const method = loginMethodOf(accessMap);
  return accessMap.roles.flatMap((role) => {
    const obstacle = method.obstacle?.(role);
    return obstacle === undefined
      ? []
      : [lifecycleProblem('VW5030', `${method.title} cannot have the role "${role.name}": ${obstacle}`)];
  });
}
