import { parseArgs } from 'node:util';
import { gateError } from '../problems/gate-problems.ts';
import type { Waits } from './run-checks.ts';

/** Together five minutes. */
const fiveMinutes: Waits = { attempts: 60, sleep: 5 };
const longest = 3600;

/** Variables by which the waits of a gate are set. */
const variables = { attempts: 'EXTERNALSECRET_WAIT_ATTEMPTS', sleep: 'EXTERNALSECRET_WAIT_SLEEP' } as const;

/**
 * Returns how long a gate waits: by `--wait-attempts` and `--wait-sleep`, else by its variables.
 * @param defaults where neither says it; up to five minutes unless they are given
 * @throws VW5179 where one is no whole number in its bounds, or an argument is not known
 */
export function waitsOf(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  defaults: Waits = fiveMinutes,
): Waits {
  const given = optionsOf(args);
  const { attempts, sleep } = variables;
  return {
    attempts: whole(given['wait-attempts'] ?? environment[attempts], defaults.attempts, 1, attempts),
    sleep: whole(given['wait-sleep'] ?? environment[sleep], defaults.sleep, 0, sleep),
  };
}

function optionsOf(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { 'wait-attempts': { type: 'string' }, 'wait-sleep': { type: 'string' } },
    }).values;
  } catch {
    throw gateError('VW5179', 'Only --wait-attempts and --wait-sleep are known');
  }
}

/** Reads a whole number; an empty text counts as none, as a variable that is set to nothing. */
function whole(text: string | undefined, missing: number, least: number, variable: string): number {
  if (text === undefined || text === '') return missing;
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= least && number <= longest) return number;
  throw gateError('VW5179', `${variable} is no whole number from ${least} to ${longest}`);
}
