import type { PlannedChange } from '../reconcile/resource.ts';

/** The phases of a bootstrap and of a configurator, in their order. */
export const phases = [
  'lease',
  'wait',
  'status',
  'init',
  'credentials',
  'unseal',
  'login',
  'rights',
  'audit',
  'mount',
  'auth',
  'policies',
  'roles',
  'upstream',
  'fixtures',
  'verify',
  'revoke',
] as const;
export type Phase = (typeof phases)[number];

/**
 * What a step did: `planned` in a dry run, `kept` where something stays that the recipe would not have made.
 */
export type Outcome = 'done' | 'planned' | 'unchanged' | 'kept' | 'failed';

/** One step of a run. Names and reasons only, never a value, a key or a token. */
export interface Step {
  readonly phase: Phase;
  readonly action: string;
  readonly outcome: Outcome;
  /** Kind of the thing that the step is about. */
  readonly kind?: PlannedChange['kind'];
  /** Object or Vault path that the step is about. */
  readonly target?: string;
  readonly reason?: string;
}

/** Takes the steps of a run as they happen. */
export class Journal {
  readonly #write: (step: Step) => void;
  readonly #counts = new Map<Outcome, number>();
  readonly #plan: PlannedChange[] = [];
  #phase: Phase = 'wait';
  #failedIn: Phase | undefined;
  /** Whether the run only plans. */
  readonly isDryRun: boolean;

  /** @param write called for each step but those that found nothing to do */
  constructor(write: (step: Step) => void, { isDryRun = false }: { readonly isDryRun?: boolean } = {}) {
    this.#write = write;
    this.isDryRun = isDryRun;
  }

  /** The phase that was entered last, for a run that ends in the middle. */
  get phase(): Phase {
    return this.#phase;
  }

  /** The phase of the first step that failed. */
  get failedIn(): Phase | undefined {
    return this.#failedIn;
  }

  /** What a dry run would do, in its order. */
  get plan(): readonly PlannedChange[] {
    return this.#plan;
  }

  /** Number of steps by outcome. */
  get counts(): Readonly<Record<Outcome, number>> {
    const of = (outcome: Outcome): number => this.#counts.get(outcome) ?? 0;
    return {
      done: of('done'),
      planned: of('planned'),
      unchanged: of('unchanged'),
      kept: of('kept'),
      failed: of('failed'),
    };
  }

  enter(phase: Phase): void {
    this.#phase = phase;
  }

  step(step: Step): void {
    this.#phase = step.phase;
    if (step.outcome === 'failed') this.#failedIn ??= step.phase;
    this.#counts.set(step.outcome, (this.#counts.get(step.outcome) ?? 0) + 1);
    const { kind, target, action, reason } = step;
    if (step.outcome === 'planned' && kind !== undefined)
      this.#plan.push({ kind, name: target ?? '', action, ...(reason !== undefined && { reason }) });
    if (step.outcome !== 'unchanged') this.#write(step);
  }

  /** Describes a change and carries it out, unless the run only plans. */
  async change(
    phase: Phase,
    { kind, name, action, reason }: PlannedChange,
    carryOut: () => Promise<void>,
  ): Promise<void> {
    this.enter(phase);
    if (!this.isDryRun) await carryOut();
    const outcome = this.isDryRun ? 'planned' : 'done';
    this.step({ phase, action, outcome, kind, target: name, ...(reason !== undefined && { reason }) });
  }
}
