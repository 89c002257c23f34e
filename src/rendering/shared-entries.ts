import type { Diagnostic, Position } from '../model/diagnostics/diagnostic.ts';
import { problem } from '../model/diagnostics/problems.ts';
import { entryId, parseKeyId } from '../model/documents/coordinates.ts';
import type { EnvironmentDocument } from '../model/documents/environment-document.ts';

/**
 * Finds entries of one Vault that two environments write, at the declaration of a key of each.
 * @param positionOf where a key of an environment is declared
 */
export function sharedEntries(
  documents: readonly EnvironmentDocument[],
  positionOf: (environment: string, id: string) => Position | undefined,
): Diagnostic[] {
  const writers = new Map<string, { readonly environment: string; readonly id: string }[]>();
  for (const { name: environment, vault, engines, keys } of documents)
    for (const [id, { recipe }] of Object.entries(keys)) {
      const { store = '', path } = parseKeyId(id);
      const mount = engines[store]?.mount;
      if (recipe === undefined || mount === undefined) continue;
      const place = JSON.stringify([new URL(vault.address).origin, vault.namespace ?? '', mount, path]);
      const known = writers.get(place) ?? [];
      if (!known.some((other) => other.environment === environment)) known.push({ environment, id });
      writers.set(place, known);
    }
  return [...writers.values()].flatMap((both) => {
    if (both.length < 2) return [];
    const environments = both.map(({ environment }) => `"${environment}"`).join(' and ');
    return both.map(({ environment, id }) => {
      const { store, path } = parseKeyId(id);
      const position = positionOf(environment, id);
      return problem('VW1204', `Entry "${entryId({ store, path })}" is written by environments ${environments}`, {
        environment,
        vaultPath: id,
        ...(position && { position }),
      });
    });
  });
}
