import { type Event, getScalarValue, SCALAR_STYLE, type ScalarEvent } from 'js-yaml';

const decimal = /^[-+]?(?:0|[1-9]\d*|0\d+)$/;
const floating = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const radix = /^0(?:x[\dA-Fa-f]+|o[0-7]+)$/;
const words: ReadonlyMap<string, null | boolean | number> = new Map<string, null | boolean | number>([
  ['', null],
  ['~', null],
  ...['null', 'Null', 'NULL'].map((word): [string, null] => [word, null]),
  ...['true', 'True', 'TRUE'].map((word): [string, boolean] => [word, true]),
  ...['false', 'False', 'FALSE'].map((word): [string, boolean] => [word, false]),
]);

/** Resolves an untagged plain scalar by the YAML 1.2 core schema; what is not finite in JSON stays text. */
export function resolvePlain(text: string): null | boolean | number | string {
  if (text.length > 5 && !startsNumber(text.charCodeAt(0))) return text;
  const word = words.get(text);
  if (word !== undefined) return word;
  if (!startsNumber(text.charCodeAt(0))) return text;
  if (decimal.test(text) || floating.test(text) || radix.test(text)) {
    const number = Number(text);
    if (Number.isFinite(number)) return number;
  }
  return text;
}

const startsNumber = (code: number): boolean => (code >= 48 && code <= 57) || code === 43 || code === 45 || code === 46;

/**
 * Decodes a scalar event.
 *
 * @param source the text that was parsed, with templates masked
 * @param original the same text with its templates, equally long; a value that held a template is given as it
 * was written
 */
export function scalarValue(source: string, original: string, event: ScalarEvent): null | boolean | number | string {
  const isPlain = event.style === SCALAR_STYLE.PLAIN;
  const text = source === original ? getScalarValue(source, event) : unmaskedText(source, original, event);
  if (event.tagStart === -1) return isPlain ? resolvePlain(text) : text;
  const tag = source.slice(event.tagStart, event.tagEnd);
  if (tag === '!' || tag === '!!str' || tag === '!!binary') return text;
  if (tag.startsWith('!!')) return resolvePlain(text);
  return lookup(tag, text);
}

/**
 * A local tag (`!secret x`, `!Ref x`) names what its program will look up, so the scalar is a reference
 * rather than a literal.
 */
export function lookup(tag: string, text: string): string {
  const name = tag.replace(/^!+/, '');
  return text.length > 60 || /[<>\n]/.test(text) ? `<${name}>` : `<${name} ${text}>`;
}

/** Returns the tag of a collection where it is one of its program's own: `!Find [a, b]`, not `!!map`. */
export function localTag(source: string, event: Event): string | undefined {
  if (!('tagStart' in event) || event.tagStart === -1) return undefined;
  const tag = source.slice(event.tagStart, event.tagEnd);
  return /^![A-Za-z]/.test(tag) ? tag : undefined;
}

function unmaskedText(source: string, original: string, event: ScalarEvent): string {
  const { valueStart, valueEnd, style } = event;
  if (valueStart === -1) return '';
  const raw = original.slice(valueStart, valueEnd);
  if (raw === source.slice(valueStart, valueEnd)) return getScalarValue(source, event);
  if (style !== SCALAR_STYLE.LITERAL_BLOCK && style !== SCALAR_STYLE.FOLDED_BLOCK) return raw;
  const indent = Math.max(event.indent, 0);
  return raw
    .split('\n')
    .map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length)))
    .join('\n');
}

/** What is known of a scalar in its source. */
export interface ScalarSource {
  readonly raw: string;
  readonly isDoubleQuoted: boolean;
  readonly isSingleQuoted: boolean;
  readonly value: string;
}

/**
 * As many characters other than white space stand before `offset` in the value as before `index` in the
 * source.
 */
export interface ScalarPlace {
  readonly offset: number;
  readonly index: number;
}

/**
 * Finds where in the source a character of a decoded scalar stands.
 *
 * Folding, indentation and chomping change white space only, so the n-th other character of the value is the
 * n-th of the source.
 *
 * @param from a place that was found before, from where the search goes on: a text with many findings is
 * walked through once
 */
export function sourcePlace(
  { raw, isDoubleQuoted, isSingleQuoted, value }: ScalarSource,
  offset: number,
  from: ScalarPlace = { offset: 0, index: 0 },
): ScalarPlace {
  const end = Math.min(offset, value.length);
  let { index } = from.offset <= end ? from : { index: 0 };
  let wanted = 0;
  for (let at = from.offset <= end ? from.offset : 0; at < end; at++) if (!isSpace(value.charCodeAt(at))) wanted++;
  while (index < raw.length) {
    const code = raw.charCodeAt(index);
    const length = isDoubleQuoted && code === 92 ? escapeLength(raw, index) : isSingleQuoted && code === 39 ? 2 : 1;
    const isBlank = length === 1 ? isSpace(code) : isSpaceEscape(raw, index, length);
    if (!isBlank && wanted-- === 0) return { offset: end, index };
    index += length;
  }
  return { offset: 0, index: Math.max(0, Math.min(raw.length - 1, index)) };
}

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

const isSpaceEscape = (raw: string, index: number, length: number): boolean =>
  length === 2 && raw.charCodeAt(index) === 92 && 'ntrvf \t\n\r'.includes(raw.charAt(index + 1));

function escapeLength(raw: string, index: number): number {
  const kind = raw.charAt(index + 1);
  return kind === 'x' ? 4 : kind === 'u' ? 6 : kind === 'U' ? 10 : 2;
}
