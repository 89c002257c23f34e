import { parseSync } from 'oxc-parser';

/** Columns that a line of a comment may take. */
export const widest = 110;

/** Comments that a tool reads, each on one line. */
const directive = /^\s*(?:biome-ignore|@ts-|v8 ignore)/;
/** Lines of a comment that mean something as they stand: tables, headings, fences. */
const isFixed = (text: string): boolean => /^\s*(?:\||#|```)/.test(text);
/** Lines that begin something of their own, so that nothing runs into them. */
const isStart = (text: string): boolean => text.trim() === '' || isFixed(text) || /^\s*(?:@|[-*] |\d+\. )/.test(text);

/** A comment that has its lines for itself. */
interface CommentLines {
  /** Indices of the first line and of the one after the last, from 0. */
  readonly from: number;
  readonly to: number;
  readonly isBlock: boolean;
}

/** Lists the lines, from 1, on which a comment is wider than it may be. */
export function wideComments(file: string, text: string): number[] {
  const lines = text.split('\n');
  return commentsOf(file, text).flatMap(({ from, to, isBlock }) => {
    const contents = lines.slice(from, to).map((line) => contentOf(line, isBlock));
    return lines.slice(from, to).flatMap((line, index) => {
      const content = contents[index] ?? '';
      return line.length > widest && isBreakable(line, content, isInFence(contents, index)) ? [from + index + 1] : [];
    });
  });
}

/**
 * Returns the text with the wide lines of its comments broken, and what follows them in a paragraph moved on.
 */
export function narrowComments(file: string, text: string): string {
  const lines = text.split('\n');
  for (const comment of commentsOf(file, text).toReversed()) {
    const own = lines.slice(comment.from, comment.to);
    if (own.every((line) => line.length <= widest)) continue;
    lines.splice(comment.from, comment.to - comment.from, ...narrow(own, comment.isBlock));
  }
  return lines.join('\n');
}

function narrow(own: readonly string[], isBlock: boolean): string[] {
  const indent = /^\s*/.exec(own[0] ?? '')?.[0] ?? '';
  if (!isBlock)
    return flow(
      own.map((line) => contentOf(line, false)),
      `${indent}//`,
    );
  const isOneLine = own.length === 1;
  const contents = isOneLine
    ? textOf(own[0])
        .split(/ (?=@(?:default|see|throws|returns|param)\b)/)
        .map((text) => ` ${text}`)
    : own.slice(1, -1).map((line) => contentOf(line, true));
  const [first = '', last = ''] = isOneLine ? [`${indent}/**`, `${indent} */`] : [own[0], own.at(-1)];
  // A block of another form stays as it is.
  if (!/^\s*\/\*\*$/.test(first) || !/^\s*\*\/$/.test(last)) return [...own];
  return [first, ...flow(contents, `${indent} *`), last];
}

/** The text of a docstring of one line. */
const textOf = (line = ''): string => line.trim().slice(3, -2).trim();

/** Breaks contents of lines at blanks, so that each fits behind the prefix. */
function flow(contents: readonly string[], prefix: string): string[] {
  const left = [...contents];
  const done: string[] = [];
  let isFenced = false;
  for (let index = 0; index < left.length; index++) {
    const content = left[index] ?? '';
    if (/^\s*```/.test(content)) isFenced = !isFenced;
    const end = widest - prefix.length;
    const at = content.length <= end || !isBreakable(prefix + content, content, isFenced) ? -1 : breakOf(content, end);
    if (at < 0) {
      done.push((prefix + content).trimEnd());
      continue;
    }
    done.push(prefix + content.slice(0, at));
    const rest = content.slice(at).trim();
    const next = left[index + 1];
    if (next === undefined || isStart(next)) left.splice(index + 1, 0, `${hanging(content)}${rest}`);
    else left[index + 1] = `${/^\s*/.exec(next)?.[0] ?? ' '}${rest} ${next.trim()}`;
  }
  return done;
}

/** What a line that goes on with another begins with. */
const hanging = (content: string): string => {
  const [lead = ' '] = /^\s*(?:- )?/.exec(content) ?? [];
  return ' '.repeat(Math.max(1, lead.length));
};

/** The last blank at which a line may be broken; not inside a code span or a link. */
function breakOf(content: string, end: number): number {
  const lead = /^\s*/.exec(content)?.[0].length ?? 0;
  for (let at = content.lastIndexOf(' ', end); at > lead; at = content.lastIndexOf(' ', at - 1)) {
    const before = content.slice(0, at);
    const isInSpan = (before.match(/`/g)?.length ?? 0) % 2 === 1 || before.lastIndexOf('{@') > before.lastIndexOf('}');
    if (!isInSpan && !isStart(content.slice(at))) return at;
  }
  return -1;
}

const isBreakable = (line: string, content: string, isFenced: boolean): boolean =>
  !isFenced &&
  !isFixed(content) &&
  !directive.test(content) &&
  breakOf(content, widest - (line.length - content.length)) > 0;

const contentOf = (line: string, isBlock: boolean): string =>
  line.replace(isBlock ? /^\s*(?:\/\*\*?|\*(?!\/))/ : /^\s*\/\//, '');

const isInFence = (contents: readonly string[], index: number): boolean =>
  contents.slice(0, index).filter((content) => /^\s*```/.test(content)).length % 2 === 1;

function commentsOf(file: string, text: string): CommentLines[] {
  const found: CommentLines[] = [];
  const starts = [0, ...Array.from(text.matchAll(/\n/g), ({ index }) => index + 1)];
  let line = 0;
  for (const { type, start, end } of parseSync(file, text).comments) {
    while ((starts[line + 1] ?? Number.POSITIVE_INFINITY) <= start) line++;
    if (text.slice(starts[line], start).trim() !== '') continue;
    const isBlock = type === 'Block';
    const to = line + text.slice(start, end).split('\n').length;
    const last = found.at(-1);
    if (!isBlock && last && !last.isBlock && last.to === line) found.splice(-1, 1, { ...last, to });
    else if (text.slice(end, starts[to] ?? text.length).trim() === '') found.push({ from: line, to, isBlock });
  }
  return found;
}
