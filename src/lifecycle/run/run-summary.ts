import { type ExitStatus, exitStatus, VaultwrightError } from '../../model/diagnostics/errors.ts';
import type { PlannedChange } from '../reconcile/resource.ts';
import type { Journal, Outcome, Phase } from './journal.ts';

/** How a run ended. Names and codes only, never a value, a key or a token. */
export interface RunSummary<Kind extends string> {
  readonly kind: Kind;
  readonly environment: string;
  readonly status: 'done' | 'planned' | 'stopped';
  readonly exitStatus: ExitStatus;
  /** Steps by outcome. */
  readonly steps: Readonly<Record<Outcome, number>>;
  /** What would be done, in a dry run. */
  readonly plan?: readonly PlannedChange[];
  readonly milliseconds: number;
  /** Phase in which the run stopped, or in which the first step failed. */
  readonly phase?: Phase;
  /** States that stopped the run, or that a person must look at; sorted. */
  readonly findings?: readonly { readonly code: string; readonly what: string; readonly vaultPath?: string }[];
}

/** A run that ended, and the error that it ended with. */
export interface EndedRun<Kind extends string> {
  readonly summary: RunSummary<Kind>;
  readonly error?: VaultwrightError;
}

/** Carries a run out and says how it ended; only a defect of the program itself is thrown. */
export async function summarise<Kind extends string>(
  { kind, environment, journal }: { readonly kind: Kind; readonly environment: string; readonly journal: Journal },
  carryOut: () => Promise<void>,
): Promise<EndedRun<Kind>> {
  const started = performance.now();
  const base = () => ({
    kind,
    environment,
    steps: journal.counts,
    ...(journal.isDryRun && { plan: journal.plan }),
    milliseconds: Math.round(performance.now() - started),
  });
  try {
    await carryOut();
    return { summary: { ...base(), status: journal.isDryRun ? 'planned' : 'done', exitStatus: exitStatus.clean } };
  } catch (error) {
    if (!(error instanceof VaultwrightError)) throw error;
    const findings = error.diagnostics.map(({ code, what, place: { vaultPath } }) => ({
      code,
      what,
      ...(vaultPath !== undefined && { vaultPath }),
    }));
    const { phase } = journal;
    return { summary: { ...base(), status: 'stopped', exitStatus: error.exitStatus, phase, findings }, error };
  }
}
