import { renderedProblem } from '../rendered/rendered-problems.ts';
import type { RenderedEnvironment, RenderedSide } from '../rendered/rendered-side.ts';
import { type Change, change, type LocalChange, match, person, restart } from './change.ts';
import { compareAccess, compareConfigurator } from './compare-access.ts';
import { compareComponents, compareSettings, compareValues } from './compare-components.ts';
import { compareKeys } from './compare-keys.ts';
import { compareObjects } from './compare-objects.ts';
import { compareDelivered, compareSecrets } from './compare-secrets.ts';
import { secretReaders } from './secret-readers.ts';

/**
 * Returns what is otherwise in the second of two rendered trees, by environment; nothing where both mean the
 * same. It reads names, recipes and rights, so no change holds a value.
 *
 * @param only names of environments to compare; all of them where none is named
 * @throws VW4034 where neither tree has one of them
 */
export function compareSides(before: RenderedSide, after: RenderedSide, only: readonly string[] = []): Change[] {
  for (const name of only)
    if (!before.environments.has(name) && !after.environments.has(name))
      throw renderedProblem(
        'VW4034',
        `no tree has the environment "${name}"; they have ${[...new Set([...before.environments.keys(), ...after.environments.keys()])].sort().join(', ')}`,
      );
  const isAsked = (name: string): boolean => only.length === 0 || only.includes(name);
  const { added, removed, kept } = match(before.environments, after.environments);
  const changes = [
    ...added.filter(([name]) => isAsked(name)).flatMap(([name, environment]) => at(name, newEnvironment(environment))),
    ...removed.filter(([name]) => isAsked(name)).flatMap(([name]) => at(name, goneEnvironment)),
    ...kept
      .filter(({ name }) => isAsked(name))
      .flatMap(({ name, before: old, after: now }) => at(name, compareBoth(old, now))),
    ...(only.length === 0 ? at('', compareObjects(before.others, after.others, { before: '', after: '' })) : []),
  ];
  return changes;
}

const at = (environment: string, changes: readonly LocalChange[]): Change[] =>
  changes.map((each) => ({ environment, ...each }));

function newEnvironment({ document }: RenderedEnvironment): LocalChange[] {
  const { lifecycle, cluster, namespace, placements, keys, vault } = document;
  const counts = `${placements.length} Secrets, ${Object.keys(keys).length} Vault keys`;
  const what = `${lifecycle}, in ${cluster.name}/${namespace}: ${counts}`;
  const needed = Object.values(keys).flatMap(({ recipe }) =>
    recipe?.type === 'upstream' && recipe.required ? [recipe.name] : [],
  );
  const follows = [
    ...(vault.operatedBy === 'ceremony' ? [person('Hold the ceremony of its Vault; its rollout waits for that')] : []),
    ...[...new Set(needed)].sort().map((name) => person(`Put ${name} into its upstream store first`)),
  ];
  return [change('environment-added', 'Environment', what, follows)];
}

const goneEnvironment: readonly LocalChange[] = [
  change('environment-removed', 'Environment', 'nothing is rendered for it any more', [
    person('Delete what it leaves behind: its Vault and the values in it, and its Secrets where nothing prunes them'),
  ]),
];

function compareBoth(before: RenderedEnvironment, after: RenderedEnvironment): LocalChange[] {
  const [old, now] = [before.document, after.document];
  const readers = secretReaders(after);
  return [
    ...compareSettings(old, now),
    ...compareComponents(old, now),
    ...compareSecrets(before, after, readers),
    ...compareDelivered(before, after),
    ...compareKeys(old, now).map((each) => withRestarts(each, after, readers)),
    ...compareAccess(old, now),
    ...compareConfigurator(old, now),
    ...compareObjects(before.objects, after.objects, { before: old.namespace, after: now.namespace }),
    ...compareValues(before, after),
  ];
}

/** Adds who needs the new value of a key whose recipe changes, where a program writes it by itself. */
function withRestarts(
  each: LocalChange,
  after: RenderedEnvironment,
  readers: ReadonlyMap<string, readonly string[]>,
): LocalChange {
  const isRewritten = each.kind !== 'key-added' && each.follows.some(({ type }) => type === 'vault-write');
  if (!isRewritten) return each;
  const id = each.subject.replace(/^Vault key /, '');
  const secrets = after.document.placements.filter(({ keys }) => keys.some(({ from }) => from.includes(id)));
  const restarts = secrets.flatMap(({ secret }) =>
    (readers.get(secret) ?? []).map((reader) => restart(`${reader} reads Secret ${secret}; it needs the new content`)),
  );
  return { ...each, follows: [...each.follows, ...restarts] };
}
