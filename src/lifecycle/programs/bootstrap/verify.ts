import { entryId, parseKeyId } from '../../../model/documents/coordinates.ts';
import type { FixtureEntry } from '../../../model/documents/fixture-map.ts';
import { lifecycleProblem } from '../../problems/lifecycle-problems.ts';
import { Engines } from '../../reconcile/entry/engines.ts';
import type { BootstrapRun } from './bootstrap-run.ts';

/** Returns whether a key must be there after a run. */
const isDue = ({ recipe }: FixtureEntry): boolean =>
  recipe !== undefined && (recipe.type !== 'upstream' || recipe.required);

/**
 * Asks Vault which entries it has now and finds those that must be there and are not; one request a folder,
 * however many keys.
 * @throws VW5001–VW5004
 */
export async function verify({
  vault,
  fixtureMap,
  deadline,
  journal,
  settings,
  findings,
}: BootstrapRun): Promise<void> {
  if (journal.isDryRun) return;
  journal.enter('verify');
  const named = new Set(findings.map(({ place }) => place.vaultPath));
  const due = Object.entries(fixtureMap.entries).filter(([, entry]) => isDue(entry));
  for (const { reader, stores } of new Engines(vault, fixtureMap).all) {
    const here = due.filter(([id]) => stores.includes(parseKeyId(id).store));
    if (here.length === 0 && !stores.includes(undefined)) continue;
    const there = new Set(await reader.list(deadline));
    const missing = here
      .map(([id]) => id)
      .filter((id) => !there.has(parseKeyId(id).path) && !named.has(id) && !named.has(entryId(parseKeyId(id))));
    const { environment } = settings;
    for (const vaultPath of missing)
      findings.push(lifecycleProblem('VW5025', 'The key is not in Vault after the run', { environment, vaultPath }));
    journal.step({
      phase: 'verify',
      action: 'list',
      target: `${reader.mount}/`,
      outcome: missing.length === 0 ? 'unchanged' : 'failed',
      ...(missing.length > 0 && { reason: `${missing.length} missing` }),
    });
  }
}
