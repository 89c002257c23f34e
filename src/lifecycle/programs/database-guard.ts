import { exitStatus } from '../../model/diagnostics/errors.ts';
import { guardPlanVariable } from '../../model/documents/database-guard-plan.ts';
import { guardFindings, readGuardPlan } from '../inspect/database-guard.ts';
import { runInPod } from '../run/pod-program.ts';

/**
 * The program of an init container that lets a Pod start only with databases whose URL, user and password are
 * there and agree. It reads its variables, reaches nobody, and leaves one JSON line for each finding.
 */
await runInPod('DatabaseGuardSummary', async ({ print }) => {
  const plan = readGuardPlan(process.env[guardPlanVariable]);
  const findings = guardFindings(plan, process.env);
  for (const { place, ...finding } of findings) print({ kind: 'DatabaseGuardFinding', ...finding, ...place });
  return {
    kind: 'DatabaseGuardSummary',
    environment: plan.environment,
    status: findings.length > 0 ? 'failed' : 'passed',
    exitStatus: findings.length > 0 ? exitStatus.findings : exitStatus.clean,
    databases: plan.databases.length,
    findings: findings.map(({ code, what, fix }) => ({ code, what, fix })),
  };
});
