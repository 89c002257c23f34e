import { printable } from '../../model/diagnostics/printable.ts';
import { type Cause, causesOf, countKinds, countRules } from './causes.ts';
import type { Report } from './report.ts';

/** Findings from which on a run says what they come down to. */
const worthSummary = 4;
const mostCauses = 5;
const mostKinds = 8;

/**
 * Returns what the findings of a first run come down to: rules, kinds, statements, the causes behind most of
 * them, and what to run next.
 *
 * Few findings, and a run beside a baseline, speak for themselves: there it is empty.
 */
export function summaryLines({ diagnostics, summary, paths = ['.'], isFirstRun = false }: Report): string[] {
  if (!isFirstRun || diagnostics.length < worthSummary) return [];
  const causes = causesOf(diagnostics);
  const rules = countRules(diagnostics);
  const width = Math.max(...rules.map(({ rule }) => rule.length));
  const kinds = countKinds(diagnostics).slice(0, mostKinds);
  return [
    `Summary: ${diagnostics.length} findings are ${causes.length} distinct statements, in ${summary.files} files.`,
    '',
    `  ${'rule'.padEnd(width)}  errors  warnings  notes  statements`,
    ...rules.map(
      ({ rule, error, warning, note, statements }) =>
        `  ${rule.padEnd(width)}  ${column(error, 6)}  ${column(warning, 8)}  ${column(note, 5)}  ${column(statements, 10)}`,
    ),
    '',
    `  kinds: ${kinds.map(([kind, count]) => `${printable(kind)} ${count}`).join(', ')}`,
    '',
    '  causes of most findings:',
    ...[...causes]
      .sort((a, b) => weight(b) - weight(a))
      .slice(0, mostCauses)
      .map((cause) => `  ${column(cause.count, 5)} × ${printable(cause.what)} (${cause.rule}), as ${placeOf(cause)}`),
    '',
    '  next:',
    ...nextCommands(rules[0]?.rule, paths).map(([command, why]) => `    ${command}   ${why}`),
  ];
}

const column = (count: number, width: number): string => (count === 0 ? '-' : String(count)).padStart(width);

/** What fails a run counts more than what never does. */
const weight = ({ count, severity }: Cause): number =>
  count * (severity === 'error' ? 1_000_000 : severity === 'warning' ? 1_000 : 1);

function placeOf({ example: { place } }: Cause): string {
  const { position, output } = place;
  return printable(position ? `${position.file}:${position.line}` : (output ?? 'no file'));
}

function nextCommands(rule: string | undefined, paths: readonly string[]): (readonly [string, string])[] {
  const given = paths
    .map((path) => (/^[\w./@%+:-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`))
    .join(' ');
  return [
    [`vaultwright explain ${rule ?? 'known-secret'}`, 'what the rule with most errors wants, and examples'],
    [`vaultwright check ${printable(given)} --frames`, 'every finding with its lines, why it matters and what to do'],
    [
      `vaultwright check ${printable(given)} --baseline known.jsonl --write-baseline`,
      'accepts what there is today, reports what is new',
    ],
  ];
}
