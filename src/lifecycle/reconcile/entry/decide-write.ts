import type { StoredEntry } from '../../clients/vault/key-value-store.ts';
import type { ValueMarker, ValueSource } from '../../values/value-marker.ts';

/** What is known about a value that bootstrap would like to stand in Vault. */
export interface DesiredValue {
  readonly source: ValueSource;
  /** Hash of the recipe as it is declared now. */
  readonly recipe: string;
  /** Whether the value that stands there is the desired one; `false` where none stands there. */
  readonly isThere: boolean;
  /**
   * Whether what stands there is the value that the recipe made from the values of its own making, before somebody chose another one
   * of those. @default false
   */
  readonly isFormer?: boolean;
}

/** What to do about one key. */
export type WriteDecision =
  /** Write a new version on top of `version`, then mark it. */
  | { readonly action: 'write'; readonly version: number; readonly reason: WriteReason }
  /** The value is right; its marker is not there yet or is about an earlier recipe. */
  | { readonly action: 'mark'; readonly version: number }
  | { readonly action: 'unchanged' }
  /** Something stays that the recipe would not make. */
  | { readonly action: 'keep'; readonly reason: KeepReason }
  /** A person must look. */
  | { readonly action: 'refuse'; readonly reason: RefuseReason };
export type WriteReason = 'absent' | 'replaces a placeholder' | 'follows the recipe' | 'follows the upstream value';
export type KeepReason =
  | 'written by somebody else'
  | 'generated from an earlier recipe; rotate changes it'
  | 'copied from another source'
  | 'only an absent value or a placeholder gives way to it';
export type RefuseReason = 'deleted' | 'destroyed' | 'no value';

/**
 * Decides about one key from what stands there. Everything that is not provably ours, absent or a placeholder stays.
 *
 * Ours means: the marker names the version that stands there. A crash between value and marker leaves the very value that we would
 * write, one version above the marker; it is marked then.
 * @param isPlaceholder whether the value that stands there is one that may be replaced
 */
export function decideWrite(
  stored: StoredEntry,
  marker: ValueMarker | undefined,
  desired: DesiredValue | undefined,
  isPlaceholder: boolean,
): WriteDecision {
  if (desired === undefined) return { action: 'unchanged' };
  const { source, recipe, isThere } = desired;
  if (stored.kind === 'absent') return { action: 'write', version: 0, reason: 'absent' };
  if (stored.kind === 'deleted') return { action: 'refuse', reason: stored.isDestroyed ? 'destroyed' : 'deleted' };
  if (typeof stored.properties.value !== 'string') return { action: 'refuse', reason: 'no value' };
  const { version } = stored;
  const isOurs = marker?.version === version;
  const isAboveMarker = version === (marker?.version ?? 0) + 1;
  const isOurPlaceholder = isOurs && marker.source === 'placeholder';
  if (isThere) {
    if (isOurs) return marker.recipe === recipe ? { action: 'unchanged' } : { action: 'mark', version };
    return isAboveMarker ? { action: 'mark', version } : { action: 'unchanged' };
  }
  if (isPlaceholder || isOurPlaceholder) return { action: 'write', version, reason: 'replaces a placeholder' };
  // A value in place of the placeholder is what the producer publishes.
  if (source === 'placeholder' && !isOurs) return { action: 'unchanged' };
  // A crash came between our value and its marker, and then somebody changed what it is composed from.
  if (desired.isFormer && isAboveMarker) return { action: 'write', version, reason: 'follows the recipe' };
  if (!isOurs) return { action: 'keep', reason: 'written by somebody else' };
  if (source === 'upstream') return { action: 'write', version, reason: 'follows the upstream value' };
  if (marker.source === 'upstream' || marker.source === 'backfill')
    return { action: 'keep', reason: 'copied from another source' };
  if (source === 'generate' && marker.source === 'generate')
    return marker.recipe === recipe
      ? { action: 'unchanged' }
      : { action: 'keep', reason: 'generated from an earlier recipe; rotate changes it' };
  if (source === 'placeholder' || source === 'backfill')
    return { action: 'keep', reason: 'only an absent value or a placeholder gives way to it' };
  return { action: 'write', version, reason: 'follows the recipe' };
}
