const mask = '••••••';
const shownFields = new Set(['apiVersion', 'kind']);
const plainWord = /^["']?[\w./-]{1,80}["']?,?$/;
const yamlKey = /^(\s*(?:- )*["']?([A-Za-z_.][\w./-]{0,80})["']?\s?:)(?:\s+(.*))?$/;
// Base64 ends in `=` as well, so that something must follow.
const assignment = /^(\s*(?:- )*["']?(?:export )?(?:--?)?([A-Za-z_][\w.-]{0,60})\s?=)\s*[^=\s].*$/;
const longestPrefix = 120;

/**
 * Shows a line of a manifest without anything that could be a value: indentation and key stay, the rest is masked.
 *
 * Whatever has no recognisable key is masked whole, since no reporter can know which part of it is the secret.
 */
export function maskedLine(line: string): string {
  const yaml = yamlKey.exec(line);
  if (yaml) {
    const [, prefix = '', key = '', value = ''] = yaml;
    if (value === '' || isBlockHeader(value)) return line.trimEnd();
    return `${prefix} ${shownFields.has(key) && plainWord.test(value) ? value : mask}`;
  }
  const assigned = assignment.exec(line);
  if (assigned) return `${assigned[1] ?? ''}${mask}`;
  const indent = line.slice(0, Math.min(line.length - line.trimStart().length, longestPrefix));
  return line.trim() === ''
    ? ''
    : /^\s*(?:---|#.*)$/.test(line)
      ? `${indent}${line.trim().charAt(0) === '#' ? '# …' : '---'}`
      : `${indent}${mask}`;
}

const isBlockHeader = (value: string): boolean => /^[|>][-+\d]{0,2}$/.test(value.trim());
