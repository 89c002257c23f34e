import type { Diagnostic } from '../model/diagnostics/diagnostic.ts';
import { renderingProblem } from './rendering-problems.ts';

const surrogate = /[\ud800-\udfff]/;

/**
 * Orders texts by code point, as every other tool does; JavaScript's own order differs beyond the basic
 * plane.
 */
export const byCodePoint = (a: string, b: string): number => {
  if (surrogate.test(a) || surrogate.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : a > b ? 1 : 0;
};

/**
 * Name of the file inside an output folder that lists what Vaultwright wrote there, and hence may replace.
 */
export const markerName = '.vaultwright-output.json';

/** File systems take at most this many bytes for one name. */
const longestName = 255;

const reasonAgainst = (file: string): string | undefined => {
  if (file.startsWith('/') || /^[A-Za-z]:/.test(file)) return 'is absolute';
  if (/[\\\p{Cc}]/u.test(file)) return 'holds a backslash or a control character';
  if (!file.isWellFormed()) return 'is not valid Unicode';
  if (file === markerName) return 'is the marker of the folder itself';
  const names = file.split('/');
  if (names.includes('..')) return 'leaves the output folder';
  if (names.some((name) => name === '' || name === '.')) return 'has an empty step';
  if (names.some((name) => Buffer.byteLength(name) > longestName)) return `has a name longer than ${longestName} bytes`;
  return undefined;
};

const badPath = (output: string, reason: string): Diagnostic =>
  renderingProblem('VW1920', `the output path ${JSON.stringify(output)} ${reason}`, { output });

const clash = (output: string, other: string): Diagnostic => {
  const what =
    output === other
      ? `${output} would be a file and a folder at once`
      : `${other} and ${output} differ only by case or Unicode form`;
  return renderingProblem('VW1921', what, { output });
};

const badText = (output: string, reason: string): Diagnostic =>
  renderingProblem('VW1922', `the text of ${output} ${reason}`, { output });

/**
 * Checks what is to be written and returns every problem: bad paths, clashes and texts that would not
 * survive.
 */
export function checkOutputFiles(files: ReadonlyMap<string, string>): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const seen = new Map([[markerName, { spelled: markerName, isFile: true }]]);
  for (const file of [...files.keys()].sort(byCodePoint)) {
    const reason = reasonAgainst(file);
    if (reason !== undefined) {
      problems.push(badPath(file, reason));
      continue;
    }
    const names = file.split('/');
    for (let length = 1; length <= names.length; length += 1) {
      const spelled = names.slice(0, length).join('/');
      const folded = spelled.normalize('NFC').toLowerCase();
      const isFile = length === names.length;
      const other = seen.get(folded);
      if (other === undefined) seen.set(folded, { spelled, isFile });
      else if (other.spelled !== spelled || other.isFile || isFile) {
        problems.push(clash(spelled, other.spelled));
        break;
      }
    }
  }
  for (const [file, text] of files) {
    if (text.includes('\r')) problems.push(badText(file, 'has a carriage return'));
    if (!text.isWellFormed()) problems.push(badText(file, 'is not valid Unicode'));
  }
  return problems;
}
