import { joinSmokePlans } from '../../model/documents/document-parts.ts';
import { type SmokePlan, smokePlanSchema } from '../../model/documents/smoke-plan.ts';
import { valueError } from '../problems/value-problems.ts';

/**
 * Reads the plan of a smoke, from all its parts.
 * @param read returns the JSON text of a document by its name, such as `smoke-plan` or `smoke-plan-2`
 * @throws VW5178 where a part is missing or not valid
 */
export function readSmokePlan(read: (document: string) => string | undefined): SmokePlan {
  const first = partOf(read('smoke-plan'), 'smoke-plan');
  const parts: [SmokePlan, ...SmokePlan[]] = [first];
  for (let number = 2; number <= (first.part?.of ?? 1); number++) {
    const name = `smoke-plan-${number}`;
    const part = partOf(read(name), name);
    if (part.name !== first.name || part.environment !== first.environment || part.part?.number !== number)
      throw valueError('VW5178', `${name}.json is no part of the plan of "${first.name}"`);
    parts.push(part);
  }
  return joinSmokePlans(parts);
}

function partOf(text: string | undefined, name: string): SmokePlan {
  if (text === undefined) throw valueError('VW5178', `There is no document ${name}.json`);
  const { data, error } = smokePlanSchema.safeParse(json(text));
  if (data) return data;
  const fields = (error?.issues ?? []).map(({ path }) => path.map(String).join('.') || name);
  throw valueError('VW5178', `${name}.json is not valid in ${fields.join(', ')}`);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
