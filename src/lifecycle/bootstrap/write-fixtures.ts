import type { FixtureEntry } from '../../model/fixture-map.ts';
import { lifecycleProblem } from '../lifecycle-problems.ts';
import { inParallel } from '../run/in-parallel.ts';
import type { ComposeDefect } from '../values/compose-value.ts';
import { recipeLayers } from '../values/recipe-order.ts';
import { markerMetadata, readMarker } from '../values/value-marker.ts';
import { KeyValueStore, type StoredEntry } from '../vault/key-value-store.ts';
import type { BootstrapRun } from './bootstrap-run.ts';
import { decideWrite, type WriteDecision } from './decide-write.ts';
import { engineState } from './mounts.ts';
import type { OutsideValues } from './outside-values.ts';
import { findSeed } from './seed.ts';
import { isSettled, type ValueWish, ValueWishes } from './value-wishes.ts';

/** Requests at once; beyond this Vault on raft gets no faster. */
const atOnce = 32;
/** How often a key is decided anew where somebody else writes it at the same time. */
const attempts = 5;

/**
 * Brings every key of the fixture map to what its recipe says, by the rule of {@link decideWrite}, always under check-and-set.
 *
 * Keys are written layer by layer, so that a composed value is made from what really stands in Vault.
 * @throws VW4001–VW4004 where what stands in Vault is not known; states of single keys become findings of the run
 */
export async function writeFixtures(run: BootstrapRun, outside: OutsideValues): Promise<void> {
  const { fixtureMap, journal } = run;
  journal.enter('fixtures');
  const isMounted = !run.isDryRun || (await engineState(run)) === 'right';
  const writer = new FixtureWriter(run, outside, isMounted);
  for (const layer of recipeLayers(fixtureMap)) {
    const ours = layer.filter((path) => fixtureMap.entries[path]?.recipe || outside.backfill.has(path));
    await inParallel(ours, atOnce, (path) => writer.settle(path, fixtureMap.entries[path] as FixtureEntry));
  }
}

class FixtureWriter {
  readonly #run: BootstrapRun;
  readonly #store: KeyValueStore;
  readonly #isMounted: boolean;
  readonly #wishes: ValueWishes;
  /** Values as they stand in Vault, for those that are composed from them. */
  readonly #values = new Map<string, string>();

  constructor(run: BootstrapRun, outside: OutsideValues, isMounted: boolean) {
    let seed: Promise<string> | undefined;
    this.#run = run;
    this.#isMounted = isMounted;
    this.#store = new KeyValueStore(run.vault, run.fixtureMap.mount);
    this.#wishes = new ValueWishes({
      settings: run.settings,
      mount: run.fixtureMap.mount,
      outside,
      seed: () => {
        seed ??= findSeed(run, outside.local);
        return seed;
      },
      valueAt: (path) => this.#values.get(path),
    });
  }

  /** Reads, decides and writes one key until what it read still holds. */
  async settle(path: string, entry: FixtureEntry): Promise<void> {
    const { deadline, journal } = this.#run;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const stored: StoredEntry = this.#isMounted ? await this.#store.read(path, deadline) : { kind: 'absent' };
      const value = stored.kind === 'present' ? stored.properties.value : undefined;
      const current = typeof value === 'string' ? value : undefined;
      if (current !== undefined) this.#values.set(path, current);
      const wish = this.#wishes.for(path, entry, current);
      if (wish && !('make' in wish)) return this.#reportDefect(path, wish);
      const decision = await this.#decide(stored, current, wish);
      if ((await this.#carryOut(path, stored, wish, decision)) === 'settled') return;
      if (!(await deadline.wait(20 * 2 ** attempt))) break;
    }
    journal.step({ phase: 'fixtures', action: 'write', target: path, outcome: 'failed', reason: 'it keeps changing' });
    this.#find('VW4021', 'The key was not written: each time something else had been written, or no answer came', path);
  }

  async #decide(stored: StoredEntry, current: string | undefined, wish: ValueWish | undefined): Promise<WriteDecision> {
    const marker = stored.kind === 'present' ? readMarker(stored.metadata) : undefined;
    if (stored.kind === 'present' && wish && isSettled(wish, marker, stored.version)) return { action: 'unchanged' };
    const isThere = wish !== undefined && current !== undefined && (await wish.accepts(current));
    const isPlaceholder = current !== undefined && this.#wishes.isPlaceholder(current);
    return decideWrite(stored, marker, wish && { ...wish, isThere }, isPlaceholder);
  }

  async #carryOut(
    path: string,
    stored: StoredEntry,
    wish: ValueWish | undefined,
    decision: WriteDecision,
  ): Promise<'settled' | 'again'> {
    const { journal, isDryRun } = this.#run;
    const step = { phase: 'fixtures', target: path } as const;
    if (wish && decision.action === 'write') return this.#write(path, stored, wish, decision);
    if (wish && decision.action === 'mark') {
      if (!isDryRun) await this.#mark(path, wish, decision.version);
      journal.step({ ...step, action: 'mark', outcome: isDryRun ? 'planned' : 'done' });
    } else if (decision.action === 'keep') {
      journal.step({ ...step, action: 'keep', outcome: 'kept', reason: decision.reason });
    } else if (decision.action === 'refuse') {
      journal.step({ ...step, action: 'refuse', outcome: 'failed', reason: decision.reason });
      if (decision.reason === 'no value') this.#find('VW4016', 'The key has no text under "value"', path);
      else this.#find('VW4015', `The newest version of the key is ${decision.reason}`, path);
    } else {
      journal.step({ ...step, action: 'write', outcome: 'unchanged' });
    }
    return 'settled';
  }

  /** Data first, then the marker: whatever comes between, the value itself tells whose it is. */
  async #write(
    path: string,
    stored: StoredEntry,
    wish: ValueWish,
    { version, reason }: Extract<WriteDecision, { action: 'write' }>,
  ): Promise<'settled' | 'again'> {
    const { journal, isDryRun, deadline } = this.#run;
    const value = await wish.make();
    if (!isDryRun) {
      // What others keep beside the value stays.
      const properties = { ...(stored.kind === 'present' && stored.properties), value };
      const result = await this.#store.write(path, properties, version, deadline);
      if (result.kind !== 'written') return 'again';
      await this.#mark(path, wish, result.version);
    }
    this.#values.set(path, value);
    const outcome = isDryRun ? 'planned' : 'done';
    journal.step({ phase: 'fixtures', action: `write ${wish.source}`, target: path, outcome, reason });
    return 'settled';
  }

  #mark(path: string, { source, recipe, upstreamVersion }: ValueWish, version: number): Promise<void> {
    const metadata = markerMetadata({ source, recipe, version }, upstreamVersion);
    return this.#store.annotate(path, metadata, this.#run.deadline);
  }

  #reportDefect(path: string, defect: ComposeDefect): void {
    const reason =
      'missing' in defect
        ? `it is composed from ${defect.missing.join(', ')}, which cannot be read`
        : `it is composed from ${defect.tooLong}, which is longer than the 72 bytes that bcrypt takes`;
    this.#run.journal.step({ phase: 'fixtures', action: 'compose', target: path, outcome: 'failed', reason });
    this.#find('VW4026', `The value cannot be composed: ${reason}`, path);
  }

  #find(code: 'VW4015' | 'VW4016' | 'VW4021' | 'VW4026', what: string, vaultPath: string): void {
    const { environment } = this.#run.settings;
    this.#run.findings.push(lifecycleProblem(code, what, { environment, vaultPath }));
  }
}
