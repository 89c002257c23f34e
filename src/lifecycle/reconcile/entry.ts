import type { FixtureEntry } from '../../model/documents/fixture-map.ts';
import type { StoredEntry, WriteResult } from '../clients/vault/key-value-store.ts';
import { vaultError } from '../clients/vault/vault-client.ts';
import { lifecycleProblem } from '../problems/lifecycle-problems.ts';
import type { BootstrapRun } from '../programs/bootstrap/bootstrap-run.ts';
import { inParallel } from '../run/in-parallel.ts';
import type { ComposeDefect } from '../values/compose-value.ts';
import type { ValueWish } from '../values/desired-values.ts';
import type { OutsideValues } from '../values/external-values.ts';
import { recipeLayers } from '../values/recipe-order.ts';
import { markerMetadata } from '../values/value-marker.ts';
import type { WriteDecision } from './entry/decide-write.ts';
import { FixtureJudge } from './entry/entry-judge.ts';
import { engineState } from './mount.ts';

/** Requests at once; beyond this Vault on raft gets no faster. */
const atOnce = 32;
/** How often a key is decided anew where somebody else writes it at the same time. */
const attempts = 5;
/** How long a key is tried anew where nobody knows what became of the write, in milliseconds. */
const patience = 20_000;
const longestPause = 1_000;

/** What came of trying to settle a key: done, to be decided anew, or to be decided anew once Vault serves again. */
type Attempt = 'settled' | 'again' | Extract<WriteResult, { kind: 'unknown' }>;

/**
 * Brings every key of the fixture map to what its recipe says, by the rule of `decideWrite`, always under check-and-set.
 *
 * Keys are written layer by layer, so that a composed value is made from what really stands in Vault.
 * @throws VW5001–VW5004 where what stands in Vault is not known; states of single keys become findings of the run
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
  readonly #judge: FixtureJudge;

  constructor(run: BootstrapRun, outside: OutsideValues, isMounted: boolean) {
    this.#run = run;
    this.#judge = new FixtureJudge(run, outside, isMounted);
  }

  /** Reads, decides and writes one key until what it read still holds. */
  async settle(path: string, entry: FixtureEntry): Promise<void> {
    const { deadline, fixtureMap } = this.#run;
    const until = deadline.atMost(patience);
    for (let attempt = 1, pause = 20; ; attempt++, pause = Math.min(pause * 2, longestPause)) {
      const result = await this.#attempt(path, entry);
      if (result === 'settled') return;
      const isLast = result === 'again' && attempt >= attempts;
      if (!isLast && (await until.wait(pause))) continue;
      if (result !== 'again') throw vaultError(result.answer, `write ${fixtureMap.mount}/${path}`);
      return this.#fail('VW5021', 'write', path, 'each time something else had been written meanwhile');
    }
  }

  async #attempt(path: string, entry: FixtureEntry): Promise<Attempt> {
    const { stored, wish, decision } = await this.#judge.judge(path, entry);
    return decision.action === 'defect'
      ? this.#reportDefect(path, decision.defect)
      : this.#carryOut(path, stored, wish, decision);
  }

  async #carryOut(
    path: string,
    stored: StoredEntry,
    wish: ValueWish | undefined,
    decision: WriteDecision,
  ): Promise<Attempt> {
    const { journal, isDryRun } = this.#run;
    const step = { phase: 'fixtures', target: path } as const;
    if (wish && decision.action === 'write') return this.#write(path, stored, wish, decision);
    if (wish && decision.action === 'mark') {
      if (!isDryRun && !(await this.#mark(path, wish, decision.version))) return 'again';
      journal.step({ ...step, action: 'mark', outcome: isDryRun ? 'planned' : 'done' });
    } else if (decision.action === 'keep') {
      journal.step({ ...step, action: 'keep', outcome: 'kept', reason: decision.reason });
    } else if (decision.action === 'refuse') {
      if (decision.reason === 'no value') this.#fail('VW5016', 'refuse', path, 'it has no text under "value"');
      else this.#fail('VW5015', 'refuse', path, `its newest version is ${decision.reason}`);
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
  ): Promise<Attempt> {
    const { journal, isDryRun, deadline } = this.#run;
    const value = await wish.make();
    // Vault would answer that the request is malformed.
    if (!value.isWellFormed()) {
      this.#fail('VW5028', 'write', path, 'the value holds one half of a character');
      return 'settled';
    }
    if (!isDryRun) {
      // What others keep beside the value stays.
      const properties = { ...(stored.kind === 'present' && stored.properties), value };
      const result = await this.#judge.store.write(path, properties, version, deadline);
      if (result.kind === 'too-large') {
        this.#fail('VW5028', 'write', path, 'the value is larger than Vault takes');
        return 'settled';
      }
      if (result.kind === 'unknown') return result;
      if (result.kind === 'conflict' || !(await this.#mark(path, wish, result.version))) return 'again';
    }
    this.#judge.note(path, value);
    const outcome = isDryRun ? 'planned' : 'done';
    journal.step({ phase: 'fixtures', action: `write ${wish.source}`, target: path, outcome, reason });
    return 'settled';
  }

  /** @returns `false` where the entry was removed meanwhile */
  async #mark(path: string, { source, recipe, upstreamVersion }: ValueWish, version: number): Promise<boolean> {
    const metadata = markerMetadata({ source, recipe, version }, upstreamVersion);
    const result = await this.#judge.store.annotate(path, metadata, this.#run.deadline);
    if (result === 'refused') {
      const reason = 'its custom metadata has no room for a marker, so the value counts as somebody else’s';
      this.#run.journal.step({ phase: 'fixtures', action: 'mark', target: path, outcome: 'kept', reason });
    }
    return result !== 'gone';
  }

  #reportDefect(path: string, defect: ComposeDefect): 'settled' {
    const reason =
      'missing' in defect
        ? `it is composed from ${defect.missing.join(', ')}, which cannot be read`
        : `it is composed from ${defect.tooLong}, which is longer than the 72 bytes that bcrypt takes`;
    this.#fail('VW5026', 'compose', path, reason);
    return 'settled';
  }

  /** Makes the state of one key a finding of the run; the others go on. */
  #fail(
    code: 'VW5015' | 'VW5016' | 'VW5021' | 'VW5026' | 'VW5028',
    action: string,
    vaultPath: string,
    reason: string,
  ): void {
    const { journal, findings, settings } = this.#run;
    journal.step({ phase: 'fixtures', action, target: vaultPath, outcome: 'failed', reason });
    findings.push(
      lifecycleProblem(code, `The key cannot be settled: ${reason}`, { environment: settings.environment, vaultPath }),
    );
  }
}
