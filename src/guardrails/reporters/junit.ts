import type { Diagnostic } from '../../model/diagnostics/diagnostic.ts';
import { printable } from '../../model/diagnostics/printable.ts';
import { countSeverities } from './causes.ts';
import { groupByFile, type Report } from './report.ts';

/**
 * Reports as JUnit XML: one suite a file, one case a finding; errors are failures, the rest passes with its
 * text.
 */
export function reportJunit({ diagnostics, summary }: Report): string {
  const groups = groupByFile(diagnostics, 'vaultwright');
  const suites = [...groups].map(
    ([file, findings]) =>
      `  <testsuite name="${escapeXml(printable(file))}" ${counts(findings)}>\n${findings.map((finding) => testCase(finding, file)).join('')}  </testsuite>\n`,
  );
  const clean = `  <testsuite name="vaultwright" tests="1" failures="0">\n    <testcase name="${summary.files} files" classname="vaultwright"/>\n  </testsuite>\n`;
  const body = suites.length === 0 ? clean : suites.join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="vaultwright" ${counts(diagnostics, suites.length === 0)}>\n${body}</testsuites>\n`;
}

const counts = (findings: readonly Diagnostic[], isClean = false): string =>
  `tests="${isClean ? 1 : findings.length}" failures="${countSeverities(findings).error}"`;

function testCase({ severity, code, rule, what, why, fix, place }: Diagnostic, file: string): string {
  const { position, field } = place;
  const at = position ? `${position.file}:${position.line}:${position.column ?? 1}` : file;
  const name = printable(`${rule ?? code} ${at}`);
  const text = `${printable(`${at}${field === undefined ? '' : ` ${field}`}`)}\n${printable(why)}\n${printable(fix)}`;
  const inside =
    severity === 'error'
      ? `<failure type="${code}" message="${escapeXml(printable(what))}">${escapeXml(text)}</failure>`
      : `<system-out>${escapeXml(`${severity} ${code}: ${printable(what)}\n${text}`)}</system-out>`;
  return `    <testcase name="${escapeXml(name)}" classname="${escapeXml(printable(file))}" file="${escapeXml(printable(file))}" line="${position?.line ?? 1}">${inside}</testcase>\n`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\n': '&#10;',
};

// XML 1.0 has no way to write control characters or half a surrogate pair.
const escapeXml = (text: string): string =>
  text
    .split('\n')
    .map(printable)
    .join('\n')
    .replace(/[&<>"'\n\ufffe\uffff]/g, (char) => entities[char] ?? '�');
