import { entryId } from '../../../model/documents/coordinates.ts';
import type { FixtureEntry } from '../../../model/documents/fixture-map.ts';
import type { CommandCode } from '../../problems/command-problem.ts';
import type { Engines } from '../../reconcile/entry/engines.ts';
import type { EntryJudgement, KeyJudgement } from '../../reconcile/entry/entry-judge.ts';
import { planOfKey } from '../../reconcile/entry.ts';
import { noExternalValues } from '../../values/external-values.ts';
import { fixtureState, isThere } from '../fixtures/fixture-state.ts';
import { engineStates, judgeEnvironment } from '../fixtures/judge-environment.ts';
import type { DriftSearch } from './drift-search.ts';

/**
 * Compares what stands in Vault with the fixture map: missing and undeclared keys, placeholders, values of
 * others, stale ones.
 *
 * The upstream store is not asked; of external values the marker alone is judged.
 * @throws VW5001–VW5004 where Vault cannot be read
 */
export async function fixtureDrift(search: DriftSearch): Promise<void> {
  const { rendered, find, propose, count } = search;
  const states = await engineStates(search);
  const known = new Set<string>();
  const isRight = (mount: string | undefined): boolean => states.get(mount ?? '')?.state === 'right';
  const all = await judgeEnvironment(search, noExternalValues, states, (judgement, engines) => {
    known.add(judgement.entry.id);
    // A wrong mount is a finding of its own, and nothing can be read from it.
    if (!isRight(engines.reader(judgement.entry.store)?.mount)) return;
    for (const { code, what, vaultPath } of findingsOf(judgement, search)) find(code, what, { vaultPath });
    for (const key of judgement.keys) propose(planOfKey(key));
    count('keys', judgement.keys.length);
  });
  if (rendered.document.vault.operatedBy !== 'others') {
    const mounted = all.all.filter(({ reader }) => isRight(reader.mount));
    await findUndeclared(search, mounted, known);
  }
}

async function findUndeclared(
  { find, deadline }: DriftSearch,
  engines: Engines['all'],
  known: ReadonlySet<string>,
): Promise<void> {
  for (const { reader, stores } of engines)
    for (const path of await reader.list(deadline))
      if (!stores.some((store) => known.has(entryId({ store, path }))))
        find('VW5121', 'The key is in Vault and not in the fixture map', {
          vaultPath: entryId({ store: stores[0], path }),
        });
}

type Finding = readonly [CommandCode, string];

/** What is wrong with the keys of an entry; what is wrong with the whole of it is named once. */
function findingsOf(
  { entry, stored, keys }: EntryJudgement,
  { rendered, denylist }: DriftSearch,
): { readonly code: CommandCode; readonly what: string; readonly vaultPath: string }[] {
  const found = keys.flatMap((judgement) => {
    const isDenied = isDenylisted(denylist, judgement.key.fixture, judgement.current);
    const finding = findingOf(judgement, { isMarked: rendered.hasBootstrap, isDenied });
    return finding ? [{ code: finding[0], what: finding[1], vaultPath: judgement.key.id }] : [];
  });
  const [first] = found;
  const isOne = stored.kind !== 'present' && found.length > 1 && found.every(({ what }) => what === first?.what);
  return first && isOne ? [{ ...first, vaultPath: entry.id }] : found;
}

/** Recognises a value that everybody knows, also where it is stored encoded. */
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
 * Returns what is wrong with one key.
 * @param known.isMarked whether whoever seeds the environment marks what it wrote
 * @param known.isDenied whether everybody knows the value
 */
export function findingOf(
  judgement: KeyJudgement,
  { isMarked, isDenied }: { readonly isMarked: boolean; readonly isDenied: boolean },
): Finding | undefined {
  const { key, stored, marker, isPlaceholder, desired, decision } = judgement;
  const { recipe, writer, origin } = key.fixture;
  const isMissing = stored.kind === 'absent' || (stored.kind === 'present' && !isThere(judgement));
  if (origin === 'existing' && isMissing) return ['VW5127', 'The key is not in Vault, and others manage it'];
  const isAdded = stored.kind === 'present' && decision.action === 'write' && decision.reason === 'absent';
  if (stored.kind === 'absent' || isAdded) {
    if (recipe?.type === 'upstream' && !recipe.required) return undefined;
    return recipe
      ? ['VW5120', 'The key is not in Vault']
      : ['VW5122', `The key is not in Vault; its writer is ${writer}`];
  }
  if (isPlaceholder && (recipe === undefined || recipe.type === 'placeholder'))
    return ['VW5122', `A placeholder stands there; its writer is ${writer}`];
  // A literal may be a word that is a placeholder elsewhere. In place of a placeholder stands what its
  // producer made.
  const isOwn = desired !== undefined && desired.source !== 'placeholder';
  const isDeclared = isOwn && (decision.action === 'unchanged' || decision.action === 'mark');
  if ((isPlaceholder || isDenied) && !isDeclared)
    return ['VW5123', 'A known placeholder or denylisted value stands there'];
  const isUnmarkedElsewhere = !isMarked && marker === undefined;
  if (recipe?.type === 'upstream' && stored.kind === 'present' && judgement.current !== undefined) {
    if (isUnmarkedElsewhere) return undefined;
    if (!judgement.isOurs || !marker) return ['VW5124', 'The value was not copied from the upstream store'];
    return marker.source === 'upstream' || marker.source === 'backfill'
      ? undefined
      : ['VW5125', 'The value is one of an earlier recipe'];
  }
  return byState(judgement, isUnmarkedElsewhere);
}

function byState(judgement: KeyJudgement, isUnmarkedElsewhere: boolean): Finding | undefined {
  const { key, desired } = judgement;
  switch (fixtureState(judgement, false)) {
    case 'deleted':
      return ['VW5015', 'The newest version is deleted'];
    case 'destroyed':
      return ['VW5015', 'The newest version is destroyed'];
    case 'no-text':
      return ['VW5016', `The key has no text under "${key.property}"`];
    case 'awaits-producer':
      return judgement.current === undefined
        ? ['VW5122', `The key is not in Vault; its writer is ${key.fixture.writer}`]
        : undefined;
    case 'changed-by-others':
      return isUnmarkedElsewhere && desired?.source === 'generate'
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
