import { setTimeout as sleep } from 'node:timers/promises';
import type { Bench } from '../bench.ts';
import type { KubernetesObject } from '../clients/kubernetes-client.ts';
import { until } from '../platform/until.ts';

export const applicationKind = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
export const setKind = { apiVersion: 'argoproj.io/v1alpha1', kind: 'ApplicationSet' };
const namespace = 'argocd';
const phase = 'vaultwright.io/phase';

/** What one Application says of itself. */
export interface State {
  readonly name: string;
  readonly phase: string;
  readonly health: string;
  readonly sync: string;
  /** The commit that it was compared with. */
  readonly revision: string;
  /** When its last sync began and ended, as Argo CD writes it. */
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Whether a sync runs, or is about to. */
  readonly isSyncing: boolean;
  /** Everything that it says is wrong: of its sync, of itself, of its objects. */
  readonly says: string;
}

const stateOf = ({ metadata, status = {}, operation }: KubernetesObject): State => {
  const { operationState = {}, conditions = [], resources = [] } = status;
  const texts = [
    operationState.phase === 'Succeeded' ? undefined : operationState.message,
    ...(operationState.syncResult?.resources ?? []).map((each: { status?: string; message?: string }) =>
      each.status === 'SyncFailed' ? each.message : undefined,
    ),
    ...conditions.map((each: { message: string }) => each.message),
    ...resources.map((each: { name: string; health?: { status: string; message?: string } }) =>
      each.health && each.health.status !== 'Healthy'
        ? `${each.name} ${each.health.status}: ${each.health.message}`
        : undefined,
    ),
  ];
  return {
    name: metadata.name,
    phase: metadata.labels?.[phase] ?? '',
    health: status.health?.status ?? 'Unknown',
    sync: status.sync?.status ?? 'Unknown',
    revision: status.sync?.revision ?? status.sync?.revisions?.[0] ?? '',
    startedAt: operationState.startedAt ?? '',
    finishedAt: operationState.finishedAt ?? '',
    isSyncing: operation !== undefined || operationState.phase === 'Running',
    says: texts.filter((text) => text !== undefined).join('; '),
  };
};

/** The Applications of an ApplicationSet, by their name without its own. */
export async function statesOf(bench: Bench, set: string): Promise<ReadonlyMap<string, State>> {
  const live = await bench.cluster.list(applicationKind);
  const own = live.filter(({ metadata }) => metadata.name.startsWith(`${set}-`));
  return new Map(own.map((each) => [each.metadata.name.slice(set.length + 1), stateOf(each)]));
}

/** Returns whether everything that an Application has is there, as the commit has it. */
export const isGreen = (state: State | undefined, commit?: string): boolean =>
  state?.health === 'Healthy' && state.sync === 'Synced' && (commit === undefined || state.revision === commit);

interface Expected {
  /** How many Applications the set has. */
  readonly count: number;
  readonly commit?: string;
  readonly isTimed?: boolean;
  /** Milliseconds. */
  readonly within?: number;
}

/**
 * Waits until every Application of a set is green, at a commit where one is given, and RollingSync is done
 * with them: while it still takes one for Pending it syncs that again, and then at a commit that may be older
 * than what the next test publishes. Where that is measured, it is enough that all are green.
 */
export async function untilGreen(
  bench: Bench,
  set: string,
  { count, commit, isTimed = false, within = 60_000 }: Expected,
): Promise<void> {
  await until(within, async () => {
    const status = (await bench.cluster.find(setKind, set, namespace))?.status ?? {};
    const rolled: readonly { status: string }[] = status.applicationStatus ?? [];
    const states = [...(await statesOf(bench, set)).values()];
    const waiting = states.filter((state) => !isGreen(state, commit) || (state.isSyncing && !isTimed));
    const isDone = isTimed || (rolled.length === count && rolled.every((each) => each.status === 'Healthy'));
    if (states.length === count && waiting.length === 0 && isDone) return undefined;
    const said = (status.conditions ?? []).map(({ message }: { message: string }) => message);
    const shown = JSON.stringify([waiting, rolled.filter((each) => each.status !== 'Healthy'), said]);
    return `${states.length} of ${count} Applications, not green: ${shown}`;
  });
}

/** Waits until an Application says something, and returns its state. */
export async function untilSays(bench: Bench, set: string, name: string, text: RegExp): Promise<State> {
  let state: State | undefined;
  await until(45_000, async () => {
    state = (await statesOf(bench, set)).get(name);
    return state && text.test(state.says) ? undefined : `${name} does not say ${text}: ${JSON.stringify(state)}`;
  });
  return state as State;
}

/**
 * Asks Argo CD to look at a set and its Applications now, as the webhook of a Git server does after a push.
 */
export async function announcePush(bench: Bench, ...sets: readonly string[]): Promise<void> {
  // The repository server takes the commit before for the newest that long: whatever synced now would sync
  // that.
  await sleep(500);
  for (const set of sets) {
    const wanted = { metadata: { annotations: { 'argocd.argoproj.io/application-set-refresh': 'true' } } };
    await bench.cluster.patch(setKind, set, namespace, wanted);
    for (const { name } of (await statesOf(bench, set)).values()) {
      const refresh = { metadata: { annotations: { 'argocd.argoproj.io/refresh': 'normal' } } };
      await bench.cluster.patch(applicationKind, name, namespace, refresh);
    }
  }
}

/** Applies an ApplicationSet, and waits until it has an Application. */
export async function applySet(bench: Bench, set: KubernetesObject): Promise<void> {
  await bench.cluster.apply(set);
  const { name } = set.metadata;
  await until(60_000, async () => {
    if ((await statesOf(bench, name)).size > 0) return undefined;
    // It may have looked at the commit before, and would look again in three minutes.
    await announcePush(bench, name);
    return `${name} has no Application`;
  });
}
