import type { Diagnostic, Position } from '../../model/diagnostics/diagnostic.ts';

/** A statement of a person that a finding is accepted, for a reason and perhaps for a time. */
export interface Suppression {
  /** Ids or codes of the rules that it silences; never all of them. */
  readonly rules: readonly string[];
  readonly reason: string;
  /** Last day on which it counts, `YYYY-MM-DD`. */
  readonly until?: string;
  /** Where the statement stands. */
  readonly position: Position;
  /** Whether it is about the place of a finding. */
  covers(diagnostic: Diagnostic): boolean;
}

export interface Suppressed {
  readonly diagnostics: readonly Diagnostic[];
  readonly suppressed: number;
}

/**
 * Takes away the findings that suppressions accept, and reports the suppressions that have no reason, have
 * expired or accept nothing.
 *
 * @param today `YYYY-MM-DD`
 */
export function applySuppressions(
  diagnostics: readonly Diagnostic[],
  suppressions: readonly Suppression[],
  today: string,
): Suppressed {
  const problems = suppressions.flatMap((suppression) => problemOf(suppression, today) ?? []);
  const valid = suppressions.filter((suppression) => problemOf(suppression, today) === undefined);
  const used = new Set<Suppression>();
  const kept = diagnostics.filter((diagnostic) => {
    const matching = valid.filter(({ rules, covers }) => names(rules, diagnostic) && covers(diagnostic));
    for (const suppression of matching) used.add(suppression);
    return matching.length === 0;
  });
  // An object of several renderings states the same in each.
  const stated = ({ position, rules }: Suppression): string => JSON.stringify([position, rules]);
  const met = new Set([...used].map(stated));
  const unused = valid.filter((suppression) => !met.has(stated(suppression))).map(unusedProblem);
  return { diagnostics: [...kept, ...problems, ...unused], suppressed: diagnostics.length - kept.length };
}

const names = (rules: readonly string[], { rule, code }: Diagnostic): boolean =>
  (rule !== undefined && rules.includes(rule)) || rules.includes(code);

function problemOf({ reason, until, position, rules }: Suppression, today: string): Diagnostic | undefined {
  const place = { position };
  if (rules.length === 0 || reason === '') {
    return {
      code: 'VW2010',
      severity: 'error',
      what: rules.length === 0 ? 'The suppression names no rule' : 'The suppression gives no reason',
      why: 'Nobody can tell later whether it may go, so it silences nothing.',
      fix: 'Write `vaultwright-ignore <rule>: <reason>`.',
      place,
    };
  }
  if (until === undefined || today <= until) return undefined;
  return {
    code: 'VW2011',
    severity: 'warning',
    what: `The suppression of ${rules.join(', ')} expired on ${until}`,
    why: 'It was accepted for a time only, so it silences nothing any more.',
    fix: 'Correct what it was about, or give a new date and reason.',
    place,
  };
}

const unusedProblem = ({ rules, position }: Suppression): Diagnostic => ({
  code: 'VW2012',
  severity: 'warning',
  what: `The suppression of ${rules.join(', ')} accepts nothing`,
  why: 'A suppression that outlives its finding hides the next one.',
  fix: 'Remove it; `vaultwright check --fix` removes comments.',
  place: { position },
});
