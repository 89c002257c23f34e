import { lifecycleError } from '../../problems/lifecycle-problems.ts';
import { type Resource, reasonOf, type VaultAccess } from '../../reconcile/resource.ts';
import type { CeremonyRun } from './ceremony-run.ts';

/**
 * Brings one thing in Vault to what is declared, and says so.
 * @returns what was done about it; `right` where nothing had to be
 * @throws VW5011 where something that is not ours stands there
 */
export async function bringAbout(
  { say, isDryRun }: Pick<CeremonyRun, 'say' | 'isDryRun'>,
  resource: Resource,
  access: VaultAccess,
): Promise<string> {
  const seen = await resource.observe(access);
  if (seen.state === 'defect') throw lifecycleError(seen.code, seen.defect);
  const plan = resource.plan(seen);
  if (!plan) return 'right';
  if (!isDryRun) await resource.apply(access);
  say(`handover: ${plan.action} ${plan.kind} ${plan.name} (${reasonOf(seen)})${isDryRun ? ': planned' : ''}\n`);
  return plan.action;
}
