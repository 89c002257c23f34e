import type { KeyEvidence, KeyReader } from '../../lifecycle/commands/evidence/collect-evidence.ts';
import { formatPlace } from '../../model/diagnostics/diagnostic.ts';
import { printable } from '../../model/diagnostics/printable.ts';
import type { EvidenceReport } from './evidence-report.ts';

/** Formats evidence as Markdown: findings first, then every key, who its readers are, and who approved. */
export function evidenceMarkdown(report: EvidenceReport): string {
  const { environment, time, vault, keys, approvals, ceremony, notes, findings } = report;
  const readers = new Map(keys.flatMap((key) => key.readers.map((reader) => [reader.name, reader] as const)));
  const count = (name: string): number => keys.filter((key) => key.readers.some((each) => each.name === name)).length;
  return [
    `# Evidence: ${cell(environment)}`,
    '',
    `Taken ${time} from ${cell(vault)}. ${keys.length} keys, ${readers.size} readers, ${findings.length} findings. No value was read.`,
    '',
    '## Findings',
    '',
    ...(findings.length === 0
      ? ['None.']
      : rows(
          ['Code', 'What', 'Where'],
          findings.map(({ code, what, place }) => [code, what, formatPlace(place)]),
        )),
    '',
    '## Keys',
    '',
    ...rows(
      ['Key', 'Origin', 'Last change', 'Age', 'Maximum', 'State', 'Readers', 'Components'],
      keys.map((key) => [
        key.key,
        key.origin,
        key.history.state === 'present' ? key.history.changedAt : key.history.state,
        ageOf(key),
        key.maxAge ?? '',
        key.age,
        key.readers.map((reader) => `${reader.name}${reader.isDeclared ? '' : ' (not declared)'}`).join('; '),
        key.components
          .map(({ name, owner, approval }) => `${name} (${owner}${approval === undefined ? '' : `, ${approval}`})`)
          .join('; '),
      ]),
    ),
    '',
    '## Readers',
    '',
    ...rows(
      ['Reader', 'Kind', 'Bound to', 'Keys'],
      [...readers.values()]
        .sort(byName)
        .map(({ name, kind, bound }) => [name, kind, bound.join('; '), `${count(name)}`]),
    ),
    '',
    '## Approvals',
    '',
    ...(approvals.length === 0
      ? ['None on record.']
      : rows(
          ['Bundle', 'Decided by', 'Day', 'Reason', 'Reference'],
          approvals.map(({ component, owner, date, reason, backlog }) => [component, owner, date, reason, backlog]),
        )),
    '',
    '## Ceremony',
    '',
    ...(ceremony
      ? [
          `Head of the transcript: \`${ceremony.head}\`. ${ceremony.threshold} of ${ceremony.custodians.length} custodians are needed together.`,
          '',
          ...rows(
            ['Custodian', 'Fingerprint'],
            ceremony.custodians.map(({ name, fingerprint }) => [name, fingerprint]),
          ),
          '',
          ...rows(
            ['Step', 'Time', 'Officer'],
            ceremony.steps.map(({ step, time: when, officer }) => [step, when, officer]),
          ),
        ]
      : ['No transcript was given.']),
    ...(notes.length === 0 ? [] : ['', '## Not looked at', '', ...notes.map((note) => `- ${cell(note)}`)]),
    '',
  ].join('\n');
}

const byName = (a: KeyReader, b: KeyReader): number => (a.name < b.name ? -1 : 1);

const ageOf = ({ ageSeconds }: KeyEvidence): string =>
  ageSeconds === undefined ? '' : `${Math.floor(ageSeconds / 86_400)} d`;

function rows(header: readonly string[], lines: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...lines.map(line)];
}

/** Names come from servers: none may end a cell, or become markup. */
const cell = (text: string): string => printable(text).replace(/[\\|`*_<>[\]]/g, (sign) => `\\${sign}`);
