import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import { type FixtureEntry, type FixtureMap, pathsOfPart } from '../../../model/documents/fixture-map.ts';
import type { UpstreamValue } from '../../clients/upstream/upstream.ts';
import { KeyValueStore, type StoredEntry } from '../../clients/vault/key-value-store.ts';
import type { VaultClient } from '../../clients/vault/vault-client.ts';
import { errorOf, lifecycleError, lifecycleProblem } from '../../problems/lifecycle-problems.ts';
import type { Deadline } from '../../run/deadline.ts';
import { composeValue } from '../../values/compose-value.ts';
import { drawValue } from '../../values/generate-value.ts';
import { markerMetadata, readMarker, recipeHash } from '../../values/value-marker.ts';
import type { RotationPlan } from './plan-rotation.ts';

export interface RotationOptions {
  readonly vault: VaultClient;
  readonly fixtureMap: FixtureMap;
  readonly deadline: Deadline;
  /** Newest external values, by Vault path. */
  readonly upstream: ReadonlyMap<string, UpstreamValue>;
  readonly isPlaceholder: (value: string, entry: FixtureEntry) => boolean;
  /** Replaces values that somebody else wrote. @default false */
  readonly replaceForeign: boolean;
  readonly isDryRun: boolean;
  /** Told of each key as soon as it is written. */
  readonly onWritten: (written: WrittenKey) => void;
}

/** A key that got a new version; in a dry run, that would. */
export interface WrittenKey {
  readonly path: string;
  readonly source: 'generate' | 'upstream' | 'compose';
  /** Version before; 0 where there was none. */
  readonly from: number;
  /** Version now. */
  readonly to?: number;
  /** `false` where its custom metadata has no room for a marker, so that the value counts as somebody else’s. */
  readonly isMarked: boolean;
}

type Present = Extract<StoredEntry, { kind: 'present' }>;

/** How often a write is repeated where no answer came. */
const attempts = 5;

/**
 * Gives keys new values, and composes anew what is made of them.
 *
 * Everything is proven before the first write. Each write is under check-and-set, and its marker follows at once, also where the run is
 * told to stop in between. Where it ends after some keys, bootstrap composes the others, since they are ours and untouched.
 * @throws VW5107, VW5108, VW5015, VW5016, VW5120 before anything is written; VW5020, VW5021, VW5001–VW5004
 */
export async function rotateKeys(plan: RotationPlan, options: RotationOptions): Promise<void> {
  const rotation = new Rotation(plan, options);
  await rotation.prove();
  for (const path of plan.renewed) await rotation.renew(path);
  for (const path of plan.recomposed) await rotation.recompose(path);
}

class Rotation {
  readonly #plan: RotationPlan;
  readonly #options: RotationOptions;
  readonly #store: KeyValueStore;
  readonly #stored = new Map<string, StoredEntry>();
  /** Values as they stand, or will. */
  readonly #values = new Map<string, string>();

  constructor(plan: RotationPlan, options: RotationOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#store = new KeyValueStore(options.vault, options.fixtureMap.mount);
  }

