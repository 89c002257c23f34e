import type { FixtureEntry } from '../../../model/documents/fixture-map.ts';
import { KeyValueStore, type StoredEntry } from '../../clients/vault/key-value-store.ts';
import type { BootstrapRun } from '../../programs/bootstrap/bootstrap-run.ts';
import type { Deadline } from '../../run/deadline.ts';
import type { ComposeDefect } from '../../values/compose-value.ts';
import { isPlaceholder, isSettled, type ValueWish, ValueWishes } from '../../values/desired-values.ts';
import type { OutsideValues } from '../../values/external-values.ts';
import { findSeed } from '../../values/seed.ts';
import { readMarker, type ValueMarker } from '../../values/value-marker.ts';
import { decideWrite, type WriteDecision } from './decide-write.ts';

/** What stands at a key, what should, and what follows from both. */
export interface Judgement {
  readonly stored: StoredEntry;
  readonly marker: ValueMarker | undefined;
  /** The text that stands there, if there is one. */
  readonly current: string | undefined;
  readonly isPlaceholder: boolean;
  /** `undefined` where bootstrap has no say in the value. */
  readonly wish: ValueWish | undefined;
  /** What bootstrap does about it; a defect where the wished value cannot be composed. */
  readonly decision: WriteDecision | { readonly action: 'defect'; readonly defect: ComposeDefect };
}

type Judging = Pick<
  BootstrapRun,
  'vault' | 'kubernetes' | 'settings' | 'fixtureMap' | 'deadline' | 'journal' | 'givenSeed' | 'isDryRun' | 'identity'
>;

/**
 * Reads keys and judges them by the rule of {@link decideWrite}; it writes nothing.
 *
 * Keys must be asked for layer by layer, so that a composed value is compared with what really stands in Vault.
 */
export class FixtureJudge {
  readonly store: KeyValueStore;
  readonly #deadline: Deadline;
  readonly #isMounted: boolean;
  readonly #settings: Judging['settings'];
  readonly #wishes: ValueWishes;
  /** Values as they stand in Vault, for those that are composed from them. */
  readonly #values = new Map<string, string>();

  /** @param isMounted `false` where a dry run comes before the mount */
  constructor(run: Judging, outside: OutsideValues, isMounted: boolean) {
    let seed: Promise<string> | undefined;
    this.store = new KeyValueStore(run.vault, run.fixtureMap.mount);
    this.#settings = run.settings;
    this.#deadline = run.deadline;
    this.#isMounted = isMounted;
    this.#wishes = new ValueWishes({
      settings: run.settings,
      fixtureMap: run.fixtureMap,
      outside,
      seed: () => {
        seed ??= findSeed(run, outside.local);
        return seed;
      },
      valueAt: (path) => this.#values.get(path),
    });
  }

  /** @throws VW5001–VW5004 where what stands there is not known */
  async judge(path: string, entry: FixtureEntry): Promise<Judgement> {
    const stored: StoredEntry = this.#isMounted ? await this.store.read(path, this.#deadline) : { kind: 'absent' };
    const value = stored.kind === 'present' ? stored.properties.value : undefined;
    const current = typeof value === 'string' ? value : undefined;
    if (current !== undefined) this.#values.set(path, current);
    const marker = stored.kind === 'present' ? readMarker(stored.metadata) : undefined;
    const standsForNone = current !== undefined && isPlaceholder(this.#settings, current, entry);
    const wish = this.#wishes.for(path, entry, current);
    const known = { stored, marker, current, isPlaceholder: standsForNone };
    if (wish && !('make' in wish)) return { ...known, wish: undefined, decision: { action: 'defect', defect: wish } };
    return { ...known, wish, decision: await decide(known, wish) };
  }

  /** Takes note of a value that was written, for those that are composed from it. */
  note(path: string, value: string): void {
    this.#values.set(path, value);
  }
}

async function decide(
  { stored, marker, current, isPlaceholder: standsForNone }: Omit<Judgement, 'wish' | 'decision'>,
  wish: ValueWish | undefined,
): Promise<WriteDecision> {
  if (stored.kind === 'present' && wish && isSettled(wish, marker, stored.version)) return { action: 'unchanged' };
  const isThere = wish !== undefined && current !== undefined && (await wish.accepts(current));
  const isForeign = stored.kind === 'present' && marker?.version !== stored.version;
  const isFormer = isForeign && !isThere && current !== undefined && ((await wish?.recognises?.(current)) ?? false);
  return decideWrite(stored, marker, wish && { ...wish, isThere, isFormer }, standsForNone);
}
