import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import type { CommandCode } from '../../problems/command-problem.ts';
import type { PlannedChange } from '../../reconcile/resource.ts';
import type { Comparison } from '../fixtures/judge-environment.ts';
import type { RenderedEnvironment } from '../rendered/rendered-environment.ts';

/** What a search for drift works with. It reads and never writes. */
export interface DriftSearch extends Comparison {
  readonly rendered: RenderedEnvironment;
  /** Values that everybody knows: fixtures and leaked samples. */
  readonly denylist: { readonly exact: readonly string[]; readonly prefixes: readonly string[] };
  /** Takes a finding. */
  readonly find: (code: CommandCode, what: string, place?: Diagnostic['place']) => void;
  /** Takes what would put something right. */
  readonly propose: (change: PlannedChange | undefined) => void;
  /** Counts what was looked at. */
  readonly count: (what: Checked, number: number) => void;
}

/** What is looked at. */
export const parts = ['mounts', 'roles', 'policies', 'identities', 'keys', 'objects'] as const;
export type Checked = (typeof parts)[number];
