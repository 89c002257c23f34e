import type { EntryDuty } from '../../model/documents/configurator-policy.ts';
import { wholeEntry } from '../../model/documents/coordinates.ts';
import { pathsOfPart } from '../../model/documents/fixture-map.ts';
import type { UpstreamValue } from '../clients/upstream/upstream.ts';
import type { EntryHistory, KeyValueStore, WriteResult } from '../clients/vault/key-value-store.ts';
import { vaultError } from '../clients/vault/vault-client.ts';
import type { LifecycleCode } from '../problems/lifecycle-problems.ts';
import type { Deadline } from '../run/deadline.ts';
import type { DeclaredEntry } from '../values/declared-entries.ts';
import { followedMarker, markerMetadata, readMarker, recipeHash, sharedKey } from '../values/value-marker.ts';
import { decideUnread, type MadeKey, madeKeys, type UnreadDecision } from './entry/decide-unread.ts';

/** Takes what is done about the keys of an entry whose values are not read. */
export interface UnreadObserver {
  done(id: string, action: string, reason: string): void;
  unchanged(id: string): void;
  kept(id: string, reason: string): void;
  /** A key, or the entry as a whole, is in a state that a person resolves. */
  failed(code: LifecycleCode, id: string, reason: string): void;
}

/** A value that is to be written, or why it cannot be made. */
export type Made = { readonly value: string } | { readonly code: LifecycleCode; readonly reason: string };

export interface UnreadOptions {
  readonly store: KeyValueStore;
  readonly duty: EntryDuty;
  /** External values, by id of the key. */
  readonly upstream: ReadonlyMap<string, UpstreamValue>;
  /** When the newest of the values was written of which a key is composed. */
  readonly partsChangedAt: (key: MadeKey) => number;
  /** Makes the value of a key. @param own values of the same write, by id */
  readonly make: (key: MadeKey, own: ReadonlyMap<string, string>) => Promise<Made>;
  readonly observer: UnreadObserver;
  readonly deadline: Deadline;
  readonly isDryRun: boolean;
}

/** What is known of an entry after it was settled. */
export interface SettledEntry {
  /** Values that this run wrote, by id of the key. */
  readonly written: ReadonlyMap<string, string>;
  /** When its newest version was written, in milliseconds since 1970. */
  readonly changedAt: number;
}

/** How often an entry is decided anew where somebody else writes it at the same time. */
const attempts = 5;
/** Time for the marker of a value that was written while the run is being stopped, in milliseconds. */
const finishing = 10_000;

/**
 * Brings an entry to what is declared without reading its values: looks at its metadata, creates it whole or
 * follows the upstream store, under check-and-set.
 * @throws VW5001–VW5004 where what stands in Vault is not known
 */
export async function settleUnread(entry: DeclaredEntry, options: UnreadOptions): Promise<SettledEntry> {
  const { store, deadline, observer } = options;
  for (let attempt = 1; ; attempt++) {
    const history = await store.history(entry.path, deadline);
    const result = await settleOnce(entry, history, options);
    if (result !== 'again') return result;
    if (attempt === attempts) {
      observer.failed('VW5021', entry.id, 'each time something else had been written meanwhile');
      return { written: new Map(), changedAt: changedAt(history) };
    }
  }
}

const changedAt = (history: EntryHistory): number => (history.kind === 'present' ? history.createdAt : 0);

type Decided = { readonly key: MadeKey; readonly decision: UnreadDecision };

async function settleOnce(
  entry: DeclaredEntry,
  history: EntryHistory,
  options: UnreadOptions,
): Promise<SettledEntry | 'again'> {
  const { duty, upstream, observer, partsChangedAt } = options;
  const decided = madeKeys(entry.keys)
    .filter(({ property }) => property !== wholeEntry)
    .map((key): Decided => {
      const unread = { key, upstream: upstream.get(key.id), partsChangedAt: partsChangedAt(key) };
      return { key, decision: decideUnread(unread, duty.write, history) };
    })
    .map(stayWithComposed);
  const isWritten = decided.some(({ decision: { action } }) => action === 'create' || action === 'follow');
  const values = isWritten ? await valuesOf(entry, decided, history, options) : new Map<string, string>();
  if (values === undefined) return { written: new Map(), changedAt: changedAt(history) };
  const outcome = await carryOut(entry, decided, values, history, options);
  if (outcome === 'again') return outcome;
  report(entry, decided, values, observer);
  return { written: values, changedAt: values.size > 0 ? Date.now() : changedAt(history) };
}

/**
 * A copy is not followed where a value of the same entry is composed of it, since that one could not follow.
 */
function stayWithComposed(one: Decided, _: number, all: readonly Decided[]): Decided {
  if (one.decision.action !== 'follow') return one;
  const isPart = ({ key: { recipe } }: Decided): boolean =>
    recipe.type === 'compose' && recipe.parts.flatMap(pathsOfPart).includes(one.key.id);
  const composed = all.find(isPart);
  if (!composed) return one;
  const reason = `"${composed.key.property}" of the same entry is composed from it, and could not follow`;
  return { ...one, decision: { action: 'refuse', code: 'VW5204', reason } };
}

/**
 * Makes the values of a write.
 *
 * An entry is created whole or not at all: what is left out could not be added later. A copied one whose
 * other values are no longer held stays as it is, since a write would drop them.
 * @returns `undefined` where nothing may be written, which is said already
 */
