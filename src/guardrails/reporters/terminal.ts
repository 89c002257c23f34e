import { styleText } from 'node:util';
import type { Diagnostic, Severity } from '../../model/diagnostics/diagnostic.ts';
import { maskedLine } from './masked-line.ts';
import { countSeverities, groupByFile, printable, type Report } from './report.ts';

type Style = Parameters<typeof styleText>[0];

const colours: Readonly<Record<Severity, Style>> = {
  error: ['red', 'bold'],
  warning: ['yellow', 'bold'],
  note: ['cyan', 'bold'],
};

export interface TerminalOptions {
  readonly color: boolean;
  /** Leaves out notes, code frames and the sentence of a clean run. @default false */
  readonly quiet?: boolean;
}

/** Reports for people: grouped by file, each finding with its line, on which every value is masked. */
export function reportTerminal(report: Report, { color, quiet = false }: TerminalOptions): string {
  const paint = (style: Style, text: string): string =>
    color ? styleText(style, text, { validateStream: false }) : text;
  const shown = quiet ? report.diagnostics.filter(({ severity }) => severity !== 'note') : report.diagnostics;
  const groups = groupByFile(shown, 'without a file');
  const parts = [...groups].map(([file, findings]) =>
    [paint(['underline'], printable(file)), ...findings.map((finding) => block(finding, report, paint, quiet))].join(
      '\n',
    ),
  );
  const summary = summaryLine(report, paint);
  if (shown.length === 0 && quiet) return '';
  return `${[...parts, summary].join('\n\n')}\n`;
}

type Paint = (style: Style, text: string) => string;

function block(diagnostic: Diagnostic, report: Report, paint: Paint, quiet: boolean): string {
  const { severity, code, rule, place } = diagnostic;
  const [what, why, fix] = [printable(diagnostic.what), printable(diagnostic.why), printable(diagnostic.fix)];
  const { position, object, field } = place;
  const at = position ? `${position.line}:${position.column ?? 1}` : '-';
  const head = `  ${at.padEnd(8)} ${paint(colours[severity], severity)} ${what} ${paint('dim', `${rule ?? ''} ${code}`.trim())}`;
  if (quiet) return head;
  const about = [
    object && `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`,
    field,
  ];
  const subject = printable(about.filter((part) => part !== undefined).join(', '));
  return [
    head,
    ...(subject === '' ? [] : [`           ${paint('dim', 'in:')}  ${subject}`]),
    ...frame(diagnostic, report, paint),
    `           ${paint('dim', 'why:')} ${why}`,
    `           ${paint('dim', 'fix:')} ${fix}`,
  ].join('\n');
}

function frame({ place: { position } }: Diagnostic, { sourceLine }: Report, paint: Paint): string[] {
  if (!position || !sourceLine) return [];
  const lines = [position.line - 1, position.line].map(
    (number) => [number, sourceLine(position.file, number)] as const,
  );
  const width = String(position.line).length;
  return lines.flatMap(([number, line]) =>
    line === undefined || number < 1
      ? []
      : [
          `           ${paint('dim', `${number === position.line ? '>' : ' '} ${String(number).padStart(width)} |`)} ${printable(maskedLine(line))}`,
        ],
  );
}

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
