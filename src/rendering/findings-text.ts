import { type Diagnostic, formatDiagnostic } from '../model/diagnostics/diagnostic.ts';
import { groupBy } from '../model/group-by.ts';

/** All findings of a run as a terminal shows them, and how many of them are errors. */
export interface FindingsText {
  readonly text: string;
  readonly errors: number;
}

/**
 * Formats findings; one that several environments have in common is told once, at its place in the first of
 * them.
 */
export function findingsText(diagnostics: readonly Diagnostic[]): FindingsText {
  const findings = [...groupBy(diagnostics, identity).values()];
  const blocks = findings.map(([first, ...others]) => {
    const also = others.flatMap(({ place }) => place.environment ?? []);
    return `${formatDiagnostic(first as Diagnostic)}\n${also.length > 0 ? `  also:  in ${also.join(', ')}\n` : ''}\n`;
  });
  return { text: blocks.join(''), errors: findings.filter(([first]) => first?.severity === 'error').length };
}

const wordsOf = (what: string, environment: string): string[] =>
  what.split(/\b/).filter((word) => word !== environment);

/**
 * What two findings have in common that differ only by their environment: its name, its namespace, its part
 * of the output.
 */
function identity({ code, severity, what, place, rule }: Diagnostic): string {
  const { position, constructPath, environment, object, field, vaultPath, output } = place;
  if (environment === undefined) return JSON.stringify([code, what, place]);
  const file = output?.replace(`${environment}/`, '');
  return JSON.stringify([
    [code, severity, rule, wordsOf(what, environment)],
    [position, constructPath, object?.kind, object?.name, field, vaultPath, file],
  ]);
}
