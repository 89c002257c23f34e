import { textAt } from '../manifest/normalise.ts';
import type { IndexedObject } from './indexed-object.ts';

/** When Argo CD or Helm runs a hook; absent for objects that are simply applied. */
export type HookPhase = 'PreSync' | 'Sync' | 'PostSync' | 'SyncFail' | 'PreDelete' | 'PostDelete' | 'Skip';

const helmHooks: Readonly<Record<string, HookPhase>> = {
  'pre-install': 'PreSync',
  'pre-upgrade': 'PreSync',
  'post-install': 'PostSync',
  'post-upgrade': 'PostSync',
  'pre-delete': 'PreDelete',
  'post-delete': 'PostDelete',
};
const argoHooks = new Map(
  (['PreSync', 'Sync', 'PostSync', 'SyncFail', 'PreDelete', 'PostDelete', 'Skip'] as const).map((hook) => [
    hook.toLowerCase(),
    hook,
  ]),
);

/** Returns the hook phase of an object, from its Argo CD or Helm annotation. */
export function hookOf({ annotations }: IndexedObject): HookPhase | undefined {
  const argo = textAt(annotations, 'argocd.argoproj.io/hook')?.split(',')[0]?.trim().toLowerCase();
  if (argo !== undefined) return argoHooks.get(argo);
  const helm = textAt(annotations, 'helm.sh/hook')
    ?.split(',')
    .map((hook) => hook.trim());
  return helm
    ?.map((hook) => (Object.hasOwn(helmHooks, hook) ? helmHooks[hook] : undefined))
    .find((hook) => hook !== undefined);
}

/** Returns the annotation that makes an object a hook. */
export const hookAnnotation = ({ annotations }: IndexedObject): string | undefined =>
  ['argocd.argoproj.io/hook', 'helm.sh/hook'].find((key) => textAt(annotations, key) !== undefined);

/**
 * Returns the sync wave of an object; 0 where it has none, as Argo CD does; Helm calls it the weight of a
 * hook.
 */
export function waveOf({ annotations }: IndexedObject): number {
  const value = annotations['argocd.argoproj.io/sync-wave'] ?? annotations['helm.sh/hook-weight'];
  const wave = Number(value ?? 0);
  return Number.isInteger(wave) ? wave : 0;
}

const order: Readonly<Record<string, number>> = { PreSync: -1, Sync: 0, PostSync: 1 };

/** Returns where an object stands in one sync: its phase, then its wave. */
export const syncOrderOf = (object: IndexedObject): readonly [number, number] => [
  order[hookOf(object) ?? 'Sync'] ?? 0,
  waveOf(object),
];

/** Returns whether one object is applied strictly before another within one sync. */
export function isBefore(first: IndexedObject, second: IndexedObject): boolean {
  const [[phaseA, waveA], [phaseB, waveB]] = [syncOrderOf(first), syncOrderOf(second)];
  return phaseA < phaseB || (phaseA === phaseB && waveA < waveB);
}

/** Returns the rollout phase of an object, from the first of some labels or annotations that it has. */
export function phaseOf({ labels, annotations }: IndexedObject, names: readonly string[]): number | undefined {
  const text = names
    .map((name) => textAt(labels, name) ?? textAt(annotations, name))
    .find((found) => found !== undefined);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Returns what is synced together: the folder of the file, within one environment. */
export const applicationOf = ({ manifest }: IndexedObject): string =>
  `${manifest.environment ?? ''} ${manifest.file.slice(0, manifest.file.lastIndexOf('/') + 1)}`;
