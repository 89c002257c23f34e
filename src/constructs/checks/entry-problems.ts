import { keysOfPart } from '../../model/declarations/vault-key.ts';
import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { entryId } from '../../model/documents/coordinates.ts';
import { entryFind } from '../derive/entry-finds.ts';
import { vaultReach } from '../derive/vault-reach.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import type { VaultKeyUse } from '../tree/vault-key-uses.ts';
import { problemAt } from './problem-at.ts';

/**
 * Finds what is wrong with whole entries: circles between them, Secrets that cannot take them, roles that a
 * login cannot express.
 */
export function entryProblems(app: EnvironmentApp, uses: readonly VaultKeyUse[]): Diagnostic[] {
  return [...circles(app, uses), ...findProblems(app), ...loginProblems(app)];
}

/** Each entry is written at once, so entries that are composed from each other have no first one. */
function circles(app: EnvironmentApp, uses: readonly VaultKeyUse[]): Diagnostic[] {
  const { environment } = app;
  const entryOf = ({ key }: Pick<VaultKeyUse, 'key'>) => entryId({ store: key.store, path: key.pathIn(environment) });
  const needs = new Map<string, Map<string, VaultKeyUse>>();
  for (const use of uses) {
    const recipe = app.recipeOf(use.key);
    if (recipe.type !== 'compose') continue;
    for (const part of recipe.parts.flatMap(keysOfPart)) {
      const [from, to] = [entryOf(use), entryOf({ key: part })];
      if (from === to) continue;
      const known = needs.get(from) ?? new Map<string, VaultKeyUse>();
      needs.set(from, known.set(to, known.get(to) ?? use));
    }
  }
  const found: Diagnostic[] = [];
  const done = new Set<string>();
  const visit = (entry: string, trail: readonly string[]): void => {
    if (trail.includes(entry)) {
      const circle = [...trail.slice(trail.indexOf(entry)), entry];
      // A circle of keys alone is reported as one of keys.
      const use = needs.get(circle[0] ?? '')?.get(circle[1] ?? '');
      const what = `Entries are composed from each other: ${circle.map((each) => `"${each}"`).join(' → ')}`;
      if (use && !isCircleOfKeys(app, use))
        found.push(problemAt(app, 'VW1028', what, { ...use.readers[0], declaredAt: use.key.declaredAt }, use.id));
      return;
    }
    if (done.has(entry)) return;
    for (const next of [...(needs.get(entry)?.keys() ?? [])].sort()) visit(next, [...trail, entry]);
    done.add(entry);
  };
  for (const entry of [...needs.keys()].sort()) visit(entry, []);
  return found;
}

function isCircleOfKeys(app: EnvironmentApp, { key }: VaultKeyUse): boolean {
  const seen = new Set([key]);
  const pending = [key];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const recipe = app.recipeOf(next);
    if (recipe.type !== 'compose') continue;
    for (const part of recipe.parts.flatMap(keysOfPart)) {
      if (part === key) return true;
      if (!seen.has(part)) pending.push(part);
      seen.add(part);
    }
  }
  return false;
}

/** Entries that cannot be found together, and Secrets whose unknown data keys a template would drop. */
function findProblems(app: EnvironmentApp): Diagnostic[] {
  const { environment } = app;
  const { placements, clusterPlacements } = app.collect();
  return [...placements, ...clusterPlacements].flatMap(({ contract, ...found }) => {
    const secret = contract.nameIn(environment);
    const report = (what: string) => [problemAt(app, 'VW1026', `Secret "${secret}" ${what}`, found)];
    const find = entryFind(contract.foundEntries(), environment);
    const isForeign =
      typeof find === 'object' && find.store !== undefined && vaultReach(app).foreign.includes(find.store);
    return [
      ...(typeof find === 'string' ? report(`finds ${find}`) : []),
      ...(isForeign ? report('finds entries behind a store that is no engine of the Vault of its environment') : []),
      ...(contract.from && swaps(contract.from.rename) ? report('renames properties of an entry in a circle') : []),
      ...(contract.isOpen && contract.allBindings().length > 0
        ? report('takes an entry of unknown properties, so that any of its other data keys may be one of them')
        : []),
    ];
  });
}

function swaps(rename: Readonly<Record<string, string>>): boolean {
  return Object.keys(rename).some((start) => {
    let at = rename[start];
    for (let step = 0; at !== undefined && at !== start && step < Object.keys(rename).length; step++) at = rename[at];
    return at === start && rename[start] !== start;
  });
}

/**
 * A token of a ServiceAccount says its namespace by name alone, so a login by signature cannot select one by
 * label.
 */
function loginProblems(app: EnvironmentApp): Diagnostic[] {
  const { method } = vaultReach(app).login;
  if (method === 'kubernetes') return [];
  return app
    .collect()
    .clusterPlacements.map(({ contract, ...found }) =>
      problemAt(
        app,
        'VW1126',
        `Secret "${contract.nameIn(app.environment)}" goes into namespaces that a login by ${method} cannot select by label`,
        found,
      ),
    );
}