async function valuesOf(
  entry: DeclaredEntry,
  decided: readonly Decided[],
  history: EntryHistory,
  { duty, upstream, make, observer }: UnreadOptions,
): Promise<Map<string, string> | undefined> {
  const isWhole = duty.write === 'follow' && history.kind === 'present' && history.state === 'live';
  const lost = isWhole
    ? decided.filter(({ key, decision }) => decision.action === 'unchanged' && !upstream.has(key.id))
    : [];
  if (lost.length > 0) {
    const names = lost.map(({ key }) => key.property).join(', ');
    observer.kept(entry.id, `the upstream store no longer holds ${names}, which a new version would lose`);
    return undefined;
  }
  if (isWhole && history.metadata[sharedKey] !== undefined) {
    observer.failed('VW5203', entry.id, 'others keep properties in the entry, which a new copy would lose');
    return undefined;
  }
  const values = new Map<string, string>();
  let isDefective = false;
  for (const { key, decision } of decided) {
    const isNew = decision.action === 'create' || decision.action === 'follow';
    // The same values again, since a write replaces all of them.
    if (!isNew && !(isWhole && upstream.has(key.id))) continue;
    const made = await make(key, values);
    if ('value' in made) values.set(key.id, made.value);
    else {
      isDefective = true;
      observer.failed(made.code, key.id, made.reason);
    }
  }
  return isDefective ? undefined : values;
}

async function carryOut(
  entry: DeclaredEntry,
  decided: readonly Decided[],
  values: ReadonlyMap<string, string>,
  history: EntryHistory,
  { store, duty, upstream, deadline, isDryRun, observer }: UnreadOptions,
): Promise<'done' | 'again'> {
  if (isDryRun) return 'done';
  let version = history.kind === 'present' ? history.version : 0;
  if (values.size > 0) {
    const properties = Object.fromEntries(
      decided.flatMap(({ key }) => (values.has(key.id) ? [[key.property, values.get(key.id)]] : [])),
    );
    const isMerged = duty.write === 'merge' && version > 0;
    const result = await store[isMerged ? 'merge' : 'write'](entry.path, properties, version, deadline);
    if (result.kind !== 'written') return (await lookInto(result, entry, history, store, deadline)) ?? 'again';
    version = result.version;
  }
  const marked = markersOf(decided, values, history, version, upstream);
  if (Object.keys(marked).length === 0) return 'done';
  // Also where the run is told to stop: a copy without a marker is not followed any more.
  const patient = deadline.isOver ? deadline.grace(finishing) : deadline;
  const annotated = await store.annotate(entry.path, marked, patient);
  if (annotated === 'gone') return 'again';
  if (annotated === 'refused') observer.kept(entry.id, 'its custom metadata has no room for a marker');
  return 'done';
}

/**
 * Returns what a write that failed means. Where it may have been carried out the metadata is looked at again,
 * and what stands there then is not taken for ours.
 */
async function lookInto(
  result: Exclude<WriteResult, { kind: 'written' }>,
  entry: DeclaredEntry,
  history: EntryHistory,
  store: KeyValueStore,
  deadline: Deadline,
): Promise<'again' | undefined> {
  if (result.kind === 'conflict') return 'again';
  const what = `write ${store.mount}/${entry.path}`;
  if (result.kind === 'forbidden') {
    // An entry that came meanwhile may not be written: for Vault that would be an update.
    const now = await store.history(entry.path, deadline);
    if (now.kind !== history.kind) return 'again';
    throw vaultError(result, what);
  }
  if (result.kind === 'too-large') throw vaultError(result, what);
  const now = await store.history(entry.path, deadline);
  const isSame =
    now.kind === history.kind && (now.kind === 'absent' || now.version === (history as typeof now).version);
  if (isSame && !(await deadline.wait(200))) throw vaultError(result.answer, what);
  return 'again';
}

function markersOf(
  decided: readonly Decided[],
  values: ReadonlyMap<string, string>,
  history: EntryHistory,
  version: number,
  upstream: ReadonlyMap<string, UpstreamValue>,
): Record<string, string> {
  const standing = history.kind === 'present' ? history : undefined;
  const markers = decided.map(({ key, decision }) => {
    if (values.has(key.id) || decision.action === 'mark') {
      const marker = { source: key.recipe.type, recipe: recipeHash(key.recipe), version };
      return markerMetadata(marker, upstream.get(key.id)?.version, key.property);
    }
    const isOurs = standing && readMarker(standing.metadata, key.property)?.version === standing.version;
    return isOurs && standing.version !== version ? followedMarker(standing.metadata, version, key.property) : {};
  });
  return Object.assign({}, ...markers) as Record<string, string>;
}

function report(
  entry: DeclaredEntry,
  decided: readonly Decided[],
  values: ReadonlyMap<string, string>,
  observer: UnreadObserver,
): void {
  const refused = decided.flatMap(({ decision }) => (decision.action === 'refuse' ? [decision] : []));
  const [first] = refused;
  // One cause for all of them.
  const isOne =
    first !== undefined && refused.length === decided.length && refused.every(({ code }) => code === first.code);
  if (isOne)
    observer.failed(first.code, decided.length === 1 ? (decided[0]?.key.id ?? entry.id) : entry.id, first.reason);
  for (const { key, decision } of decided) {
    const { id, recipe } = key;
    if (values.has(id) && decision.action === 'create') observer.done(id, `write ${recipe.type}`, 'absent');
    else if (values.has(id) && decision.action === 'follow')
      observer.done(id, `write ${recipe.type}`, 'follows the upstream value');
    else if (decision.action === 'mark') observer.done(id, 'mark', 'its recipe is written anew');
    else if (decision.action === 'keep') observer.kept(id, decision.reason);
    else if (decision.action === 'refuse') {
      if (!isOne) observer.failed(decision.code, id, decision.reason);
    } else observer.unchanged(id);
  }
}
