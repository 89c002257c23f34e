import type { Severity } from '../../model/diagnostics/diagnostic.ts';
import { printable } from '../../model/diagnostics/printable.ts';
import { countSeverities } from './causes.ts';
import type { Report } from './report.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' };

/**
 * Reports as workflow commands, which GitHub shows beside the changed lines.
 *
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function reportGithub({ diagnostics, summary }: Report): string {
  const lines = diagnostics.map(({ severity, code, rule, what, why, fix, place: { position, output } }) => {
    const file = position?.file ?? output;
    const properties = [
      file === undefined ? '' : `file=${escapeProperty(printable(file))}`,
      position ? `line=${position.line},col=${position.column ?? 1}` : '',
      `title=${escapeProperty(printable(`${code}${rule === undefined ? '' : ` ${rule}`}`))}`,
    ];
    return `::${commands[severity]} ${properties.filter((part) => part !== '').join(',')}::${[what, why, fix].map((text) => escapeData(printable(text))).join('%0A')}`;
  });
  const { error, warning, note } = countSeverities(diagnostics);
  return `${[...lines, `${error} errors, ${warning} warnings, ${note} notes in ${summary.files} files`].join('\n')}\n`;
}

const escapeData = (text: string): string => text.replaceAll('%', '%25');
const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
