import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../../../model/diagnostics/diagnostic.ts';
import { readTranscript, type TranscriptRecord } from '../../../model/documents/transcript.ts';
import { commandError, commandProblem } from '../../problems/command-problem.ts';
import { hashOfBytes } from './ceremony-folder.ts';

/** What a transcript says when it is read long after. */
export interface TranscriptReport {
  readonly records: readonly TranscriptRecord[];
  /** Hash of the last line, which was shown when the line was written. */
  readonly head: string;
  readonly findings: readonly Diagnostic[];
}

/**
 * Checks a transcript: its chain, the order of its steps, and the files that still stand beside it.
 * @param head hash that was noted when the ceremony ended; without it nobody can tell whether the end was cut
 * off
 * @throws VW5235 where there is none
 */
export function checkTranscript(file: string, head: string | undefined): TranscriptReport {
  if (!existsSync(file)) throw commandError('VW5235', `There is no ${file}`);
  const { records, defects } = readTranscript(readFileSync(file, 'utf8'));
  const findings = defects.map(({ line, what }) => at(file, line, 'VW5255', `Line ${line} ${what}`));
  const last = records.at(-1)?.hash ?? '';
  if (head !== undefined && head.toLowerCase() !== last)
    findings.push(at(file, Math.max(records.length, 1), 'VW5255', 'The last line is not the one whose hash was noted'));
  if (defects.length === 0) {
    findings.push(...orderDefects(records).map(({ line, what }) => at(file, line, 'VW5256', what)));
    findings.push(...fileDefects(file, records).map(({ line, what }) => at(file, line, 'VW5257', what)));
  }
  return { records, head: last, findings };
}

const at = (file: string, line: number, code: 'VW5255' | 'VW5256' | 'VW5257', what: string): Diagnostic =>
  commandProblem(code, what, { position: { file, line } });

interface LineDefect {
  readonly line: number;
  readonly what: string;
}

/** What must stand before a step, wherever the step is. */
const before: Readonly<Record<string, readonly string[]>> = {
  'handover/verified': ['init/done', 'handover/break-glass-proven'],
  'revoke-root/done': ['handover/verified', 'receipt/received'],
  'rotate-recovery/done': ['rotate-recovery/share-proven'],
  'generate-root/done': ['generate-root/started', 'generate-root/share-given'],
};

function orderDefects(records: readonly TranscriptRecord[]): LineDefect[] {
  const seen = new Set<string>();
  return records.flatMap(({ step, event, number }) => {
    const name = `${step}/${event}`;
    const missing = (before[name] ?? []).filter((each) => !seen.has(each));
    seen.add(name);
    return missing.map((each) => ({ line: number, what: `"${name}" stands without "${each}" before it` }));
  });
}

/** A file of that name that is there must be the one that was written last under it. */
function fileDefects(transcript: string, records: readonly TranscriptRecord[]): LineDefect[] {
  const written = new Map<string, { readonly line: number; readonly sha256: string }>();
  for (const { number, step, files = [] } of records)
    if (step !== 'receipt') for (const { name, sha256 } of files) written.set(name, { line: number, sha256 });
  return [...written].flatMap(([name, { line, sha256 }]) => {
    const file = join(dirname(transcript), name);
    return existsSync(file) && hashOfBytes(readFileSync(file)) !== sha256
      ? [{ line, what: `${name} is not the file that was written` }]
      : [];
  });
}
