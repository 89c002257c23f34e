import { printableJson } from '../../model/diagnostics/printable.ts';
import { causesOf, countSeverities } from './causes.ts';
import { fingerprints, type Report } from './report.ts';

/** Version of the JSON shape; a field is only ever added within one. */
export const jsonReportVersion = 1;

/** Reports for programs, in a shape that keeps its meaning within one version. */
export function reportJson({ diagnostics, summary, statistics, version }: Report): string {
  const names = fingerprints(diagnostics);
  const document = {
    version: jsonReportVersion,
    tool: { name: 'vaultwright', version },
    summary: { ...summary, ...countSeverities(diagnostics), statements: causesOf(diagnostics).length },
    ...(statistics && { statistics }),
    findings: diagnostics.map((diagnostic) => ({ ...diagnostic, fingerprint: names.get(diagnostic) })),
  };
  return `${printableJson(document, 2)}\n`;
}
