import type { EntryDuty } from '../../../model/documents/configurator-policy.ts';
import type { FixtureRecipe } from '../../../model/documents/fixture-map.ts';
import type { UpstreamValue } from '../../clients/upstream/upstream.ts';
import type { EntryHistory } from '../../clients/vault/key-value-store.ts';
import type { LifecycleCode } from '../../problems/lifecycle-problems.ts';
import type { DeclaredKey } from '../../values/declared-entries.ts';
import { readMarker, readUpstreamVersion, recipeHash, type ValueMarker } from '../../values/value-marker.ts';

/** The recipes by which a configurator makes values. */
export type MadeRecipe = Exclude<FixtureRecipe, { type: 'placeholder' }>;

/** A key whose value a configurator makes. */
export interface MadeKey extends DeclaredKey {
  readonly recipe: MadeRecipe;
}

/** What a run knows of a key without reading its value. */
export interface UnreadKey {
  readonly key: MadeKey;
  /** The value of the upstream store; `undefined` where it holds none, or the key is not external. */
  readonly upstream: UpstreamValue | undefined;
  /** When the newest of the values was written of which it is composed; in milliseconds since 1970. */
  readonly partsChangedAt: number;
}

/** What to do about one key of an entry whose value is not read. */
export type UnreadDecision =
  /** Nothing ever stood there. */
  | { readonly action: 'create' }
  /** Write a new version of the upstream value on top of our own. */
  | { readonly action: 'follow' }
  /** The value is right; its marker is about an earlier recipe. */
  | { readonly action: 'mark' }
  | { readonly action: 'unchanged' }
  /** The upstream store does not hold it, and it is not required. */
  | { readonly action: 'not-held' }
  | { readonly action: 'keep'; readonly reason: string }
  /** A state that a person resolves. */
  | { readonly action: 'refuse'; readonly code: LifecycleCode; readonly reason: string };

/** Returns the keys of an entry that a configurator makes; those of producers and others are none of its. */
export const madeKeys = (keys: readonly DeclaredKey[]): readonly MadeKey[] =>
  keys.flatMap((key) => {
    const { recipe } = key.fixture;
    return recipe === undefined || recipe.type === 'placeholder' ? [] : [{ ...key, recipe }];
  });

/**
 * Decides about one key from the metadata of its entry alone.
 *
 * What cannot be proven without the value is not acted on: it stays, or it is a named state. A value without
 * a marker may be one of ours whose run died, so it stays; of an external key that matters, since a run would
 * no longer follow the upstream store.
 */
export function decideUnread(unread: UnreadKey, write: EntryDuty['write'], history: EntryHistory): UnreadDecision {
  const { recipe } = unread.key;
  const isHeld = recipe.type !== 'upstream' || unread.upstream !== undefined;
  if (history.kind === 'absent') return { action: isHeld ? 'create' : 'not-held' };
  if (history.state === 'empty') {
    if (write === 'follow') return { action: isHeld ? 'create' : 'not-held' };
    return refuse('VW5201', 'its metadata was written before any value');
  }
  if (history.state !== 'live') return refuse('VW5015', `its newest version is ${history.state}`);
  const marker = readMarker(history.metadata, unread.key.property);
  if (recipe.type === 'upstream') return decideExternal(unread, recipe, marker, history);
  return decideMade(unread, recipe, marker, history);
}

type LiveHistory = Extract<EntryHistory, { kind: 'present' }>;

const refuse = (code: LifecycleCode, reason: string): UnreadDecision => ({ action: 'refuse', code, reason });

/** Returns whether the newest version is one of ours, by any of its properties. */
const isOwnVersion = ({ metadata, version }: LiveHistory): boolean =>
  Object.keys(metadata).some((key) => {
    const property = /^vaultwright\.io\/p\/(.*)$/s.exec(key)?.[1];
    return (property === undefined ? readMarker(metadata) : readMarker(metadata, property))?.version === version;
  });

function decideExternal(
  { key, upstream }: UnreadKey,
  recipe: MadeRecipe,
  marker: ValueMarker | undefined,
  history: LiveHistory,
): UnreadDecision {
  if (upstream === undefined) return { action: marker ? 'unchanged' : 'not-held' };
  const copied = readUpstreamVersion(history.metadata, key.property);
  const isSame = marker?.source === 'upstream' && upstream.version !== undefined && upstream.version === copied;
  if (marker?.version === history.version) {
    if (isSame) return { action: marker.recipe === recipeHash(recipe) ? 'unchanged' : 'mark' };
    if (marker.source === 'upstream' && upstream.version === undefined)
      return {
        action: 'keep',
        reason: 'the upstream store names no version, so that a change of the value is not seen',
      };
    return { action: 'follow' };
  }
  // It was not there when the other properties were copied.
  if (marker === undefined && isOwnVersion(history)) return { action: 'follow' };
  if (isSame || (marker && upstream.version === undefined)) return { action: 'keep', reason: writtenByOthers };
  return refuse('VW5203', 'whether its value is the copy of an earlier run is not known without reading it');
}

const writtenByOthers = 'written by somebody else';

function decideMade(
  { partsChangedAt }: UnreadKey,
  recipe: MadeRecipe,
  marker: ValueMarker | undefined,
  history: LiveHistory,
): UnreadDecision {
  if (marker === undefined) {
    if (isOwnVersion(history)) return refuse('VW5202', 'it was declared after its entry was written');
    return { action: 'keep', reason: `${writtenByOthers}, or by a run that died before it marked the value` };
  }
  if (marker.version !== history.version) return { action: 'keep', reason: writtenByOthers };
  if (marker.source !== recipe.type || marker.recipe !== recipeHash(recipe)) {
    if (marker.source === 'placeholder') return refuse('VW5200', 'a placeholder stands there');
    return recipe.type === 'generate'
      ? { action: 'keep', reason: 'made by an earlier recipe; rotate changes it' }
      : refuse('VW5200', 'its declaration changed after it was written');
  }
  if (recipe.type === 'compose' && partsChangedAt > history.createdAt)
    return refuse('VW5204', 'a value of which it is composed is newer');
  return { action: 'unchanged' };
}