  async prove(): Promise<void> {
    const { renewed, recomposed } = this.#plan;
    const parts = recomposed.flatMap((path) => composeParts(this.#entry(path)));
    for (const path of new Set([...renewed, ...recomposed, ...parts])) await this.#read(path);
    const problems = [
      ...renewed.flatMap((path) => this.#obstacles(path, true)),
      ...recomposed.flatMap((path) => this.#obstacles(path, false)),
    ];
    if (problems.length > 0) throw errorOf(problems);
  }

  async renew(path: string): Promise<void> {
    const { recipe } = this.#entry(path);
    if (recipe?.type === 'generate') await this.#write(path, drawValue(recipe), 'generate');
    const external = this.#options.upstream.get(path);
    if (external) await this.#write(path, external.value, 'upstream', external.version);
  }

  async recompose(path: string): Promise<void> {
    const { recipe } = this.#entry(path);
    if (recipe?.type !== 'compose') return;
    const composed = composeValue(recipe, (part) => this.#values.get(part));
    if (!('make' in composed))
      throw lifecycleError('VW5026', 'The value cannot be composed: a part is missing or too long', this.#place(path));
    await this.#write(path, await composed.make(), 'compose');
  }

  #entry(path: string): FixtureEntry {
    return this.#options.fixtureMap.entries[path] as FixtureEntry;
  }

  async #read(path: string): Promise<StoredEntry> {
    const stored = await this.#store.read(path, this.#options.deadline);
    this.#stored.set(path, stored);
    const text = textOf(stored);
    if (text !== undefined) this.#values.set(path, text);
    return stored;
  }

  /** What forbids to write a key. @param mustExist a key that was never there is seeded, not rotated */
  #obstacles(path: string, mustExist: boolean): Diagnostic[] {
    const { upstream, isPlaceholder, replaceForeign } = this.#options;
    const problem = (...[code, what]: [Parameters<typeof lifecycleProblem>[0], string]) => [
      lifecycleProblem(code, what, this.#place(path)),
    ];
    const stored = this.#stored.get(path) ?? { kind: 'absent' };
    if (stored.kind === 'absent') return mustExist ? problem('VW5120', 'The key is not in Vault') : [];
    if (stored.kind === 'deleted')
      return problem('VW5015', `The newest version is ${stored.isDestroyed ? 'destroyed' : 'deleted'}`);
    const text = textOf(stored);
    if (text === undefined) return problem('VW5016', 'The key has no text under "value"');
    if (mustExist && this.#entry(path).recipe?.type === 'upstream') {
      const external = upstream.get(path);
      if (!external) return problem('VW5012', 'The upstream store does not hold the value');
      if (external.value === text)
        return problem('VW5107', 'The upstream store holds the same value as Vault: change it there first');
    }
    const isOurs = readMarker(stored.metadata)?.version === stored.version;
    return isOurs || isPlaceholder(text, this.#entry(path)) || replaceForeign
      ? []
      : problem('VW5108', `Version ${stored.version} of the key was not written by bootstrap or rotate`);
  }

  async #write(path: string, value: string, source: WrittenKey['source'], upstreamVersion?: string): Promise<void> {
    const { deadline, isDryRun, onWritten } = this.#options;
    const before = this.#stored.get(path);
    const from = before?.kind === 'present' ? before.version : 0;
    this.#values.set(path, value);
    if (isDryRun) return onWritten({ path, source, from, isMarked: true });
    if (deadline.isOver) throw lifecycleError('VW5020', 'The rotation was stopped before this key', this.#place(path));
    const to = await this.#writeOn(path, value, before?.kind === 'present' ? before : undefined);
    const recipe = recipeHash(this.#entry(path).recipe as NonNullable<FixtureEntry['recipe']>);
    const marker = markerMetadata({ source, recipe, version: to }, upstreamVersion);
    // A value whose marker is missing is one of somebody else, so a stop waits for it.
    const marked = await this.#store.annotate(path, marker, deadline.isOver ? deadline.grace(10_000) : deadline);
    if (marked === 'gone')
      throw lifecycleError('VW5021', 'The key was removed while it was written', this.#place(path));
    onWritten({ path, source, from, to, isMarked: marked === 'done' });
  }

  /** @returns the new version */
  async #writeOn(path: string, value: string, before: Present | undefined): Promise<number> {
    const { deadline } = this.#options;
    const from = before?.version ?? 0;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const result = await this.#store.write(path, { ...before?.properties, value }, from, deadline);
      if (result.kind === 'written') return result.version;
      if (result.kind === 'too-large')
        throw lifecycleError('VW5028', 'The value is larger than Vault takes', this.#place(path));
      // No answer, or bootstrap composed the same meanwhile.
      const now = await this.#store.read(path, deadline.isOver ? deadline.grace(10_000) : deadline);
      if (now.kind === 'present' && now.version === from + 1 && textOf(now) === value) return now.version;
      if (now.kind !== 'absent' && now.version !== from) break;
    }
    const what = 'The key was written by somebody else at the same time, or no answer came';
    throw lifecycleError('VW5021', what, this.#place(path));
  }

  #place(vaultPath: string) {
    return { environment: this.#options.fixtureMap.environment, vaultPath };
  }
}

const composeParts = ({ recipe }: FixtureEntry): string[] =>
  recipe?.type === 'compose' ? recipe.parts.flatMap(pathsOfPart) : [];

const textOf = (stored: StoredEntry): string | undefined =>
  stored.kind === 'present' && typeof stored.properties.value === 'string' ? stored.properties.value : undefined;
