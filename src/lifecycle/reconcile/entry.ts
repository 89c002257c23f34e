import { vaultError } from '../clients/vault/vault-client.ts';
import { lifecycleError, lifecycleProblem } from '../problems/lifecycle-problems.ts';
import type { Deadline } from '../run/deadline.ts';
import type { ComposeDefect } from '../values/compose-value.ts';
import type { DeclaredEntry } from '../values/declared-entries.ts';
import type { Engines } from './entry/engines.ts';
import type { EntryJudgement, KeyJudgement } from './entry/entry-judge.ts';
import { isLagging, versionOf, writeEntry } from './entry/write-entry.ts';
import type { PlannedChange } from './resource.ts';

/** Code of a state of a key that a person must look at. */
export type EntryDefectCode = 'VW5015' | 'VW5016' | 'VW5021' | 'VW5026' | 'VW5028';

/** Takes what is done about the keys of an entry, as it happens. */
export interface EntryObserver {
  /** A value was written, or would be. */
  written(key: KeyJudgement, value: string, from: number, to: number): void;
  /** A value that stands there was marked, or would be. */
  marked(key: KeyJudgement): void;
  /** Something stays that the recipe would not make. */
  kept(id: string, reason: string): void;
  unchanged(id: string): void;
  /** The custom metadata has no room, so that values of ours count as somebody else’s. */
  unmarked(id: string): void;
  /** A key, or the entry as a whole, cannot be settled. */
  failed(code: EntryDefectCode, id: string, action: string, reason: string): void;
}

export interface SettleOptions {
  readonly engines: Engines;
  /**
   * Reads the entry and decides about each of its keys; asked again where something was written meanwhile.
   */
  readonly judge: (entry: DeclaredEntry) => Promise<EntryJudgement>;
  /** Takes note of values that were written. */
  readonly note: (id: string, value: string) => void;
  readonly observer: EntryObserver;
  readonly deadline: Deadline;
  readonly isDryRun: boolean;
  /**
   * Whether an entry whose write is under way is brought to its end even where the run is told to stop: a
   * value without its marker counts as somebody else’s, and a random one cannot be recognised. @default false
   */
  readonly finishes?: boolean;
}

/** How often an entry is decided anew where somebody else writes it at the same time. */
const attempts = 5;
/** How long an entry is tried anew where nobody knows what became of the write, in milliseconds. */
const patience = 20_000;
const longestPause = 1_000;
/** Time for what is brought to its end, in milliseconds. */
const finishing = 10_000;

/**
 * Brings all keys of an entry to what was decided about them, in one write under check-and-set: reads,
 * decides and writes until what was read still holds.
 * @throws VW5001–VW5004 where what stands in Vault is not known
 */
export async function settleEntry(entry: DeclaredEntry, options: SettleOptions): Promise<void> {
  const { deadline, engines, observer, finishes = false } = options;
  const until = deadline.atMost(patience);
  let isLast = false;
  for (let attempt = 1, pause = 20; ; attempt++, pause = Math.min(pause * 2, longestPause)) {
    const result = await attemptEntry(await options.judge(entry), options);
    if (result.kind === 'done') return;
    if (!(result.kind === 'again' && attempt >= attempts) && !isLast) {
      isLast = !(await until.wait(pause));
      if (!isLast || finishes) continue;
    }
    if (result.kind === 'unknown')
      throw vaultError(result.answer, `write ${engines.reader(entry.store)?.mount}/${entry.path}`);
    observer.failed('VW5021', nameOf(entry), 'write', 'each time something else had been written meanwhile');
    return;
  }
}

