import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import type { SmokePlan } from '../../../model/documents/smoke-plan.ts';
import type { KubernetesClient } from '../../clients/kubernetes/kubernetes-client.ts';
import type { VaultClient } from '../../clients/vault/vault-client.ts';
import type { Waits } from '../../inspect/run-checks.ts';
import { type InspectionResult, inspect } from '../../inspect/smoke.ts';
import { commandError } from '../../problems/command-problem.ts';
import { systemClock } from '../../run/clock.ts';
import type { Deadline } from '../../run/deadline.ts';
import type { RenderedEnvironment } from '../rendered/rendered-environment.ts';
import { planOfComponent, plansOf } from './plans-of.ts';

/** What a person asks of the doctor. */
export interface Examination {
  readonly rendered: RenderedEnvironment;
  readonly kubernetes: KubernetesClient;
  /** Vault as it is reached from here; without it nobody asks whether it serves. */
  readonly vault: VaultClient | undefined;
  readonly deadline: Deadline;
  readonly waits: Waits;
  /** Name of the one smoke whose checks are run. @default all, and the Secrets that none inspects */
  readonly smoke?: string | undefined;
  /** Name of the one component whose Secrets are looked at. @default those of the smokes */
  readonly component?: string | undefined;
}

/** What one smoke would say now. */
export interface SmokeReport extends InspectionResult {
  readonly smoke: string;
}

/**
 * Runs the checks of the rendered smokes from here, by the code that runs in the cluster.
 * @throws VW5105 where no smoke or component has the name, VW5178 where a rendered plan is not valid
 */
export async function examine(examination: Examination): Promise<readonly SmokeReport[]> {
  const { kubernetes, deadline, waits } = examination;
  const plans = chosenPlans(examination);
  const reports: SmokeReport[] = [];
  let { vault } = examination;
  for (const plan of plans) {
    // It is one Vault: what it is said once is not repeated for each smoke.
    const asked = plan.vault && vault;
    const result = await inspect({ plan, kubernetes, vault: asked, waits, deadline, clock: systemClock });
    if (asked) vault = undefined;
    reports.push({ smoke: plan.name, ...result });
  }
  return reports;
}

function chosenPlans({ rendered, smoke, component }: Examination): readonly SmokePlan[] {
  if (component !== undefined) {
    const plan = planOfComponent(rendered, component);
    if (plan) return [plan];
    throw commandError('VW5105', `"${component}" is no component of environment "${rendered.name}"`);
  }
  const all = plansOf(rendered);
  const plans = all.filter(({ name }) => smoke === undefined || name === smoke);
  if (plans.length === 0 && smoke !== undefined)
    throw commandError('VW5105', `"${smoke}" is none of ${all.map(({ name }) => `"${name}"`).join(', ')}`);
  return plans;
}

/** Every finding of the reports. */
export const findingsOf = (reports: readonly SmokeReport[]): Diagnostic[] =>
  reports.flatMap(({ findings }) => findings);
