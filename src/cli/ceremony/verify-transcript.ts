import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { transcriptFile } from '../../lifecycle/commands/ceremony/ceremony-folder.ts';
import { checkTranscript } from '../../lifecycle/commands/ceremony/verify-transcript.ts';
import { formatDiagnostic } from '../../model/diagnostics/diagnostic.ts';
import { type ExitStatus, exitStatus } from '../../model/diagnostics/errors.ts';
import { printable, printableJson } from '../../model/diagnostics/printable.ts';
import type { Invocation } from '../invocation.ts';

const help = `
Needs no server. It checks that each line is what it was when the next one was written, that no step stands without what must come before it,
and that files beside the transcript are the ones that it names. Who can write the file can cut off its end: give --head the hash that was
noted when the ceremony ended.

Exit status: 0 the transcript holds, 1 it does not, 2 there is none.`;

interface TranscriptOptions {
  readonly head?: string;
  readonly json?: boolean;
}

/** Defines `vaultwright ceremony verify-transcript`. */
export function defineVerifyTranscript(
  step: (name: string, summary: string) => Command,
  invocation: Invocation,
  finish: (status: ExitStatus) => void,
): void {
  step('verify-transcript', 'check the transcript of a ceremony, long after it')
    .argument('<path>', 'transcript, or the folder of the ceremony')
    .option('--head <hash>', 'hash of the last line, as it was noted')
    .option('--json', 'print JSON')
    .addHelpText('after', help)
    .action((path: string, options: TranscriptOptions) => finish(check(path, options, invocation)));
}

function check(path: string, { head, json }: TranscriptOptions, invocation: Invocation): ExitStatus {
  const given = resolve(invocation.workingDirectory, path);
  const file = given.endsWith('.jsonl') ? given : join(given, transcriptFile);
  const { records, head: last, findings } = checkTranscript(file, head);
  if (json) {
    const report = { kind: 'TranscriptReport', records, head: last, findings };
    invocation.out(`${printableJson(report, 2)}\n`);
  } else {
    for (const { number, time, officer, step, event } of records)
      invocation.out(`${printable(`${number}  ${time}  ${officer}  ${step} ${event}`)}\n`);
    for (const finding of findings) invocation.out(`${formatDiagnostic(finding)}\n\n`);
    invocation.out(`head ${last}\n`);
  }
  return findings.length === 0 ? exitStatus.clean : exitStatus.findings;
}
