import { type Diagnostic, sortDiagnostics } from '../../../model/diagnostics/diagnostic.ts';
import { VaultwrightError } from '../../../model/diagnostics/errors.ts';
import { commandProblem } from '../../problems/command-problem.ts';
import type { PlannedChange } from '../../reconcile/resource.ts';
import { accessDrift } from './access-drift.ts';
import { type Checked, type DriftSearch, parts } from './drift-search.ts';
import { fixtureDrift } from './fixture-drift.ts';
import { identityDrift } from './identity-drift.ts';
import { objectDrift } from './object-drift.ts';

export interface Drift {
  /** Sorted; names and places, never a value. */
  readonly findings: readonly Diagnostic[];
  /** What would bring Vault to what is rendered, as a dry run of a bootstrap names it. */
  readonly plan: readonly PlannedChange[];
  /** How many of each kind were looked at. */
  readonly checked: Readonly<Record<Checked, number>>;
}

/**
 * Finds where an environment is not as it is rendered: what is missing, changed or extra.
 *
 * Where a part cannot be read, that is a finding, and the other parts are looked at all the same.
 */
export async function findDrift(search: Omit<DriftSearch, 'find' | 'propose' | 'count'>): Promise<Drift> {
  const findings: Diagnostic[] = [];
  const plan: PlannedChange[] = [];
  const checked = Object.fromEntries(parts.map((part) => [part, 0])) as Record<Checked, number>;
  const environment = search.rendered.name;
  const whole: DriftSearch = {
    ...search,
    find: (code, what, place = {}) => findings.push(commandProblem(code, what, { environment, ...place })),
    propose: (change) => {
      if (change) plan.push(change);
    },
    count: (what, number) => {
      checked[what] += number;
    },
  };
  const isOurs = search.rendered.document.vault.operatedBy !== 'others';
  // What gives rights in somebody else’s Vault is theirs to know.
  for (const look of [accessDrift, ...(isOurs ? [identityDrift] : []), fixtureDrift, objectDrift])
    await look(whole).catch((error: unknown) => {
      if (!(error instanceof VaultwrightError)) throw error;
      findings.push(...error.diagnostics);
    });
  const byName = (a: PlannedChange, b: PlannedChange): number =>
    a.kind === b.kind && a.kind === 'key' ? (a.name < b.name ? -1 : 1) : 0;
  return { findings: sortDiagnostics(findings), plan: plan.sort(byName), checked };
}
