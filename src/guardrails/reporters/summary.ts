import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { printable } from '../../model/diagnostics/printable.ts';
import { type Cause, causesOf, countKinds, countRules, placeOf, type RuleCount } from './causes.ts';
import type { Report } from './report.ts';

/** Findings from which on a run says what they come down to. */
const worthSummary = 4;
const mostCauses = 5;
const mostKinds = 8;

/**
 * Returns what the findings of a first run come down to: rules, kinds, statements, the causes behind most of
 * them, and what to run next.
 *
 * Few findings, and a run beside a baseline, speak for themselves: there it is empty. Notes are counted and
 * are no causes.
 */
export function summaryLines({ diagnostics, summary, paths = ['.'], isFirstRun = false }: Report): string[] {
  if (!isFirstRun || diagnostics.length < worthSummary) return [];
  const wrong = diagnostics.filter(({ severity }) => severity !== 'note');
  const causes = causesOf(wrong);
  const rules = countRules(diagnostics);
  return [
    headline(wrong, causes.length, summary.files),
    '',
    ...ruleLines(rules),
    ...(wrong.length === 0 ? [] : ['', ...kindLines(wrong), '', ...causeLines(causes)]),
    '',
    '  next:',
    ...aligned(nextCommands(rules, paths)).map((line) => `    ${line}`),
  ];
}

function headline(wrong: readonly Diagnostic[], statements: number, files: number): string {
  if (wrong.length === 0) return `Summary: no error and no warning in ${counted(files, 'file')}.`;
  const hit = new Set(wrong.map(({ place }) => place.position?.file ?? place.output)).size;
  const findings = counted(wrong.length, 'error or warning', 'errors and warnings');
  const said = wrong.length === 1 ? '' : `, ${counted(statements, 'distinct statement')},`;
  return `Summary: ${findings}${said} in ${hit} of ${counted(files, 'file')}.`;
}

function ruleLines(rules: readonly RuleCount[]): string[] {
  const width = Math.max(...rules.map(({ rule }) => rule.length));
  return [
    `  ${'rule'.padEnd(width)}  errors  warnings  notes  statements`,
    ...rules.map(
      ({ rule, error, warning, note, statements }) =>
        `  ${printable(rule.padEnd(width))}  ${column(error, 6)}  ${column(warning, 8)}  ${column(note, 5)}  ${column(statements, 10)}`,
    ),
  ];
}

function kindLines(wrong: readonly Diagnostic[]): string[] {
  const kinds = countKinds(wrong);
  const rest = kinds.length > mostKinds ? `, ${kinds.length - mostKinds} more kinds` : '';
  const shown = kinds.slice(0, mostKinds).map(([kind, count]) => `${printable(kind)} ${count}`);
  return [`  kinds: ${shown.join(', ')}${rest}`];
}

function causeLines(causes: readonly Cause[]): string[] {
  const first = [...causes].sort((a, b) => weight(b) - weight(a)).slice(0, mostCauses);
  return [
    causes.length > mostCauses ? '  causes of most findings:' : '  causes:',
    ...first.map(
      ({ count, what, rule, example }) =>
        `  ${column(count, 5)} × ${printable(what)} (${printable(rule)}), as ${placeOf(example)}`,
    ),
  ];
}

const counted = (count: number, one: string, several = `${one}s`): string => `${count} ${count === 1 ? one : several}`;

const column = (count: number, width: number): string => (count === 0 ? '-' : String(count)).padStart(width);

/** What fails a run counts more than what never does. */
const weight = ({ count, severity }: Cause): number =>
  count * (severity === 'error' ? 1_000_000 : severity === 'warning' ? 1_000 : 1);

function aligned(lines: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...lines.map(([command]) => command.length));
  return lines.map(([command, why]) => `${command.padEnd(width)}   ${why}`);
}

function nextCommands(rules: readonly RuleCount[], paths: readonly string[]): (readonly [string, string])[] {
  const given = paths
    .map((path) => (/^[\w./@%+:-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`))
    .join(' ');
  // What only has a code is a problem of reading.
  const rule = rules.find((each) => !each.rule.startsWith('VW'))?.rule;
  return [
    rule === undefined
      ? ['vaultwright explain', 'what there is to find, rule by rule']
      : [`vaultwright explain ${printable(rule)}`, 'what the first rule above wants, and examples'],
    [`vaultwright check ${printable(given)} --frames`, 'each with its lines, why it matters and what to do'],
    [
      `vaultwright check ${printable(given)} --baseline known.jsonl --write-baseline`,
      'accepts what there is today, reports what is new',
    ],
  ];
}
