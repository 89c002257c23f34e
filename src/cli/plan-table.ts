import type { PlannedChange } from '../lifecycle/reconcile/resource.ts';
import { table } from './table.ts';

/** Formats a plan for a person, one line a change; nothing where nothing would be done. */
export const planTable = (plan: readonly PlannedChange[]): string =>
  plan.length === 0
    ? ''
    : table(
        ['KIND', 'NAME', 'ACTION', 'REASON'],
        plan.map(({ kind, name, action, reason = '' }) => [kind, name, action, reason]),
      );
