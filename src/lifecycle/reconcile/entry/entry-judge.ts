import { wholeEntry } from '../../../model/documents/coordinates.ts';
import { type FixtureMap, pathsOfPart } from '../../../model/documents/fixture-map.ts';
import type { ComposeDefect } from '../../values/compose-value.ts';
import type { DeclaredEntry, DeclaredKey } from '../../values/declared-entries.ts';
import { type DesiredValue, DesiredValues } from '../../values/desired-values.ts';
import type { ExternalValues } from '../../values/external-values.ts';
import type { ValueMarker } from '../../values/value-marker.ts';
import { decideWrite, type WriteDecision } from './decide-write.ts';
import { Engines } from './engines.ts';
import { type EntryObservation, type ObserveOptions, observeEntry, type StandingKey } from './observe-entry.ts';

/** What stands at a key, what should, and what follows from both. */
export interface KeyJudgement extends Omit<StandingKey, 'isNew' | 'isMissing'> {
  /** `undefined` where nobody here has a say in the value. */
  readonly desired: Pick<DesiredValue, 'source' | 'recipe' | 'make' | 'upstreamVersion'> | undefined;
  /** What is done about it; a defect where the desired value cannot be composed. */
  readonly decision: WriteDecision | { readonly action: 'defect'; readonly defect: ComposeDefect };
}

/** What stands in an entry, what should, and what follows for each of its keys. */
export interface EntryJudgement extends Omit<EntryObservation, 'keys'> {
  readonly keys: readonly KeyJudgement[];
}

export interface EntryJudgeOptions extends Omit<ObserveOptions, 'engines'> {
  readonly fixtureMap: FixtureMap;
  readonly external: ExternalValues;
  /** Returns the seed, asked for where the first value is derived. */
  readonly seed: () => Promise<string>;
}

/**
 * Reads entries and judges their keys by the rule of {@link decideWrite}; it writes nothing.
 *
 * Entries must be asked for layer by layer, so that a composed value is compared with what really stands in
 * Vault.
 */
export class EntryJudge {
  readonly engines: Engines;
  readonly #options: EntryJudgeOptions;
  readonly #desired: DesiredValues;
  /** Values as they stand in Vault, or will, for those that are composed from them. */
  readonly #values = new Map<string, string>();

  constructor(options: EntryJudgeOptions) {
    this.#options = options;
    this.engines = new Engines(options.access.vault, options.fixtureMap);
    this.#desired = new DesiredValues({ ...options, valueAt: (id) => this.#values.get(id) });
  }

  /** @throws VW5001–VW5004 where what stands there is not known */
  async judge(entry: DeclaredEntry): Promise<EntryJudgement> {
    for (const { id } of entry.keys) this.#values.delete(id);
    const seen = await observeEntry(entry, { ...this.#options, engines: this.engines });
    const pending = new Map<string, KeyJudgement['desired']>();
    const keys: KeyJudgement[] = [];
    for (const standing of seen.keys) {
      const { key, current } = standing;
      await this.#awaitParts(key, pending);
      const judgement = await this.#judgeKey(standing);
      if (current !== undefined) this.#values.set(key.id, current);
      if (judgement.decision.action === 'write') pending.set(key.id, judgement.desired);
      keys.push(judgement);
    }
    return { ...seen, keys };
  }

  /** Takes note of a value that was written, for those that are composed from it. */
  note(id: string, value: string): void {
    this.#values.set(id, value);
  }

  /** A value that the same write will bring counts as it will be. */
  async #awaitParts(
    { fixture: { recipe } }: DeclaredKey,
    pending: ReadonlyMap<string, KeyJudgement['desired']>,
  ): Promise<void> {
    if (recipe?.type !== 'compose') return;
    for (const part of recipe.parts.flatMap(pathsOfPart)) {
      const desired = pending.get(part);
      if (desired) this.#values.set(part, await desired.make());
    }
  }

  async #judgeKey(standing: StandingKey): Promise<KeyJudgement> {
    const { id, property, fixture } = standing.key;
    const desired = property === wholeEntry ? undefined : this.#desired.for(id, fixture, standing.current);
    if (desired && !('make' in desired)) {
      const { stored } = standing;
      // That the entry was deleted is the cause; what it lacks for composing follows from it.
      if (stored.kind === 'deleted') {
        const reason = stored.isDestroyed ? 'destroyed' : 'deleted';
        return { ...standing, desired: undefined, decision: { action: 'refuse', reason } };
      }
      return { ...standing, desired: undefined, decision: { action: 'defect', defect: desired } };
    }
    return { ...standing, desired, decision: await decide(standing, desired) };
  }
}

async function decide(standing: StandingKey, desired: DesiredValue | undefined): Promise<WriteDecision> {
  const { current, marker, isOurs } = standing;
  if (desired && marker && isOurs && isSettled(desired, marker)) return { action: 'unchanged' };
  const isThere = desired !== undefined && current !== undefined && (await desired.accepts(current));
  const mayBeFormer = !isOurs && !isThere && current !== undefined;
  const isFormer = mayBeFormer && ((await desired?.recognises?.(current)) ?? false);
  const matters = !isOurs && (isThere || isFormer);
  return decideWrite(
    { ...standing, isNew: matters && (await standing.isNew()) },
    desired && { ...desired, isThere, isFormer },
  );
}

/** Returns whether a value of ours need not be looked at: it is generated, and its recipe is the same. */
const isSettled = (desired: DesiredValue, marker: ValueMarker): boolean =>
  desired.source === 'generate' && marker.source === 'generate' && marker.recipe === desired.recipe;
