const control = /^\{\{-?\s*(?:if|else|end|range|with|define|break|continue|\/\*|\$[\w.]*(?:\s*,\s*\$\w+)?\s*:?=)/;
const rendersBlock = /\|\s*n?indent\b|\btoYaml\b/;
const longestAction = 10_000;
const longestContext = 400;

/**
 * Masks template actions (`{{ … }}`) so that the rest of a text can be parsed, without moving a single
 * character.
 *
 * Control actions, actions on lines of their own and actions that render whole blocks become blank; what is
 * left stands where a scalar stands and becomes a word. Offsets of the masked text are those of the original.
 */
export function maskTemplates(text: string): string {
  const parts: string[] = [];
  let copied = 0;
  let line = { end: -1, indent: '' };
  let blankUntil = -1;
  for (let open = text.indexOf('{{'); open !== -1; open = text.indexOf('{{', copied)) {
    const close = actionEnd(text, open);
    if (close === -1) break;
    const action = text.slice(open, close);
    const isControl = control.test(action);
    const { before, after, lineStart, lineEnd } = surroundings(text, open, close);
    if ((before.trim() === '' || open === blankUntil) && after.trim() === '') {
      // A blank line inside a block scalar keeps it open; a line of spaces could count as its (wrong)
      // indentation.
      parts.push(text.slice(copied, open), '\n'.repeat(action.length));
      copied = close;
      blankUntil = close;
    } else if (isControl && (lineStart >= copied ? text.slice(lineStart, open).trim() === '' : open < line.end)) {
      // A line that a condition opens: what follows goes on a line of its own, indented as the condition was.
      if (lineStart >= copied) line = { end: lineEnd, indent: text.slice(lineStart, open) };
      const from = lineStart >= copied ? lineStart : open;
      const until = close + (after.length - after.trimStart().length);
      const indent = line.indent.slice(0, until - from);
      parts.push(text.slice(copied, from), '\n'.repeat(until - from - indent.length), indent);
      copied = until;
    } else {
      const isBlock = rendersBlock.test(action) && /[:-]\s*$/.test(before);
      parts.push(text.slice(copied, open), isControl || isBlock ? action.replace(/[^\n]/g, ' ') : asWord(action));
      copied = close;
    }
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(copied);
}

// The lines of an action inside a block scalar keep their indentation, or they would end the scalar.
const asWord = (action: string): string =>
  action.includes('\n') ? action.replace(/\S/g, 'x') : 'x'.repeat(action.length);

// Actions may hold strings and comments with braces of their own.
function actionEnd(text: string, open: number): number {
  if (/^\{\{-?\s*\/\*/.test(text.slice(open, open + 40))) {
    const end = text.indexOf('*/', open);
    // One that nothing ends is no comment: what follows it is masked all the same.
    if (end !== -1) return after(text, '}}', end);
  }
  const limit = Math.min(text.length, open + longestAction);
  for (let index = open + 2; index < limit; index++) {
    const char = text.charAt(index);
    // An escaped quote belongs to the YAML string around the action.
    if (char === '\\') index++;
    else if (char === '`') {
      const end = text.indexOf('`', index + 1);
      if (end === -1) break;
      if (end > limit) return after(text, '}}', end);
      index = end;
    } else if (char === '"') {
      const end = /^(?:[^"\\\n]|\\.)*"/.exec(text.slice(index + 1, limit))?.[0];
      if (end !== undefined) index += end.length;
    } else if (char === '}' && text.charAt(index + 1) === '}') return index + 2;
  }
  return after(text, '}}', open);
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? -1 : found + mark.length;
}

function surroundings(text: string, open: number, close: number) {
  const left = text.slice(Math.max(0, open - longestContext), open);
  const right = text.slice(close, close + longestContext);
  const leftStart = left.lastIndexOf('\n') + 1;
  const newline = right.indexOf('\n');
  const rightEnd = newline === -1 ? right.length : newline;
  return {
    before: withoutActions(left.slice(leftStart)),
    after: withoutActions(right.slice(0, rightEnd)),
    lineStart: open - left.length + leftStart,
    lineEnd: close + rightEnd,
  };
}

// `{{- if a }}{{- if b }}` on one line are still alone on it.
const withoutActions = (part: string): string => (part.includes('{{') ? part.replace(/\{\{.{0,400}?\}\}/g, '') : part);
