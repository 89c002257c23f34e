import { isNameOfCredential } from './value-shape.ts';

/** Stands for a variable in masked text: a private-use character, which no manifest holds. */
export const hole = '\uE000';

/** A literal that a variable falls back to, or that a template expression prints. */
export interface VariableLiteral {
  readonly text: string;
  /** Name of the variable where the syntax has one. */
  readonly variable?: string;
  readonly offset: number;
}

export interface MaskedText {
  /** Same length as the text; every variable is a run of `hole`. */
  readonly text: string;
  readonly literals: readonly VariableLiteral[];
  readonly hasVariable: boolean;
}

const mayHold = /[$%{<@#([`_&]/;

/** Outer forms first: what they enclose is theirs. */
const delimited: readonly (readonly [string, string])[] = [
  ['{{', '}}'],
  ['{%', '%}'],
  ['<%', '%>'],
  ['[[', ']]'],
];

/** Bounded, so that a text of unclosed openers costs no more than its length. */
const forms: readonly RegExp[] = [
  /\$__[a-z]{1,20}\{[^}]{0,500}\}/g,
  /\$\{(?:[^{}]|\{[^{}]{0,500}\}){0,1000}\}/g,
  /\$\((?:[^()]|\([^()]{0,500}\)){0,1000}\)/g,
  /\(\([A-Za-z][\w./-]{0,200}\)\)/g,
  /#\{[^{}\n]{0,200}\}#?/g,
  /%\([A-Za-z_]\w{0,100}\)s|%\{[^{}\n]{0,200}\}|%[A-Za-z_]\w{0,100}%/g,
  /%[A-Za-z]{1,20}\{[^{}\n]{0,200}\}(?:%[a-z]{1,12}){0,5}/g,
  /@@?[A-Za-z_][\w.]{0,100}@@?(?![A-Za-z0-9])/g,
  /<[A-Za-z][^<>\n]{0,80}>|<\/?#[a-z]{2,20}[^<>\n]{0,200}>/g,
  /`[^`\n]{0,500}`/g,
  /&[A-Za-z_][\w.-]{0,100};/g,
  /(?<![A-Za-z0-9$\\])\${1,2}(?:(?:env:)?[A-Za-z_]\w*|[\d@*#?](?![\w$]))/g,
  /(?<![\w])__[A-Za-z][A-Za-z0-9_]{0,100}?__(?![\w])/g,
  /\{[A-Za-z_][\w.-]{0,100}\}/g,
];

/**
 * Replaces variables of every common syntax by holes of the same length and gives the literals inside them.
 */
export function maskVariables(text: string): MaskedText {
  if (!mayHold.test(text)) return { text, literals: [], hasVariable: false };
  const literals: VariableLiteral[] = [];
  let masked = text;
  for (const [open, close] of delimited) masked = maskBetween(masked, open, close, literals);
  for (const form of forms) {
    masked = masked.replace(form, (match: string, offset: number) => {
      literals.push(...literalsOf(match, offset));
      return hole.repeat(match.length);
    });
  }
  // `${{ .name | upper }}_PASSWORD`: a variable whose name a template finishes.
  masked = masked.replace(/\$\uE000+\w*/g, (match) => hole.repeat(match.length));
  return { text: masked, literals, hasVariable: masked.includes(hole) };
}

/** Masks from each opener to its closer; where no closer follows, none follows a later opener either. */
function maskBetween(text: string, open: string, close: string, literals: VariableLiteral[]): string {
  let masked = '';
  let from = 0;
  for (let start = text.indexOf(open); start >= 0; start = text.indexOf(open, from)) {
    const end = text.indexOf(close, start + open.length);
    if (end < 0) break;
    const match = text.slice(start, end + close.length);
    // Not every opener has data of its own: a list of lists in JSON opens with the same two characters.
    if (open === '[[' && /["{\n]/.test(match)) {
      masked += text.slice(from, start + open.length);
      from = start + open.length;
      continue;
    }
    literals.push(...literalsOf(match, start));
    masked += text.slice(from, start) + hole.repeat(match.length);
    from = end + close.length;
  }
  return from === 0 ? text : masked + text.slice(from);
}

const shellDefault = /^\$\{\s*([A-Za-z_][\w.-]{0,200})(?::?[-=?+]|:(?!\/))([\s\S]*)\}$/;
const resolvers = new Set(['env', 'file', 'sys', 'vault', 'secret', 'base64', 'config', 'ssm', 'kubernetes_secret']);

/** `${env:X}`, `${nr-env:X}`: a source of values, and what it holds. */
const isResolver = (variable: string): boolean =>
  resolvers.has(variable.toLowerCase()) || /-(?:env|vault|secret|file)$/.test(variable);

function literalsOf(match: string, offset: number): VariableLiteral[] {
  if (/^\{\{-?\s*\/\*/.test(match)) return [];
  if (match.startsWith('{{')) return expressionLiterals(match, offset);
  const [, variable, text] = shellDefault.exec(match) ?? [];
  if (variable === undefined || text === undefined || text === '' || isResolver(variable)) return [];
  // `${chart-admin-password}`: a name with dashes, where no shell reads it.
  if (/^\$\{[a-z][a-z0-9]*-/.test(match) && isNameOfCredential(match.slice(2, -1))) return [];
  // `${TOKEN:0:20}` is the beginning of a variable.
  if (/^\$\{[^}:]*:?[?+]/.test(match) || /^\d+:-?\d+$/.test(text)) return [];
  return [{ text: text.replace(/^(["'])([\s\S]*)\1$/, '$2'), variable, offset }];
}

const quoted = String.raw`(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|\x60([^\x60]*)\x60)`;
/**
 * Where a quoted text of an expression becomes output: alone or first in a pipeline, as a default, or as what
 * an encoder takes.
 */
const printed: readonly RegExp[] = [
  new RegExp(String.raw`^ ?-? ?${quoted} ?(?=\||-? ?$)`, 'g'),
  new RegExp(
    String.raw`\b(?:default|b64enc|quote|squote|sha256sum|coalesce|bcrypt|toString|trim|upper|lower)\s+(?:\.[\w.]+\s+)*${quoted}`,
    'g',
  ),
  new RegExp(String.raw`\b(?:coalesce|or|ternary)\b[^|]{0,500}?\s${quoted}`, 'g'),
  new RegExp(String.raw`\bprintf\s+${quoted}`, 'g'),
  new RegExp(String.raw`\bgetenv\s+"[^"]*"\s+${quoted}`, 'gi'),
  new RegExp(String.raw`\bhtpasswd\s+\S+\s+${quoted}`, 'g'),
];

