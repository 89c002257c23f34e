import type { StoredEntry } from '../../clients/vault/entry-reader.ts';
import type { DesiredValue } from '../../values/desired-values.ts';
import type { ValueMarker } from '../../values/value-marker.ts';

/** What is known about one property of an entry as it stands in Vault. */
export interface StandingValue {
  /** The entry. */
  readonly stored: StoredEntry;
  /** The text under the property, if there is one. */
  readonly current: string | undefined;
  /** Whether the entry is there without the property, which may be added to it. */
  readonly isMissing: boolean;
  readonly marker: ValueMarker | undefined;
  /** Whether it is our value, which nobody changed since. */
  readonly isOurs: boolean;
  /**
   * Whether the value stands directly on top of what we knew, so that a crash may have come between value and
   * marker: on our own untouched value, or on nothing.
   */
  readonly isNew: boolean;
  /** Whether it is one that may be replaced. */
  readonly isPlaceholder: boolean;
}

/** What is known about the value that should stand there. */
export interface DesiredState extends Pick<DesiredValue, 'source' | 'recipe'> {
  /** Whether the value that stands there is the desired one; `false` where none stands there. */
  readonly isThere: boolean;
  /**
   * Whether what stands there is the value that the recipe made from the values of its own making, before
   * somebody chose another one of those. @default false
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
 * Decides about one key from what stands there. Everything that is not provably ours, absent or a placeholder
 * stays.
 *
 * A crash between value and marker leaves the very value that we would write on top of what we knew; it is
 * marked then.
 */
export function decideWrite(standing: StandingValue, desired: DesiredState | undefined): WriteDecision {
  if (desired === undefined) return { action: 'unchanged' };
  const { stored, current, marker, isOurs, isNew, isPlaceholder } = standing;
  const { source, recipe, isThere } = desired;
  if (stored.kind === 'absent') return { action: 'write', version: 0, reason: 'absent' };
  if (stored.kind === 'deleted') return { action: 'refuse', reason: stored.isDestroyed ? 'destroyed' : 'deleted' };
  const { version } = stored;
  if (standing.isMissing) return { action: 'write', version, reason: 'absent' };
  if (current === undefined) return { action: 'refuse', reason: 'no value' };
  const ours = isOurs ? marker : undefined;
  if (isThere) {
    if (ours) return ours.recipe === recipe ? { action: 'unchanged' } : { action: 'mark', version };
    return isNew ? { action: 'mark', version } : { action: 'unchanged' };
  }
  if (isPlaceholder || ours?.source === 'placeholder')
    return { action: 'write', version, reason: 'replaces a placeholder' };
  // A value in place of the placeholder is what the producer publishes.
  if (source === 'placeholder' && !ours) return { action: 'unchanged' };
  // A crash came between our value and its marker, and then somebody changed what it is composed from.
  if (desired.isFormer && isNew) return { action: 'write', version, reason: 'follows the recipe' };
  if (!ours) return { action: 'keep', reason: 'written by somebody else' };
  if (source === 'upstream') return { action: 'write', version, reason: 'follows the upstream value' };
  if (ours.source === 'upstream' || ours.source === 'backfill')
    return { action: 'keep', reason: 'copied from another source' };
  if (source === 'generate' && ours.source === 'generate')
    return ours.recipe === recipe
      ? { action: 'unchanged' }
      : { action: 'keep', reason: 'generated from an earlier recipe; rotate changes it' };
  if (source === 'placeholder' || source === 'backfill')
    return { action: 'keep', reason: 'only an absent value or a placeholder gives way to it' };
  return { action: 'write', version, reason: 'follows the recipe' };
}
