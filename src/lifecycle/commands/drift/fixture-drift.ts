import type { BootstrapSettings } from '../../../model/documents/bootstrap-settings.ts';
import type { FixtureEntry } from '../../../model/documents/fixture-map.ts';
import type { LifecycleCode } from '../../problems/lifecycle-problems.ts';
import { FixtureJudge, type Judgement } from '../../reconcile/entry/entry-judge.ts';
import { engineState } from '../../reconcile/mount.ts';
import { inParallel } from '../../run/in-parallel.ts';
import { Journal } from '../../run/journal.ts';
import { recipeLayers } from '../../values/recipe-order.ts';
import { fixtureState } from '../fixtures/fixture-state.ts';
import type { DriftSearch } from './drift.ts';

/** Requests at once. */
const atOnce = 32;

/** Settings of a platform of which no rendered environment says them: no value is known to stand for none. */
const nothingKnown: Pick<BootstrapSettings, 'placeholder' | 'knownPlaceholders'> = {
  placeholder: '',
  knownPlaceholders: { exact: [], prefixes: [] },
};

/**
 * Compares what stands in Vault with the fixture map: missing and undeclared keys, placeholders, values of others, stale ones.
 *
 * The upstream store is not asked; of external values the marker alone is judged.
 * @throws VW5001–VW5004 where Vault cannot be read
 */
export async function fixtureDrift(search: DriftSearch): Promise<void> {
  const { rendered, deadline, find, count, platformSettings } = search;
  const { fixtureMap, accessMap, name: environment } = rendered;
  // A wrong mount is a finding of its own, and nothing can be read from it.
  if ((await engineState({ ...search, accessMap })) !== 'right') return;
  const settings = { ...(platformSettings ?? nothingKnown), environment } as BootstrapSettings;
  const silent = new Journal(() => undefined);
  const judge = new FixtureJudge(
    { ...search, fixtureMap, settings, journal: silent, isDryRun: true, identity: 'drift' },
    { upstream: new Map(), backfill: new Map() },
    true,
  );
  for (const path of await judge.store.list(deadline))
    if (!Object.hasOwn(fixtureMap.entries, path))
      find('VW5121', 'The key is in Vault and not in the fixture map', { vaultPath: path });
  for (const layer of recipeLayers(fixtureMap))
    await inParallel(layer, atOnce, async (vaultPath) => {
      const entry = fixtureMap.entries[vaultPath] as FixtureEntry;
      const judgement = await judge.judge(vaultPath, entry);
      const isDenied = isDenylisted(search.denylist, entry, judgement.current);
      const finding = findingOf(entry, judgement, { isMarked: rendered.isEphemeral, isDenied });
      if (finding) find(finding[0], finding[1], { vaultPath });
    });
  count('keys', Object.keys(fixtureMap.entries).length);
}

type Finding = readonly [LifecycleCode, string];

/** Tells a value that everybody knows, also where it is stored encoded. */
function isDenylisted(
  { exact, prefixes }: DriftSearch['denylist'],
  { storedAs }: FixtureEntry,
  current: string | undefined,
): boolean {
  if (current === undefined) return false;
  const text = (storedAs === 'base64' ? Buffer.from(current, 'base64').toString() : current).trim();
  return exact.includes(text) || prefixes.some((prefix) => text.startsWith(prefix));
}

/**
 * Says what is wrong with one key.
 * @param known.isMarked whether whoever seeds the environment marks what it wrote
 * @param known.isDenied whether everybody knows the value
 */
export function findingOf(
  entry: FixtureEntry,
  judgement: Judgement,
  { isMarked, isDenied }: { readonly isMarked: boolean; readonly isDenied: boolean },
): Finding | undefined {
  const { recipe, writer } = entry;
  const { stored, marker, isPlaceholder, wish, decision } = judgement;
  if (stored.kind === 'absent') {
    if (recipe?.type === 'upstream' && !recipe.required) return undefined;
    return recipe
      ? ['VW5120', 'The key is not in Vault']
      : ['VW5122', `The key is not in Vault; its writer is ${writer}`];
  }
  if (isPlaceholder && (wish?.source === 'placeholder' || recipe === undefined))
    return ['VW5122', `A placeholder stands there; its writer is ${writer}`];
  // A literal may be a word that is a placeholder elsewhere. In place of a placeholder stands what its producer made.
  const isOwn = wish !== undefined && wish.source !== 'placeholder';
  const isDeclared = isOwn && (decision.action === 'unchanged' || decision.action === 'mark');
  if ((isPlaceholder || isDenied) && !isDeclared)
    return ['VW5123', 'A known placeholder or denylisted value stands there'];
  const isUnmarkedElsewhere = !isMarked && marker === undefined;
  if (recipe?.type === 'upstream' && stored.kind === 'present' && judgement.current !== undefined) {
    if (isUnmarkedElsewhere) return undefined;
    if (marker?.version !== stored.version) return ['VW5124', 'The value was not copied from the upstream store'];
    return marker.source === 'upstream' || marker.source === 'backfill'
      ? undefined
      : ['VW5125', 'The value is one of an earlier recipe'];
  }
  switch (fixtureState(entry, judgement, false)) {
    case 'deleted':
      return ['VW5015', 'The newest version is deleted'];
    case 'destroyed':
      return ['VW5015', 'The newest version is destroyed'];
    case 'no-text':
      return ['VW5016', 'The key has no text under "value"'];
    case 'changed-by-others':
      return isUnmarkedElsewhere && wish?.source === 'generate'
        ? undefined
        : ['VW5124', 'The value was written by somebody else'];
    case 'recipe-changed':
      return ['VW5125', 'The value was generated from an earlier recipe'];
    case 'other-source':
      return ['VW5125', 'The value was copied from a source that is not its recipe'];
    case 'follows-recipe':
      return ['VW5125', 'The value is not the one that the recipe makes now'];
    case 'unmarked':
      return isUnmarkedElsewhere
        ? undefined
        : ['VW5126', 'The value is right, and its marker is missing or about an earlier recipe'];
    case 'not-composable':
      return ['VW5026', 'The value cannot be composed: a part of it is missing or too long'];
    default:
      return undefined;
  }
}