/**
 * Functions whose texts are no output: what is said where a value is missing, and the key that is looked up.
 */
const saying = /\b(?:required|fail)\s*$/;
const lookingUp = /\b(?:index|get|hasKey|dig|lookup|pluck|list|dict|tuple)\b[^()|]*$/;

/** Recognises a text that stands in an argument of such a function. */
function isArgument(expression: string, at: number): boolean {
  let depth = 0;
  for (let open = at - 1; open >= 0; open--) {
    const sign = expression.charAt(open);
    if (sign === ')') depth++;
    else if (sign === '(' && depth-- === 0) {
      const [before, inside] = [expression.slice(0, open), expression.slice(open + 1, at)];
      if (saying.test(before) || lookingUp.test(before) || /^\s*(?:required|fail)\s+["'`]$/.test(inside)) return true;
      depth = 0;
    }
  }
  return false;
}

function expressionLiterals(match: string, offset: number): VariableLiteral[] {
  const written = match.slice(2, -2);
  if (/^-?\s*fail\b/.test(written)) return [];
  // Long runs of blanks would be tried in every split; a place behind one is told less exactly.
  const expression = /\s{2}|[^\S ]/.test(written) ? written.replace(/\s+/g, ' ') : written;
  const found = new Map<number, VariableLiteral>();
  const variable = /\.([A-Za-z_]\w*)(?![\w.])/.exec(expression.replace(/"[^"]*"/g, '""'))?.[1];
  for (const form of printed)
    for (const hit of expression.matchAll(form)) {
      const text = hit[1] ?? hit[2] ?? hit[3] ?? '';
      const at = offset + 2 + hit.index + hit[0].lastIndexOf(text);
      if (text !== '' && !isArgument(expression, at - offset - 2))
        found.set(at, { text, offset: at, ...(variable !== undefined && { variable }) });
    }
  return [...found.values()];
}
