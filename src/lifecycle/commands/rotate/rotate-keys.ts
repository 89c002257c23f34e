import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import { type FixtureMap, pathsOfPart } from '../../../model/documents/fixture-map.ts';
import type { UpstreamValue } from '../../clients/upstream/upstream.ts';
import type { StoredEntry } from '../../clients/vault/entry-reader.ts';
import { commandError, commandErrorOf, commandProblem } from '../../problems/command-problem.ts';
import { Engines } from '../../reconcile/entry/engines.ts';
import type { EntryJudgement, KeyJudgement } from '../../reconcile/entry/entry-judge.ts';
import { observeEntry, type StandingKey } from '../../reconcile/entry/observe-entry.ts';
import { type EntryObserver, settleEntry } from '../../reconcile/entry.ts';
import type { VaultAccess } from '../../reconcile/resource.ts';
import { composeValue } from '../../values/compose-value.ts';
import { type DeclaredEntry, type DeclaredKey, entryLayers } from '../../values/declared-entries.ts';
import { drawValue } from '../../values/generate-value.ts';
import type { Placeholders } from '../../values/placeholders.ts';
import { recipeHash } from '../../values/value-marker.ts';
import type { RotationPlan } from './plan-rotation.ts';

export interface RotationOptions extends VaultAccess {
  readonly fixtureMap: FixtureMap;
  /** Newest external values, by id of the key. */
  readonly upstream: ReadonlyMap<string, UpstreamValue>;
  readonly placeholders: Placeholders;
  /** Replaces values that somebody else wrote. @default false */
  readonly replaceForeign: boolean;
  /**
   * Writes named keys that are not in Vault yet, where no program may: a property that was declared later, an
   * entry that has nothing but metadata. @default false
   */
  readonly canCreate?: boolean;
  readonly isDryRun: boolean;
  /** Told of each key as soon as it is written. */
  readonly onWritten: (written: WrittenKey) => void;
}

/** A key that got a new version; in a dry run, that would. */
export interface WrittenKey {
  /** Id of the key. */
  readonly path: string;
  readonly source: 'generate' | 'upstream' | 'compose' | 'literal';
  /** Version before; 0 where there was none. */
  readonly from: number;
  /** Version now. */
  readonly to?: number;
  /**
   * `false` where its custom metadata has no room for a marker, so that the value counts as somebody else’s.
   */
  readonly isMarked: boolean;
}

/**
 * Rotates keys, and composes anew what is made of them; all keys of an entry in one write.
 *
 * Everything is proven before the first write. Each write is under check-and-set, and its marker follows at
 * once, also where the run is told to stop in between. Where it ends after some entries, bootstrap composes
 * the others, since they are ours and untouched.
 * @throws VW5107, VW5108, VW5015, VW5016, VW5120 before anything is written; VW5020, VW5021, VW5001–VW5004
 */
export async function rotateKeys(plan: RotationPlan, options: RotationOptions): Promise<void> {
  const rotation = new Rotation(plan, options);
  await rotation.prove();
  await rotation.carryOut();
}

class Rotation {
  readonly #plan: RotationPlan;
  readonly #options: RotationOptions;
  readonly #engines: Engines;
  /** Entries of changed keys and of what these are composed from, each after its parts. */
  readonly #entries: readonly DeclaredEntry[];
  readonly #proven = new Map<string, StoredEntry>();
  /** Values as they stand, or will. */
  readonly #values = new Map<string, string>();
  readonly #desired = new Map<string, Promise<NonNullable<KeyJudgement['desired']>>>();

