import { type Opened, openBytes } from './open-bytes.ts';

/** What a text turned out to carry: a text, or bytes that are a private key or too many. */
export interface Opening {
  readonly content: Opened;
  /** Where it starts in the text. */
  readonly offset: number;
  /** True where all of the text was encoded, so that what comes out stands under the same name. */
  readonly isWhole: boolean;
}

const hex = /^(?:(?:0x)?[0-9a-fA-F]{2}[\s:]?){8,}$/;
const base64 = /^[A-Za-z0-9+/_-]{8,}={0,2}$/;
const base32 = /^(?:[A-Z2-7]{8}){2,}(?:[A-Z2-7]{2,7})?=*$/;
const embedded = /[A-Za-z0-9+/_-]{20,}={0,2}/g;
const dataUri = /\bdata:[\w.+/-]{0,100}(?:;[\w=.-]{1,60}){0,6},([^\s"'<>)]*)/g;
/** https://www.rfc-editor.org/rfc/rfc7468 */
const armour = /-----BEGIN [A-Z0-9 ]{1,60}-----([A-Za-z0-9+/=\s]{1,40000})-----END /g;
const escapes =
  /\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\[01][0-7]{2}|&#(?:x[0-9a-fA-F]{1,6}|\d{1,7});|&(?:equals|colon|quot|apos|lt|gt|amp|commat|lowbar|sol|num);|%[0-9a-fA-F]{2}|=[0-9A-F]{2}(?=[0-9A-Za-z=%])/g;
const entities: Readonly<Record<string, string>> = {
  equals: '=',
  colon: ':',
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  amp: '&',
  commat: '@',
  lowbar: '_',
  sol: '/',
  num: '#',
};

/** The shortest text that is worth decoding. */
const shortest = 12;
const longest = 4_000_000;

/**
 * Finds what a text carries in another form: base64 in any of its alphabets, hex, base32, data URIs, escapes,
 * each with what it holds.
 */
export function openingsOf(text: string): Opening[] {
  if (text.length < shortest || text.length > longest) return [];
  const found: Opening[] = [];
  const add = (bytes: Buffer | undefined, offset: number, isWhole: boolean): void => {
    const content = bytes === undefined ? undefined : openBytes(bytes);
    if (content !== undefined) found.push({ content, offset, isWhole });
  };
  const addRun = (run: string, offset: number, isWhole: boolean): void => {
    if (emptyRuns.has(run)) return;
    const before = found.length;
    for (const bytes of decodings(run)) add(bytes, offset, isWhole);
    if (found.length === before) rememberEmpty(run);
  };
  if (text.includes('-----BEGIN '))
    for (const { 1: body = '', index } of text.matchAll(armour)) {
      const bytes = Buffer.from(body.replace(/\s+/g, ''), 'base64');
      // What a certificate and a public key are begins with a SEQUENCE.
      if (bytes[0] !== 0x30) add(bytes, index, false);
    }
  const packed = /\s/.test(text) ? text.replace(/\s+/g, '') : text;
  if (isPacked(packed)) {
    if (isLikelyEncoded(packed)) addRun(packed, 0, true);
  } else {
    if (text.includes('data:'))
      for (const match of text.matchAll(dataUri)) add(dataOf(match), match.index, match[0].length > text.length - 4);
    for (const { 0: run, index } of text.matchAll(embedded)) if (isLikelyEncoded(run)) addRun(run, index, false);
  }
  const plain = unescaped(text);
  if (plain !== text) found.push({ content: { kind: 'text', text: plain }, offset: 0, isWhole: true });
  return found;
}

/**
 * Runs that turned out to carry nothing: names and digests, which come again in most texts. What a run
 * carries depends on nothing else.
 */
const emptyRuns = new Set<string>();
const mostEmptyRuns = 20_000;
const longestEmptyRun = 200;

function rememberEmpty(run: string): void {
  if (run.length <= longestEmptyRun && emptyRuns.size < mostEmptyRuns) emptyRuns.add(run);
}

/** Nothing but one encoded run: words of prose are parted by more than a line's end. */
const isPacked = (packed: string): boolean => base64.test(packed) || hex.test(packed);

function decodings(run: string): Buffer[] {
  const found: Buffer[] = [];
  if (hex.test(run)) found.push(Buffer.from(run.replace(/0x|[\s:]/g, ''), 'hex'));
  if (base64.test(run)) found.push(Buffer.from(run, 'base64'));
  if (base32.test(run)) found.push(fromBase32(run));
  return found;
}

function dataOf([whole, body = '']: RegExpExecArray): Buffer {
  const isBase64 = /;base64$/i.test(whole.slice(0, whole.length - body.length - 1));
  const plain = body.replace(/%([0-9a-fA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
  return Buffer.from(plain, isBase64 ? 'base64' : 'latin1');
}

/**
 * A name or a path of twenty characters is no base64: that mixes cases, or has a digit, in almost every such
 * run.
 */
const isLikelyEncoded = (run: string): boolean =>
  (/[a-z]/.test(run) && /[A-Z]/.test(run) && !/^[A-Za-z][a-z]*(?:[A-Z][a-z]+)+$/.test(run)) ||
  hex.test(run) ||
  base32.test(run);

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const letter of text) {
    if (letter === '=') break;
    value = ((value << 5) | alphabet.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 0xff);
    }
  }
  return Buffer.from(bytes);
}

/**
 * Writes escapes of JSON, HTML, URLs, shells and mail as the characters that they stand for, and takes the
 * soft ends of lines of mail away.
 */
function unescaped(text: string): string {
  if (!/[\\&%=]/.test(text)) return text;
  const whole = withoutSoftEnds(text);
  let count = 0;
  let telling = 0;
  const plain = whole.replace(escapes, (written) => {
    count++;
    const digits = written.replace(/^(?:\\[ux]|\\|&#|&|[%=])|;$/g, '');
    if (Object.hasOwn(entities, digits)) {
      if (/^(?:equals|colon|commat|lowbar)$/.test(digits)) telling++;
      return entities[digits] ?? written;
    }
    const radix = /^\\[01]/.test(written) ? 8 : written.startsWith('&#') && !/^x/i.test(digits) ? 10 : 16;
    const code = Number.parseInt(digits.replace(/^x/i, ''), radix);
    if (code > 0x10ffff || Number.isNaN(code)) return written;
    const sign = String.fromCodePoint(code);
    if (/[A-Za-z=:@%]/.test(sign)) telling++;
    return sign;
  });
  // A few blanks and quotes are signs like any other; a letter is written so to hide it.
  return telling > 0 || count >= 3 ? plain : whole;
}

/** In quoted-printable a line goes on behind an equals sign; in settings that is an empty value. */
function withoutSoftEnds(text: string): string {
  if (!text.includes('=\n')) return text;
  const soft = text.split('=\n').length - 1;
  return soft * 2 >= text.split('\n').length - 1 ? text.replaceAll('=\n', '') : text;
}
