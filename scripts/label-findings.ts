import { parseArgs } from 'node:util';
import {
  committedLabels,
  compareLabels,
  findingsIn,
  type Label,
  precisionOf,
  readLabels,
} from '../test/acceptance/labelled-findings.ts';

/**
 * Compares a run over a public repository with what people judged of its findings, and prints the precision.
 *
 * `npm run labels -- --labels test/acceptance/labels/<owner>__<repository>.json --checkout <folder>`
 */
const { values } = parseArgs({ options: { labels: { type: 'string' }, checkout: { type: 'string' } } });
const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

if (values.labels !== undefined && values.checkout !== undefined) {
  const { unlabelled, gone, unparsed } = compareLabels(await findingsIn(values.checkout), readLabels(values.labels));
  for (const finding of unlabelled) print(`unlabelled  ${JSON.stringify(finding)}`);
  for (const label of gone) print(`gone        ${JSON.stringify(label)}`);
  for (const path of unparsed) print(`unparsed    ${path}`);
  if (unlabelled.length + gone.length + unparsed.length > 0) process.exitCode = 1;
  else print('Every finding is labelled, and every label is found.');
} else if (values.labels !== undefined || values.checkout !== undefined) {
  process.stderr.write('--labels and --checkout go together.\n');
  process.exitCode = 2;
}

const percent = (labels: readonly Label[], ...severities: Label['severity'][]): string => {
  const { right, all, ratio } = precisionOf(labels, severities);
  return all === 0 ? 'none' : `${right} of ${all} (${(ratio * 100).toFixed(1)} %)`;
};
const committed = committedLabels();
const rows = [
  ...committed.map(({ repository, findings }) => [repository, findings] as const),
  ['in total', committed.flatMap(({ findings }) => findings)] as const,
];
for (const [name, findings] of rows)
  print(
    `${name.padEnd(24)}right errors and warnings: ${percent(findings, 'error', 'warning')}; with notes: ${percent(findings, 'error', 'warning', 'note')}`,
  );
