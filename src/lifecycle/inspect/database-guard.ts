import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import type { DatabaseGuardPlan, GuardedDatabase, GuardedKey } from '../../model/documents/database-guard-plan.ts';
import { valueError, valueProblem } from '../problems/value-problems.ts';
import { urlFaults } from './database-url.ts';
import { remedyOf } from './remedy.ts';
import { keyShown, secretPlace } from './secret-name.ts';
import { valueFault, valueFinding } from './value-fault.ts';

/**
 * Reads the plan of a guard.
 * @throws VW5178 where it is missing, or of another kind or version
 */
export function readGuardPlan(text: string | undefined): DatabaseGuardPlan {
  const plan = json(text) as Partial<DatabaseGuardPlan> | null | undefined;
  if (plan?.kind === 'DatabaseGuardPlan' && plan.version === 1 && Array.isArray(plan.databases))
    return plan as DatabaseGuardPlan;
  throw valueError('VW5178', 'The guard has no plan of version 1');
}

function json(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Finds every value of a plan that is missing or not well-formed, all at once: names only, never a value.
 * @param variables those of the container
 */
export function guardFindings(
  plan: DatabaseGuardPlan,
  variables: Readonly<Record<string, string | undefined>>,
): Diagnostic[] {
  return plan.databases.flatMap((database) => databaseFindings(plan, database, variables));
}

function databaseFindings(
  plan: DatabaseGuardPlan,
  database: GuardedDatabase,
  variables: Readonly<Record<string, string | undefined>>,
): Diagnostic[] {
  const { url, schemes } = database;
  const findings: Diagnostic[] = [];
  const sound = (key: GuardedKey): string | undefined => {
    const value = variables[key.variable];
    const [shown, place, remedy] = about(plan, key);
    const fault = value === undefined ? undefined : valueFault(value, plan.placeholders);
    if (value === undefined) findings.push(withRemedy(valueProblem('VW5164', `${shown} is missing`, place), remedy));
    else if (fault) findings.push(valueFinding(fault, shown, remedy, place));
    else return value;
    return undefined;
  };
  const [address, name, secret] = [sound(url), sound(database.user), sound(database.password)];
  if (address === undefined) return findings;
  const [shown, place, remedy] = about(plan, url);
  for (const { code, what } of urlFaults(address, name, secret, schemes))
    findings.push(withRemedy(valueProblem(code, `${shown} ${what}`, place), remedy));
  return findings;
}

const about = (plan: DatabaseGuardPlan, { secret, key: name, from }: GuardedKey) => {
  const where = { namespace: plan.namespace, secret };
  return [keyShown(where, { name, from }), secretPlace(where, from), remedyOf(from, plan)] as const;
};

const withRemedy = (finding: Diagnostic, remedy: string): Diagnostic =>
  remedy === '' ? finding : { ...finding, fix: `${finding.fix} ${remedy}` };
