import type { Diagnostic, Severity } from '../../model/diagnostics/diagnostic.ts';
import { printable } from '../../model/diagnostics/printable.ts';
import { groupBy } from '../../model/group-by.ts';

/** One statement, however many places it is made of. */
export interface Cause {
  /** Id of the rule, or the code of a reading problem. */
  readonly rule: string;
  readonly what: string;
  /** The gravest of its findings. */
  readonly severity: Severity;
  readonly count: number;
  /** Where it was found first. */
  readonly example: Diagnostic;
}

export interface RuleCount extends Readonly<Record<Severity, number>> {
  readonly rule: string;
  /** How many distinct things its findings say. */
  readonly statements: number;
}

const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, note: 2 };
const total = ({ error, warning, note }: RuleCount): number => error + warning + note;

/** Returns the rule of a finding, or the code of what has none. */
export const ruleOf = ({ rule, code }: Diagnostic): string => rule ?? code;

/** Returns where a finding is, as a list shows it. */
export const placeOf = ({ place: { position, output } }: Diagnostic): string =>
  printable(position ? `${position.file}:${position.line}` : (output ?? 'no file'));

/** Counts diagnostics by severity. */
export function countSeverities(diagnostics: readonly Diagnostic[]): Readonly<Record<Severity, number>> {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { severity } of diagnostics) counts[severity]++;
  return counts;
}

/** Groups findings that say the same, the gravest and most frequent first. */
export function causesOf(diagnostics: readonly Diagnostic[]): Cause[] {
  const causes = new Map<string, Cause>();
  for (const diagnostic of diagnostics) {
    const rule = ruleOf(diagnostic);
    const key = `${rule}\0${diagnostic.what}`;
    const known = causes.get(key);
    if (known === undefined || rank[diagnostic.severity] < rank[known.severity])
      causes.set(key, {
        rule,
        what: diagnostic.what,
        severity: diagnostic.severity,
        count: (known?.count ?? 0) + 1,
        example: diagnostic,
      });
    else causes.set(key, { ...known, count: known.count + 1 });
  }
  return [...causes.values()].sort((a, b) => rank[a.severity] - rank[b.severity] || b.count - a.count);
}

/** Counts findings by rule, the rule with most errors first. */
export function countRules(diagnostics: readonly Diagnostic[]): RuleCount[] {
  const byRule = groupBy(diagnostics, ruleOf);
  return [...byRule]
    .map(([rule, found]) => ({ rule, statements: causesOf(found).length, ...countSeverities(found) }))
    .sort((a, b) => b.error - a.error || b.warning - a.warning || total(b) - total(a));
}

/** Counts findings by the kind of the object that they are in, most first. */
export function countKinds(diagnostics: readonly Diagnostic[]): readonly (readonly [kind: string, count: number])[] {
  const byKind = groupBy(diagnostics, ({ place }) => place.object?.kind ?? 'files without a kind');
  return [...byKind].map(([kind, found]) => [kind, found.length] as const).sort(([, a], [, b]) => b - a);
}
