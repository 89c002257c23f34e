import type { Report, Reporter } from '../guardrails/reporters/report.ts';
import type { CheckOptions } from './check-options.ts';
import type { Invocation } from './invocation.ts';

/** Renders a report in the format that was asked for; only that reporter is loaded. */
export async function renderReport(
  report: Report,
  { format, color, quiet, frames, notes, output }: CheckOptions,
  invocation: Invocation,
): Promise<string> {
  if (format === 'terminal') {
    const { reportTerminal } = await import('../guardrails/reporters/terminal.ts');
    return reportTerminal(report, {
      color: color && output === undefined && hasColor(invocation),
      quiet: quiet === true,
      frames: frames === true,
      notes: notes === true,
    });
  }
  return (await load[format]())(report);
}

const load: Readonly<Record<Exclude<CheckOptions['format'], 'terminal'>, () => Promise<Reporter>>> = {
  json: async () => (await import('../guardrails/reporters/json.ts')).reportJson,
  sarif: async () => (await import('../guardrails/reporters/sarif.ts')).reportSarif,
  junit: async () => (await import('../guardrails/reporters/junit.ts')).reportJunit,
  github: async () => (await import('../guardrails/reporters/github.ts')).reportGithub,
};

/** @see https://no-color.org and https://force-color.org */
const hasColor = ({ environment: { NO_COLOR = '', FORCE_COLOR = '' }, isColorTerminal }: Invocation): boolean =>
  NO_COLOR === '' && (isColorTerminal || (FORCE_COLOR !== '' && FORCE_COLOR !== '0'));
