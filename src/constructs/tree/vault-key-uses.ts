import { keysOfPart, type VaultKey } from '../../model/declarations/vault-key.ts';
import type { EnvironmentApp } from '../environment-app.ts';
import type { CollectedEnvironment } from './collect-environment.ts';
import type { Provenance } from './contribution.ts';

/** A Vault key of an environment, and who has to do with it. */
export interface VaultKeyUse {
  readonly key: VaultKey;
  /** Id in this environment: its path, or `[store:]path[#property]`. */
  readonly id: string;
  /** Where ExternalSecrets read it. */
  readonly readers: Provenance[];
  /** Keys that are composed from it. */
  readonly composedInto: VaultKey[];
  /** Why it is kept although no ExternalSecret reads it. */
  reason?: string;
}

/**
 * Returns every Vault key that an environment uses: read, composed into a used key, mirrored, or kept for a
 * reason; each once.
 */
export function vaultKeyUses(app: EnvironmentApp, collected: CollectedEnvironment): VaultKeyUse[] {
  const uses = new Map<VaultKey, VaultKeyUse>();
  const use = (key: VaultKey): VaultKeyUse => {
    const existing = uses.get(key);
    if (existing) return existing;
    const created: VaultKeyUse = { key, id: key.idIn(app.environment), readers: [], composedInto: [] };
    uses.set(key, created);
    const recipe = app.recipeOf(key);
    if (recipe.type === 'compose')
      for (const part of new Set(recipe.parts.flatMap(keysOfPart))) use(part).composedInto.push(key);
    return created;
  };
  for (const found of [...collected.placements, ...collected.clusterPlacements])
    for (const key of found.contract.vaultKeysIn(app.environment)) use(key).readers.push(found);
  for (const { keys } of collected.mirrors)
    for (const key of keys) use(key).reason = 'Audit copy of a delivered Secret; its authority stays in the cluster.';
  for (const { keys, reason } of collected.unread) for (const key of keys) use(key).reason = reason;
  return [...uses.values()];
}
