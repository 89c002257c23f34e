import { exitStatus } from '../../model/diagnostics/errors.ts';
import { inClusterClient } from '../clients/kubernetes/in-cluster-client.ts';
import { preflight } from '../inspect/preflight.ts';
import { readPreflightPlan } from '../inspect/read-preflight-plan.ts';
import { waitsOf } from '../inspect/waits.ts';
import { gateErrorOf } from '../problems/gate-problems.ts';
import { systemClock } from '../run/clock.ts';
import { Deadline } from '../run/deadline.ts';
import { runInPod } from '../run/pod-program.ts';

/** What the last attempt may take beyond the waits, in milliseconds. */
const lastAttempt = 60_000;

/**
 * The program of a preflight's Pod: waits until the Secrets of its plan are there, and leaves one JSON line
 * for each gap that stays.
 *
 * | variable | flag | meaning |
 * |---|---|---|
 * | `EXTERNALSECRET_WAIT_ATTEMPTS` | `--wait-attempts` | how often it looks; 60 unless it is set |
 * | `EXTERNALSECRET_WAIT_SLEEP` | `--wait-sleep` | seconds between two looks; 5 unless it is set |
 */
await runInPod('PreflightSummary', async ({ read, print, signal }) => {
  const plan = readPreflightPlan(read);
  const waits = waitsOf(process.argv.slice(2), process.env);
  const kubernetes = inClusterClient(process.env);
  let shown = '';
  try {
    const { findings, attempts } = await preflight(plan, {
      kubernetes,
      waits,
      deadline: new Deadline(waits.attempts * waits.sleep * 1000 + lastAttempt, signal),
      clock: systemClock,
      onWait: (attempt, failing, missing) => {
        // What is missing is told when it changes: whoever looks at a rollout that waits sees for what.
        const gaps = missing.map(({ code, what, fix }) => ({ code, what, fix }));
        const isNews = JSON.stringify(gaps) !== shown;
        shown = JSON.stringify(gaps);
        print({ kind: 'PreflightWait', attempt, of: waits.attempts, failing, ...(isNews && { gaps }) });
      },
    });
    for (const { place, ...finding } of findings) print({ kind: 'PreflightFinding', ...finding, ...place });
    const isHeld = findings.length > 0;
    return {
      kind: 'PreflightSummary',
      environment: plan.environment,
      preflight: plan.name,
      component: plan.component,
      status: isHeld ? 'held back' : 'passed',
      exitStatus: isHeld ? gateErrorOf(findings).exitStatus : exitStatus.clean,
      secrets: plan.secrets.length,
      attempts,
      findings: findings.map(({ code, what, fix }) => ({ code, what, fix })),
    };
  } finally {
    kubernetes.close();
  }
});