async function attemptEntry(judgement: EntryJudgement, options: SettleOptions) {
  const { engines, deadline, isDryRun, observer, note, finishes = false } = options;
  const { entry, keys } = judgement;
  const values = await valuesOf(keys, observer);
  const marked = keys.filter(
    (key) => key.decision.action === 'mark' || (isLagging(key) && !values.has(key.key.property)),
  );
  const from = versionOf(judgement);
  let to = from + 1;
  if (!isDryRun && (values.size > 0 || marked.length > 0)) {
    const store = engines.writer(entry.store);
    if (!store) throw lifecycleError('VW5029', 'The engine of the key is not written to', { vaultPath: entry.id });
    const patient = (): Deadline => (finishes && deadline.isOver ? deadline.grace(finishing) : deadline);
    const result = await writeEntry(store, judgement, values, { write: patient(), mark: patient });
    if (result.kind === 'too-large') {
      const ids = keys.filter(({ key }) => values.has(key.property)).map(({ key }) => key.id);
      observer.failed(
        'VW5028',
        ids.length === 1 ? (ids[0] ?? entry.id) : entry.id,
        'write',
        'the value is larger than Vault takes',
      );
      return { kind: 'done' } as const;
    }
    if (result.kind !== 'done') return result;
    to = result.version;
    if (!result.isMarked) observer.unmarked(nameOf(entry));
  }
  report(judgement, values, { from, to }, observer, note);
  return { kind: 'done' } as const;
}

/** Makes the values that are to be written. */
async function valuesOf(keys: readonly KeyJudgement[], observer: EntryObserver): Promise<Map<string, string>> {
  const values = new Map<string, string>();
  for (const { key, desired, decision } of keys) {
    if (!desired || decision.action !== 'write') continue;
    const value = await desired.make();
    // Vault would answer that the request is malformed.
    if (value.isWellFormed()) values.set(key.property, value);
    else observer.failed('VW5028', key.id, 'write', 'the value holds one half of a character');
  }
  return values;
}

function report(
  { entry, keys, stored }: EntryJudgement,
  values: ReadonlyMap<string, string>,
  { from, to }: { readonly from: number; readonly to: number },
  observer: EntryObserver,
  note: SettleOptions['note'],
): void {
  const isDeleted = stored.kind === 'deleted' && keys.some(({ decision }) => decision.action === 'refuse');
  // One cause for all of them.
  if (isDeleted)
    observer.failed(
      'VW5015',
      nameOf(entry),
      'refuse',
      `its newest version is ${stored.isDestroyed ? 'destroyed' : 'deleted'}`,
    );
  for (const judgement of keys) {
    const { key, decision } = judgement;
    const { id, property } = key;
    const value = values.get(property);
    if (value !== undefined) {
      note(id, value);
      observer.written(judgement, value, from, to);
    } else if (decision.action === 'mark') observer.marked(judgement);
    else if (decision.action === 'keep') observer.kept(id, decision.reason);
    else if (decision.action === 'defect') observer.failed('VW5026', id, 'compose', defectOf(decision.defect));
    else if (decision.action === 'unchanged')
      isLagging(judgement) ? observer.marked(judgement) : observer.unchanged(id);
    else if (decision.action === 'refuse' && !isDeleted)
      observer.failed('VW5016', id, 'refuse', `it has no text under "${property}"`);
  }
}

/** Names an entry with one key by that key. */
export const nameOf = ({ id, keys }: DeclaredEntry): string => (keys.length === 1 ? (keys[0]?.id ?? id) : id);

/** Returns why a value cannot be composed. */
export function defectOf(defect: ComposeDefect): string {
  return 'missing' in defect
    ? `it is composed from ${defect.missing.join(', ')}, which cannot be read`
    : `it is composed from ${defect.tooLong}, which is longer than the 72 bytes that bcrypt takes`;
}

/** Makes the diagnostic of a key that cannot be settled. */
export const entryProblem = (code: EntryDefectCode, environment: string, vaultPath: string, reason: string) =>
  lifecycleProblem(code, `The key cannot be settled: ${reason}`, { environment, vaultPath });

/** Returns what would be done about a key; `undefined` where nothing would. */
export function planOfKey(judgement: KeyJudgement): PlannedChange | undefined {
  const { key, decision, desired } = judgement;
  const change = { kind: 'key', name: key.id } as const;
  if (decision.action === 'write') return { ...change, action: `write ${desired?.source}`, reason: decision.reason };
  return decision.action === 'mark' || isLagging(judgement) ? { ...change, action: 'mark' } : undefined;
}
