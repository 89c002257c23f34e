import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import type { PreflightPlan } from '../../model/documents/preflight-plan.ts';
import { placedFindings, type SecretReader } from './placed-secret.ts';
import { type Repetition, runChecks } from './run-checks.ts';

/** Waits until every Secret of a plan is as its workload needs it, and returns all gaps that stay at once. */
export function preflight(
  plan: PreflightPlan,
  reader: SecretReader & Repetition,
): Promise<{ readonly findings: readonly Diagnostic[]; readonly attempts: number }> {
  const { namespace, secrets } = plan;
  return runChecks(
    secrets.map(
      ({ name: secret, ...rest }) =>
        () =>
          placedFindings({ ...rest, secret, namespace }, plan, reader),
    ),
    reader,
  );
}
