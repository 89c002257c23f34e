import { type Diagnostic, sortDiagnostics } from '../../../model/diagnostics/diagnostic.ts';
import { VaultwrightError } from '../../../model/diagnostics/errors.ts';
import type { BootstrapSettings } from '../../../model/documents/bootstrap-settings.ts';
import type { KubernetesClient } from '../../clients/kubernetes/kubernetes-client.ts';
import type { VaultClient } from '../../clients/vault/vault-client.ts';
import { type LifecycleCode, lifecycleProblem } from '../../problems/lifecycle-problems.ts';
import type { Deadline } from '../../run/deadline.ts';
import type { RenderedEnvironment } from '../rendered/rendered-environment.ts';
import { accessDrift } from './access-drift.ts';
import { fixtureDrift } from './fixture-drift.ts';
import { identityDrift } from './identity-drift.ts';
import { objectDrift } from './object-drift.ts';

/** What a search for drift works with. It reads and never writes. */
export interface DriftSearch {
  readonly rendered: RenderedEnvironment;
  /** Logged in. */
  readonly vault: VaultClient;
  readonly kubernetes: KubernetesClient;
  readonly deadline: Deadline;
  /** Seed of generated values, where a pipeline gives one. */
  readonly givenSeed: string | undefined;
  /** What holds for every environment of the platform; `undefined` where no rendered environment says it. */
  readonly platformSettings: BootstrapSettings | undefined;
  /** Values that everybody knows: fixtures and leaked samples. */
  readonly denylist: { readonly exact: readonly string[]; readonly prefixes: readonly string[] };
  /** Takes a finding. */
  readonly find: (code: LifecycleCode, what: string, place?: Diagnostic['place']) => void;
  /** Counts what was looked at. */
  readonly count: (what: Checked, number: number) => void;
}

const parts = ['mounts', 'roles', 'policies', 'identities', 'keys', 'objects'] as const;
export type Checked = (typeof parts)[number];

export interface Drift {
  /** Sorted; names and places, never a value. */
  readonly findings: readonly Diagnostic[];
  /** How many of each kind were looked at. */
  readonly checked: Readonly<Record<Checked, number>>;
}

/**
 * Finds where an environment is not as it is rendered: what is missing, changed or extra.
 *
 * Where a part cannot be read, that is a finding, and the other parts are looked at all the same.
 */
export async function findDrift(search: Omit<DriftSearch, 'find' | 'count'>): Promise<Drift> {
  const findings: Diagnostic[] = [];
  const checked = Object.fromEntries(parts.map((part) => [part, 0])) as Record<Checked, number>;
  const environment = search.rendered.name;
  const whole: DriftSearch = {
    ...search,
    find: (code, what, place = {}) => findings.push(lifecycleProblem(code, what, { environment, ...place })),
    count: (what, number) => {
      checked[what] += number;
    },
  };
  for (const look of [accessDrift, identityDrift, fixtureDrift, objectDrift])
    await look(whole).catch((error: unknown) => {
      if (!(error instanceof VaultwrightError)) throw error;
      findings.push(...error.diagnostics);
    });
  return { findings: sortDiagnostics(findings), checked };
}
