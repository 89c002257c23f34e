import { createHash } from 'node:crypto';
import type { Diagnostic, Severity } from '../../model/diagnostics/diagnostic.ts';
import type { Statistics } from '../engine/statistics.ts';
import type { SourceTexts } from '../reading/source-texts.ts';

/** What a run of the check found, as every reporter receives it. */
export interface Report {
  /** Sorted by place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly summary: ReportSummary;
  /** What the run has seen, where that was asked for. */
  readonly statistics?: Statistics;
  /** True for a run beside no baseline, which nobody may have seen the findings of before. */
  readonly isFirstRun?: boolean;
  /** The paths that were given. */
  readonly paths?: readonly string[];
  /** The rules that findings can name, for formats that list them. */
  readonly rules: readonly ReportedRule[];
  /** Version of the program. */
  readonly version: string;
  /** The texts that were read, for reporters that show their lines masked. */
  readonly sources?: Pick<SourceTexts, 'get'>;
}

export interface ReportSummary {
  readonly files: number;
  readonly manifests: number;
  /** Findings that a suppression or the baseline took away. */
  readonly suppressed: number;
  readonly baselined: number;
}

export interface ReportedRule {
  readonly id: string;
  readonly code: string;
  readonly severity: Severity;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** Turns a run into text of one format. */
export type Reporter = (report: Report) => string;

/** Groups diagnostics by the file that they are in, in their order. */
export function groupByFile(diagnostics: readonly Diagnostic[], without: string): Map<string, Diagnostic[]> {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    const file = diagnostic.place.position?.file ?? diagnostic.place.output ?? without;
    const group = groups.get(file);
    if (group) group.push(diagnostic);
    else groups.set(file, [diagnostic]);
  }
  return groups;
}

/**
 * Names each diagnostic so that it survives edits elsewhere in its file: rule, file, object and field, never
 * a value or a line.
 *
 * Several findings of the same name are numbered in their order.
 */
export function fingerprints(diagnostics: readonly Diagnostic[]): Map<Diagnostic, string> {
  const seen = new Map<string, number>();
  return new Map(
    diagnostics.map((diagnostic) => {
      const identity = identityOf(diagnostic);
      const count = seen.get(identity) ?? 0;
      seen.set(identity, count + 1);
      return [diagnostic, createHash('sha256').update(`${identity}\0${count}`).digest('hex').slice(0, 32)];
    }),
  );
}

const identityOf = ({ code, rule, place }: Diagnostic): string =>
  [
    rule ?? code,
    place.position?.file ?? place.output ?? '',
    place.object?.kind ?? '',
    place.object?.namespace ?? '',
    place.object?.name ?? '',
    place.field ?? '',
  ].join('\0');