  constructor(plan: RotationPlan, options: RotationOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#engines = new Engines(options.vault, options.fixtureMap);
    const wanted = new Set([...plan.renewed, ...plan.recomposed]);
    for (const id of [...plan.renewed, ...plan.recomposed]) for (const part of this.#partsOf(id)) wanted.add(part);
    this.#entries = entryLayers(options.fixtureMap)
      .flat()
      .filter(({ keys }) => keys.some(({ id }) => wanted.has(id)));
  }

  async prove(): Promise<void> {
    const problems: Diagnostic[] = [];
    for (const entry of this.#entries) {
      const { stored, keys } = await this.#observe(entry);
      this.#proven.set(entry.id, stored);
      for (const standing of keys) {
        if (standing.current !== undefined) this.#values.set(standing.key.id, standing.current);
        if (this.#isChanged(standing.key)) problems.push(...this.#obstacles(standing));
      }
    }
    if (problems.length > 0) throw commandErrorOf(problems);
  }

  async carryOut(): Promise<void> {
    const { deadline, isDryRun } = this.#options;
    for (const entry of this.#entries.filter(({ keys }) => keys.some((key) => this.#isChanged(key)))) {
      if (deadline.isOver)
        throw commandError('VW5020', 'The rotation was stopped before this key', this.#place(entry.id));
      await settleEntry(entry, {
        engines: this.#engines,
        judge: (each) => this.#judge(each),
        note: (id, value) => this.#values.set(id, value),
        observer: this.#observer(entry),
        deadline,
        isDryRun,
        finishes: true,
      });
    }
  }

  #observe(entry: DeclaredEntry) {
    const { placeholders, vault, deadline } = this.#options;
    const access = { vault, deadline: deadline.isOver ? deadline.grace(10_000) : deadline };
    return observeEntry(entry, { access, engines: this.#engines, placeholders });
  }

  /** Writes on what was proven; on anything else only where that is what a write without an answer left. */
  async #judge(entry: DeclaredEntry): Promise<EntryJudgement> {
    const seen = await this.#observe(entry);
    const proven = versionOf(this.#proven.get(entry.id));
    const version = versionOf(seen.stored);
    const keys: KeyJudgement[] = [];
    for (const standing of seen.keys) {
      if (!this.#isChanged(standing.key)) {
        keys.push({ ...standing, desired: undefined, decision: { action: 'unchanged' } });
        continue;
      }
      const desired = await this.#desiredOf(standing.key);
      const value = await desired.make();
      const isWritten = version > proven && standing.current === value;
      if (version !== proven && !isWritten)
        throw commandError(
          'VW5021',
          'The key was written by somebody else at the same time, or was removed',
          this.#place(standing.key.id),
        );
      this.#values.set(standing.key.id, value);
      const write = { action: 'write', version, reason: 'follows the recipe' } as const;
      keys.push({ ...standing, desired, decision: isWritten ? { action: 'mark', version } : write });
    }
    return { ...seen, keys };
  }

  /** The new value of a key, the same however often it is asked for. */
  #desiredOf(key: DeclaredKey): Promise<NonNullable<KeyJudgement['desired']>> {
    const known = this.#desired.get(key.id) ?? this.#makeDesired(key);
    this.#desired.set(key.id, known);
    return known;
  }

  async #makeDesired({ id, fixture: { recipe } }: DeclaredKey): Promise<NonNullable<KeyJudgement['desired']>> {
    const hash = recipe ? recipeHash(recipe) : 'none';
    const fixed = (source: WrittenKey['source'], value: string) => ({ source, recipe: hash, make: async () => value });
    const external = this.#options.upstream.get(id);
    if (external) {
      const { value, version } = external;
      return { ...fixed('upstream', value), ...(version !== undefined && { upstreamVersion: version }) };
    }
    if (recipe?.type === 'generate') return fixed('generate', drawValue(recipe));
    if (recipe?.type === 'literal') return fixed('literal', recipe.value);
    const composed = recipe?.type === 'compose' && composeValue(recipe, (part) => this.#values.get(part));
    if (!composed || !('make' in composed))
      throw commandError('VW5026', 'The value cannot be composed: a part is missing or too long', this.#place(id));
    return fixed('compose', await composed.make());
  }

  #observer({ id }: DeclaredEntry): EntryObserver {
    const { isDryRun, onWritten } = this.#options;
    let isMarked = true;
    const from = versionOf(this.#proven.get(id));
    const report = ({ key, desired }: KeyJudgement, to: number): void => {
      const source = desired?.source as WrittenKey['source'];
      onWritten({ path: key.id, source, from, ...(!isDryRun && { to }), isMarked });
    };
    return {
      written: (judgement, _, __, to) => report(judgement, to),
      marked: (judgement) => report(judgement, versionOf(judgement.stored)),
      unmarked: () => {
        isMarked = false;
      },
      failed: (code, key, _, reason) => {
        throw commandError(code, `The key cannot be rotated: ${reason}`, this.#place(key));
      },
      kept: () => undefined,
      unchanged: () => undefined,
    };
  }

  /** What forbids to write a key; one that was never there is seeded, not rotated. */
  #obstacles({ key, stored, current, isMissing, isOurs, isPlaceholder }: StandingKey): Diagnostic[] {
    const { upstream, replaceForeign, canCreate = false } = this.#options;
    const { id, property, fixture } = key;
    const isRenewed = this.#plan.renewed.includes(id);
    const mustExist = isRenewed && !canCreate;
    const problem = (...[code, what]: [Parameters<typeof commandProblem>[0], string]) => [
      commandProblem(code, what, this.#place(id)),
    ];
    if (stored.kind === 'absent' || isMissing) return mustExist ? problem('VW5120', 'The key is not in Vault') : [];
    if (stored.kind === 'deleted')
      return problem('VW5015', `The newest version is ${stored.isDestroyed ? 'destroyed' : 'deleted'}`);
    if (current === undefined) return problem('VW5016', `The key has no text under "${property}"`);
    if (isRenewed && fixture.recipe?.type === 'upstream') {
      const external = upstream.get(id);
      if (!external) return problem('VW5012', 'The upstream store does not hold the value');
      // A copy of which nobody knows gets its marker.
      if (external.value === current && (isOurs || !canCreate))
        return problem('VW5107', 'The upstream store holds the same value as Vault: change it there first');
    }
    return isOurs || isPlaceholder || replaceForeign
      ? []
      : problem('VW5108', `Version ${stored.version} of the key was not written by bootstrap or rotate`);
  }

  #isChanged({ id }: DeclaredKey): boolean {
    return this.#plan.renewed.includes(id) || this.#plan.recomposed.includes(id);
  }

  #partsOf(id: string): readonly string[] {
    const recipe = this.#options.fixtureMap.entries[id]?.recipe;
    return recipe?.type === 'compose' ? recipe.parts.flatMap(pathsOfPart) : [];
  }

  #place(vaultPath: string) {
    return { environment: this.#options.fixtureMap.environment, vaultPath };
  }
}

const versionOf = (stored: StoredEntry | undefined): number =>
  stored === undefined || stored.kind === 'absent' ? 0 : stored.version;
