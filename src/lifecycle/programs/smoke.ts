import { exitStatus } from '../../model/diagnostics/errors.ts';
import { inClusterClient } from '../clients/kubernetes/in-cluster-client.ts';
import { VaultClient } from '../clients/vault/vault-client.ts';
import { readSmokePlan } from '../inspect/read-smoke-plan.ts';
import { inspect } from '../inspect/smoke.ts';
import { waitsOf } from '../inspect/waits.ts';
import { smokeErrorOf } from '../problems/smoke-problems.ts';
import { systemClock } from '../run/clock.ts';
import { Deadline } from '../run/deadline.ts';
import { runInPod } from '../run/pod-program.ts';

/** What the last attempt may take beyond the waits, in milliseconds. */
const lastAttempt = 60_000;

/**
 * The program of a smoke's Pod: inspects what its plan names, waits for what is not there yet, and leaves one
 * JSON line for each finding.
 *
 * | variable | flag | meaning |
 * |---|---|---|
 * | `EXTERNALSECRET_WAIT_ATTEMPTS` | `--wait-attempts` | how often it looks; 60 unless it is set |
 * | `EXTERNALSECRET_WAIT_SLEEP` | `--wait-sleep` | seconds between two looks; 5 unless it is set |
 */
await runInPod('SmokeSummary', async ({ read, print, signal }) => {
  const plan = readSmokePlan(read);
  const waits = waitsOf(process.argv.slice(2), process.env);
  const kubernetes = inClusterClient(process.env);
  const vault = plan.vault && new VaultClient(plan.vault.address, { authority: plan.vault.ca });
  const { environment, name: smoke } = plan;
  try {
    const result = await inspect({
      plan,
      kubernetes,
      vault,
      waits,
      deadline: new Deadline(waits.attempts * waits.sleep * 1000 + lastAttempt, signal),
      clock: systemClock,
      onWait: (attempt, failing) => print({ kind: 'SmokeWait', attempt, of: waits.attempts, failing }),
    });
    const { findings, inspected, attempts } = result;
    for (const { place, ...finding } of findings) print({ kind: 'SmokeFinding', ...finding, ...place });
    const short = findings.map(({ code, what, fix }) => ({ code, what, fix }));
    const failed = findings.length > 0;
    return {
      kind: 'SmokeSummary',
      environment,
      smoke,
      status: failed ? 'failed' : 'passed',
      exitStatus: failed ? smokeErrorOf(findings).exitStatus : exitStatus.clean,
      inspected,
      attempts,
      findings: short,
    };
  } finally {
    vault?.close();
    kubernetes.close();
  }
});
