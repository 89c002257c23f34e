import type { FixtureEntry } from '../../../model/documents/fixture-map.ts';
import { KeyValueStore } from '../../clients/vault/key-value-store.ts';
import { lifecycleProblem } from '../../problems/lifecycle-problems.ts';
import type { BootstrapRun } from './bootstrap-run.ts';

/** Tells whether a key must be there after a run. */
const isDue = ({ recipe }: FixtureEntry): boolean =>
  recipe !== undefined && (recipe.type !== 'upstream' || recipe.required);

/**
 * Asks Vault which keys it has now and finds those that must be there and are not; one request a folder, however many keys.
 * @throws VW5001–VW5004
 */
export async function verify(run: BootstrapRun): Promise<void> {
  const { vault, fixtureMap, deadline, journal, settings, findings, isDryRun } = run;
  if (isDryRun) return;
  journal.enter('verify');
  const there = new Set(await new KeyValueStore(vault, fixtureMap.mount).list(deadline));
  const named = new Set(findings.map(({ place }) => place.vaultPath));
  const missing = Object.entries(fixtureMap.entries)
    .filter(([path, entry]) => isDue(entry) && !there.has(path) && !named.has(path))
    .map(([path]) => path);
  for (const vaultPath of missing)
    findings.push(
      lifecycleProblem('VW5025', 'The key is not in Vault after the run', {
        environment: settings.environment,
        vaultPath,
      }),
    );
  journal.step({
    phase: 'verify',
    action: 'list',
    target: `${fixtureMap.mount}/`,
    outcome: missing.length === 0 ? 'unchanged' : 'failed',
    ...(missing.length > 0 && { reason: `${missing.length} missing` }),
  });
}
