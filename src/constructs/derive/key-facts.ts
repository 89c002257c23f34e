import type { VaultKey } from '../../model/declarations/vault-key.ts';
import type { SmokePlan } from '../../model/documents/smoke-plan.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import { fixtureEntry } from './fixture-entry.ts';

/** Returns what remedies must know about Vault keys, by their ids, sorted. */
export function keyFacts(app: EnvironmentApp, keys: Iterable<VaultKey>): SmokePlan['keys'] {
  const facts = [...new Set(keys)].map((key) => {
    const id = key.idIn(app.environment);
    const { writer, recipe } = fixtureEntry({ key, id, readers: [], composedInto: [] }, app);
    return [id, { writer, ...(recipe?.type === 'upstream' && { upstream: recipe.name }) }] as const;
  });
  return Object.fromEntries(facts.sort(([a], [b]) => (a < b ? -1 : 1)));
}
