import { type EntryDuty, entryDuties } from '../../../model/documents/configurator-policy.ts';
import { entryId, parseKeyId } from '../../../model/documents/coordinates.ts';
import { pathsOfPart } from '../../../model/documents/fixture-map.ts';
import { isKnownPlaceholder } from '../../../model/documents/known-placeholder.ts';
import type { StoredEntry } from '../../clients/vault/entry-reader.ts';
import { lifecycleProblem } from '../../problems/lifecycle-problems.ts';
import type { MadeKey } from '../../reconcile/entry/decide-unread.ts';
import { Engines } from '../../reconcile/entry/engines.ts';
import { defectOf } from '../../reconcile/entry.ts';
import { type Made, type SettledEntry, settleUnread, type UnreadObserver } from '../../reconcile/unread-entry.ts';
import { inParallel } from '../../run/in-parallel.ts';
import { composeValue } from '../../values/compose-value.ts';
import { type DeclaredEntry, entryLayers } from '../../values/declared-entries.ts';
import type { ExternalValues } from '../../values/external-values.ts';
import { drawValue } from '../../values/generate-value.ts';
import type { ConfigureRun } from './configure-run.ts';

/** Requests at once; beyond this Vault on raft gets no faster. */
const entriesAtOnce = 32;

/**
 * Settles the entries that the configurator manages, layer by layer, so that a composed value is made from
 * what really stands in Vault.
 * @throws VW5001–VW5004 where what stands in Vault is not known; states of single keys become findings
 */
export async function settleEntries(run: ConfigureRun, external: ExternalValues): Promise<void> {
  const { fixtureMap, journal, deadline } = run;
  journal.enter('fixtures');
  const duties = entryDuties(fixtureMap.entries);
  const engines = new Engines(run.vault, fixtureMap);
  const inputs = new Inputs(run, engines);
  const observer = observerOf(run);
  const settle = async (entry: DeclaredEntry, duty: EntryDuty): Promise<void> => {
    const store = engines.writer(entry.store);
    if (!store) return;
    const settled = await settleUnread(entry, {
      store,
      duty,
      upstream: external.upstream,
      partsChangedAt: (key) => inputs.changedAt(key),
      make: (key, own) => makeValue(run, external, inputs, key, own),
      observer,
      deadline,
      isDryRun: journal.isDryRun,
    });
    inputs.note(entry.id, settled);
  };
  for (const layer of entryLayers(fixtureMap)) {
    await inParallel(layer, entriesAtOnce, async (entry) => {
      const duty = duties.get(entry.id);
      if (duty && duty.write !== 'none') await settle(entry, duty);
      // Whoever writes it, whether it changed shows in its own answer alone.
      else if (duty?.isInput) await inputs.read(entry.id);
    });
  }
}

/** What other values are composed from: read where a value is to be made, and only then. */
class Inputs {
  readonly #run: ConfigureRun;
  readonly #engines: Engines;
  readonly #read = new Map<string, Promise<StoredEntry>>();
  readonly #changedAt = new Map<string, number>();
  readonly #written = new Map<string, string>();

  constructor(run: ConfigureRun, engines: Engines) {
    this.#run = run;
    this.#engines = engines;
  }

  /** Takes note of an entry that was settled. */
  note(entry: string, { written, changedAt }: SettledEntry): void {
    this.#changedAt.set(entry, changedAt);
    for (const [id, value] of written) this.#written.set(id, value);
  }

  /** When the newest of the entries was written from which a key is composed, its own aside. */
  changedAt({ id, recipe }: MadeKey): number {
    if (recipe.type !== 'compose') return 0;
    const own = entryOf(id);
    const others = recipe.parts
      .flatMap(pathsOfPart)
      .map(entryOf)
      .filter((entry) => entry !== own);
    return Math.max(0, ...others.map((entry) => this.#changedAt.get(entry) ?? 0));
  }

  /** Reads an entry once. @throws VW5001–VW5004 */
  read(entry: string): Promise<StoredEntry> {
    const known = this.#read.get(entry) ?? this.#readNow(entry);
    this.#read.set(entry, known);
    return known;
  }

  /** Returns the value of a key, written by this run or read; `undefined` where there is none. */
  async valueOf(id: string): Promise<string | undefined> {
    const written = this.#written.get(id);
    if (written !== undefined) return written;
    const stored = await this.read(entryOf(id));
    const value = stored.kind === 'present' ? stored.properties[parseKeyId(id).property] : undefined;
    return typeof value === 'string' ? value : undefined;
  }

  async #readNow(entry: string): Promise<StoredEntry> {
    const { store, path } = parseKeyId(entry);
    const stored = (await this.#engines.reader(store)?.read(path, this.#run.deadline)) ?? ({ kind: 'absent' } as const);
    if (stored.kind === 'present' && !this.#changedAt.has(entry)) this.#changedAt.set(entry, stored.createdAt);
    return stored;
  }
}

const entryOf = (id: string): string => entryId(parseKeyId(id));

/** Makes the value of a key; one that everybody knows is none. */
async function makeValue(
  { settings }: ConfigureRun,
  external: ExternalValues,
  inputs: Inputs,
  key: MadeKey,
  own: ReadonlyMap<string, string>,
): Promise<Made> {
  const made = await makeUnchecked(external, inputs, key, own);
  if (!('value' in made)) return made;
  const { value } = made;
  const texts = key.fixture.storedAs === 'base64' ? [value, Buffer.from(value, 'base64').toString()] : [value];
  if (texts.some((text) => isKnownPlaceholder(settings.refused, text.trim()))) {
    const from =
      key.recipe.type === 'upstream'
        ? `the upstream store holds one under "${key.recipe.name}"`
        : 'its recipe makes one';
    return { code: 'VW5205', reason: `${from}` };
  }
  // Vault would answer that the request is malformed.
  return value.isWellFormed() ? made : { code: 'VW5028', reason: 'the value holds one half of a character' };
}

async function makeUnchecked(
  external: ExternalValues,
  inputs: Inputs,
  { id, recipe }: MadeKey,
  own: ReadonlyMap<string, string>,
): Promise<Made> {
  switch (recipe.type) {
    case 'generate':
      return { value: drawValue(recipe) };
    case 'literal':
      return { value: recipe.value };
    case 'upstream':
      return { value: external.upstream.get(id)?.value ?? '' };
    case 'compose': {
      const values = new Map<string, string>();
      for (const part of recipe.parts.flatMap(pathsOfPart)) {
        const value = own.get(part) ?? (entryOf(part) === entryOf(id) ? undefined : await inputs.valueOf(part));
        if (value !== undefined) values.set(part, value);
      }
      const composed = composeValue(recipe, (part) => values.get(part));
      return 'make' in composed ? { value: await composed.make() } : { code: 'VW5026', reason: defectOf(composed) };
    }
  }
}

function observerOf({ journal, findings, settings: { environment } }: ConfigureRun): UnreadObserver {
  const step = { phase: 'fixtures', kind: 'key' } as const;
  const outcome = journal.isDryRun ? 'planned' : 'done';
  return {
    done: (target, action, reason) => journal.step({ ...step, action, target, outcome, reason }),
    unchanged: (target) => journal.step({ ...step, action: 'write', target, outcome: 'unchanged' }),
    kept: (target, reason) => journal.step({ ...step, action: 'keep', target, outcome: 'kept', reason }),
    failed: (code, vaultPath, reason) => {
      journal.step({ ...step, action: 'refuse', target: vaultPath, outcome: 'failed', reason });
      findings.push(lifecycleProblem(code, `The key cannot be settled: ${reason}`, { environment, vaultPath }));
    },
  };
}
