import type { Suppression } from './suppression.ts';

const marker = 'vaultwright-ignore';
const statement = /(?:#|\/\*|\/\/|;)[ \t]*vaultwright-ignore[ \t]+([^\n]*)/;

/** Parts of `<rule>[, <rule>] [<field>] [until YYYY-MM-DD]: <reason>`. */
export interface Statement {
  readonly rules: readonly string[];
  readonly field?: string;
  readonly until?: string;
  readonly reason: string;
}

/** Reads what a comment or an annotation says about the finding that it accepts. */
export function parseStatement(text: string): Statement {
  const colon = text.indexOf(': ');
  const head = colon === -1 ? text.trimEnd().replace(/:$/, '') : text.slice(0, colon);
  const reason =
    colon === -1
      ? ''
      : text
          .slice(colon + 2)
          .trimEnd()
          .replace(/\*\/\s{0,20}-?\}{0,4}$/, '')
          .trim();
  const until = /\buntil[ \t]+(\d{4}-\d{2}-\d{2})\b/.exec(head)?.[1];
  const words = head
    .replace(/\buntil[ \t]+\S+/, '')
    .split(/[\s,]+/)
    .filter((word) => word !== '');
  const isRule = (word: string): boolean => /^(?:VW\d{4}|[a-z][a-z0-9]*(?:-[a-z0-9]+)+)$/.test(word);
  const field = words.find((word) => !isRule(word));
  return {
    rules: words.filter(isRule),
    reason,
    ...(field !== undefined && { field }),
    ...(until !== undefined && { until }),
  };
}

/**
 * Finds the suppressions that comments of a file state.
 *
 * A comment after a field is about that line, and about the text that the line opens; a comment on a line of
 * its own about the next line and, where that opens a block, about the block.
 */
export function suppressionComments(file: string, text: string): Suppression[] {
  if (!text.includes(marker)) return [];
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const match = statement.exec(line);
    if (!match) return [];
    const { field, ...parsed } = parseStatement(match[1] ?? '');
    const before = line.slice(0, match.index);
    const isAlone = /^(?:\{\{-?)?$/.test(before.trim());
    const opensText = /[|>][-+\d]*[ \t]+$/.test(before);
    const [first, last] = isAlone
      ? blockAfter(lines, index)
      : opensText
        ? blockAfter(lines, index - 1)
        : [index + 1, index + 1];
    return [
      {
        ...parsed,
        position: { file, line: index + 1, column: match.index + 1 },
        covers: ({ place: { position, field: found } }) =>
          position?.file === file &&
          position.line >= first &&
          position.line <= last &&
          (field === undefined || field === found),
      },
    ];
  });
}

const indentOf = (line: string): number => line.length - line.trimStart().length;
const isBlank = (line: string): boolean => /^\s*(?:#.*)?$/.test(line);

// Lines from 1, both included.
function blockAfter(lines: readonly string[], comment: number): [first: number, last: number] {
  let first = comment + 1;
  while (first < lines.length && isBlank(lines[first] ?? '')) first++;
  const indent = indentOf(lines[first] ?? '');
  let last = first;
  for (let index = first + 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.trim() === '') continue;
    if (indentOf(line) <= indent) break;
    last = index;
  }
  return [first + 1, last + 1];
}
