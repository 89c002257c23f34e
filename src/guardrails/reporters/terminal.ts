import { styleText } from 'node:util';
import type { Diagnostic, Severity } from '../../model/diagnostics/diagnostic.ts';
import { printable } from '../../model/diagnostics/printable.ts';
import type { CacheUse } from '../engine/statistics.ts';
import { countSeverities } from './causes.ts';
import { foldedNotes } from './folded-notes.ts';
import { MaskedText } from './masked-text.ts';
import { groupByFile, type Report } from './report.ts';
import { summaryLines } from './summary.ts';

type Style = Parameters<typeof styleText>[0];

const colours: Readonly<Record<Severity, Style>> = {
  error: ['red', 'bold'],
  warning: ['yellow', 'bold'],
  note: ['cyan', 'bold'],
};

export interface TerminalOptions {
  readonly color: boolean;
  /** Leaves out notes, code frames, the summary and the sentence of a clean run. @default false */
  readonly quiet?: boolean;
  /** Shows with each finding its lines, why it matters and what to do. @default false */
  readonly frames?: boolean;
  /** Shows each note at its place, not only how many say the same. @default false */
  readonly notes?: boolean;
}

/**
 * Reports for people: grouped by file, one line a finding, notes by what they say; in frames every value is
 * masked.
 */
export function reportTerminal(
  report: Report,
  { color, quiet = false, frames = false, notes = false }: TerminalOptions,
): string {
  const paint = (style: Style, text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const showsNotes = notes && !quiet;
  const shown = showsNotes ? report.diagnostics : report.diagnostics.filter(({ severity }) => severity !== 'note');
  const groups = groupByFile(shown, 'without a file');
  const parts = [...groups].map(([file, findings]) => {
    const source = frames && !quiet ? report.sources?.get(file) : undefined;
    const masked = source && new MaskedText(source);
    return [
      paint(['underline'], printable(file)),
      ...findings.map((each) => block(each, masked, paint, frames && !quiet)),
    ].join('\n');
  });
  if (shown.length === 0 && quiet && report.statistics === undefined) return '';
  const folded = showsNotes || quiet ? [] : foldedNotes(report.diagnostics);
  const ends = [folded, quiet ? [] : summaryLines(report), statisticsLines(report)].filter(({ length }) => length > 0);
  return `${[...parts, ...ends.map((lines) => lines.join('\n')), summaryLine(report, paint)].join('\n\n')}\n`;
}

type Paint = (style: Style, text: string) => string;

function block(diagnostic: Diagnostic, masked: MaskedText | undefined, paint: Paint, isFramed: boolean): string {
  const { severity, code, rule, place } = diagnostic;
  const [what, why, fix] = [printable(diagnostic.what), printable(diagnostic.why), printable(diagnostic.fix)];
  const { position, object, field } = place;
  const at = position ? `${position.line}:${position.column ?? 1}` : '-';
  const head = `  ${at.padEnd(8)} ${paint(colours[severity], severity)} ${what} ${paint('dim', printable(`${rule ?? ''} ${code}`.trim()))}`;
  if (!isFramed) return head;
  const about = [
    object && `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`,
    field,
  ];
  const subject = printable(about.filter((part) => part !== undefined).join(', '));
  return [
    head,
    ...(subject === '' ? [] : [`           ${paint('dim', 'in:')}  ${subject}`]),
    ...frame(diagnostic, masked, paint),
    `           ${paint('dim', 'why:')} ${why}`,
    `           ${paint('dim', 'fix:')} ${fix}`,
  ].join('\n');
}

/** Rules whose statement quotes what stands in the line: a name, never a value. */
const aboutReferences = new Set(
  'known-secret known-secret-key service-account-exists store-exists store-admits-namespace delivery-wiring'.split(' '),
);

function frame(
  { what, rule = '', place: { position, field = '' } }: Diagnostic,
  masked: MaskedText | undefined,
  paint: Paint,
): string[] {
  if (!position || !masked) return [];
  const width = String(position.line).length;
  const [, step = ''] = /(?<![\w-])([A-Za-z_][\w-]{0,200})(?:\[\d{1,6}\]){0,5}$/.exec(field) ?? [];
  const names = aboutReferences.has(rule) ? Array.from(what.matchAll(/"([^"]{1,253})"/g), ([, name = '']) => name) : [];
  const said = new Set([step, ...names].filter((name) => name !== ''));
  return [position.line - 1, position.line].flatMap((number) => {
    const line = masked.line(number, number === position.line ? said : undefined);
    const mark = `${number === position.line ? '>' : ' '} ${String(number).padStart(width)} |`;
    return line === undefined ? [] : [`           ${paint('dim', mark)} ${printable(line)}`];
  });
}

function statisticsLines({ statistics }: Report): string[] {
  if (statistics === undefined) return [];
  const { references, files, rules, cache } = statistics;
  const { seen, resolved, open, reported } = references;
  return [
    `References to Secrets: ${seen} seen, ${resolved} resolved, ${open} open, ${reported} reported.`,
    `Files by reading: ${Object.entries(files)
      .map(([reading, count]) => `${count} ${reading}`)
      .join(', ')}.`,
    `Findings by rule: ${rules.length === 0 ? 'none' : rules.map(({ rule, error, warning, note }) => `${rule} ${error + warning + note}`).join(', ')}.`,
    ...(cache === undefined
      ? []
      : [`Cache: ${cacheOutcome[cache.outcome]}, ${cache.inputs} files and folders compared.`]),
  ];
}

const cacheOutcome: Readonly<Record<CacheUse['outcome'], string>> = {
  unchanged: 'nothing has changed',
  'first run': 'a first run',
  changed: 'something has changed',
  'not kept': 'this run could not be kept',
};

function summaryLine({ diagnostics, summary }: Report, paint: Paint): string {
  const counts = countSeverities(diagnostics);
  const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;
  const parts = (['error', 'warning', 'note'] as const).flatMap((severity) =>
    counts[severity] > 0 ? [paint(colours[severity], plural(counts[severity], severity))] : [],
  );
  const aside = [
    summary.suppressed > 0 ? `${summary.suppressed} suppressed` : '',
    summary.baselined > 0 ? `${summary.baselined} in the baseline` : '',
  ].filter((part) => part !== '');
  const found = parts.length === 0 ? paint('green', 'Nothing found') : parts.join(', ');
  return `${found} in ${plural(summary.files, 'file')}, ${plural(summary.manifests, 'document')}${aside.length > 0 ? ` (${aside.join(', ')})` : ''}.`;
}
