import { type PreflightPlan, preflightPlanSchema } from '../../model/documents/preflight-plan.ts';
import { valueError } from '../problems/value-problems.ts';

/**
 * Reads the plan of a preflight.
 * @param read returns the JSON text of a document by its name
 * @throws VW5178 where it is missing or not valid
 */
export function readPreflightPlan(read: (document: string) => string | undefined): PreflightPlan {
  const text = read('preflight-plan');
  if (text === undefined) throw valueError('VW5178', 'There is no document preflight-plan.json');
  const { data, error } = preflightPlanSchema.safeParse(json(text));
  if (data) return data;
  const fields = (error?.issues ?? []).map(({ path }) => path.map(String).join('.') || 'preflight-plan');
  throw valueError('VW5178', `preflight-plan.json is not valid in ${fields.join(', ')}`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
