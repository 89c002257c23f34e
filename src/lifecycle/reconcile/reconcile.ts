import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { lifecycleError, lifecycleProblem } from '../problems/lifecycle-problems.ts';
import { inParallel } from '../run/in-parallel.ts';
import type { Journal, Phase } from '../run/journal.ts';
import type { Resource, VaultAccess } from './resource.ts';

export interface ReconcileOptions {
  readonly phase: Phase;
  /** Returns whether changes are carried out, and takes them. */
  readonly journal: Journal;
  /** Resources that are looked at at once. @default 1 */
  readonly atOnce?: number;
}

/** What reconciling left undone. */
export interface Reconciled {
  /** What others must put right; the rest goes on without it. */
  readonly defects: readonly Diagnostic[];
  /** Mounts that are not there, as in a dry run before they are made; without the slash at their end. */
  readonly mounts: ReadonlySet<string>;
}

/**
 * Brings resources to what is declared: looks at each, plans, and carries the plan out unless the run only
 * plans.
 * @throws VW5011 where something else stands in the way, VW5001–VW5004
 */
export async function reconcile(
  resources: readonly Resource[],
  access: VaultAccess,
  { phase, journal, atOnce = 1 }: ReconcileOptions,
): Promise<Reconciled> {
  journal.enter(phase);
  const defects: Diagnostic[] = [];
  const mounts = new Set<string>();
  await inParallel(resources, atOnce, async (resource) => {
    const seen = await resource.observe(access);
    const { kind, name } = resource;
    const isThere = seen.state === 'right' || (seen.state === 'absent' && !journal.isDryRun);
    if (kind === 'engine' && !isThere) mounts.add(name.replace(/\/$/, ''));
    if (seen.state === 'defect') {
      // What others mount, or a device that differs, keeps nobody from the rest.
      if (seen.code !== 'VW5031' && seen.code !== 'VW5209') throw lifecycleError(seen.code, seen.defect);
      journal.step({ phase, kind, action: 'look', target: name, outcome: 'failed', reason: seen.defect });
      defects.push(lifecycleProblem(seen.code, seen.defect));
      return;
    }
    const plan = resource.plan(seen);
    if (plan) await journal.change(phase, plan, () => resource.apply(access));
    else journal.step({ phase, kind, action: 'look', target: name, outcome: 'unchanged' });
  });
  return { defects, mounts };
}
