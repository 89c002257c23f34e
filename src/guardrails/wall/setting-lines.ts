import type { StrictContext } from '../credential/strict/strict-judge.ts';
import { strictVerdicts } from '../credential/strict/strict-judge.ts';
import { strictDenotation } from '../credential/strict/strict-names.ts';
import { templateAction } from '../credential/strict/template-action.ts';
import { lineFinder } from './text-shape.ts';
import { toolForms } from './tool-passwords.ts';

/** A setting of a text that is no document. */
export interface SettingHit {
  readonly key: string;
  readonly offset: number;
}

/** Programs: what is not in quotes is an expression there. */
const code = /\.(?:[mc]?[jt]sx?|py|go|java|rs|cs|php|rb|pl|c|h|groovy|lua)$/i;
/** Texts in which a word behind a name is seldom its value. */
const prose = /\.(?:md|html?|sql|rst|tpl|svg|css)$/i;

const named =
  /(?<![\w./@-])([A-Za-z_\u00c0-\uffff][\w.\u00c0-\uffff-]{0,100})["'`\]]{0,2}[ \t]*(:=|=>|->|[:=]|[ \t](?=[^\s=:|>-]))[ \t]{0,20}(?=("""|"(?:[^"\\\n]|\\.){0,300}"|'[^'\n]{0,300}'|`[^`\n]{0,300}`|[^\s"'`;,}\])]{1,300}))/g;

/** Forms that name their value in a way of their own; each is a name, where it has one, and a value. */
const forms: readonly (readonly [mayHold: RegExp, form: RegExp, key: string | undefined])[] = [
  [
    /key=|name=|id=/,
    /<[\w.-]{1,60}[^<>\n]{0,200}?\b(?:key|name|id)="([\w.-]{1,100})"[^<>\n]{0,200}>\s{0,20}([^<\s][^<]{0,1000})</g,
    undefined,
  ],
  [
    /variable/,
    /\bvariable\s{1,4}"([\w-]{1,100})"\s{0,4}\{[^{}]{0,500}?\bdefault\s{0,8}=\s{0,8}"([^"\n]{0,500})"/g,
    undefined,
  ],
  [
    /[Pp][Aa][Ss][Ss][Ww][Oo][Rr][Dd]|IDENTIFIED/i,
    /\b(PASSWORD|IDENTIFIED\s{1,4}BY)\s{1,4}(?:"([^"\n]{1,200})"|\$\$([^$\n]{1,200})\$\$)/gi,
    'password',
  ],
  [
    /echo|printf/,
    /\b(echo|printf)\s{1,4}(?:-\w{1,4}\s{1,4})?("[^"\n]{1,300}"|'[^'\n]{1,300}'|[^\s|"'-][^\s|"']{0,300})\s{0,4}\|[^\n|]{0,300}(?:--password-stdin|chpasswd|passwd|--stdin|htpasswd)\b/g,
    'password',
  ],
  [/user /, /^\s{0,8}(user)\s{1,4}\S{1,60}[^\n]{0,200}?\s>(\S{1,300})/gm, 'password'],
  [/auth /, /\b(auth)\s{1,4}[\w.@-]{1,60}:(\S{1,300})/g, 'password'],
  [/-u|user/, /(-u|--user|--proxy-user)[= ]["']?[^\s:"'/=]{1,100}:([^\s"']{1,300})/g, 'password'],
  [/@/, /(?:^|[\s"'=])([\w-]{1,60})\/([^\s@/:"']{1,100})@[\w.-]{1,100}:\d{4,5}\//g, 'password'],
  [/%3[aA]/, /(:\/\/)[^\s/@"']{0,100}?%3[aA]([^\s/@"']{1,300})@/g, 'password'],
];

/**
 * Where a program takes a text as the value of what stands before it: behind an operator, or as what a lookup
 * falls back to.
 */
const codeLiteral =
  /(?:[=:+]|\|\||\?\?|\bor)\s{0,4}(?:["'`])([^"'`\n\s]{4,300})["'`]|\b\w*(?:get|fetch|env|Getenv|getProperty|getOrDefault)\(\s{0,4}["'][^"'\n]{1,100}["']\s{0,4},\s{0,4}["']([^"'\n\s]{1,300})["']/g;

/** Finds settings in a text that is neither a document nor code of a known shape, one for each line. */
export function settingHits(name: string, given: string, context: StrictContext): SettingHit[] {
  // One word for each action, so that the blanks in it part nothing.
  const text = given.replace(/\{\{([^{}]{1,1000})\}\}/g, (action: string, body: string) => {
    const { isReference, literals } = templateAction(body);
    return isReference && literals.length === 0 ? `$(${'R'.repeat(action.length - 3)})` : action;
  });
  const found = new Map<number, SettingHit>();
  const lineOf = lineFinder(text);
  const add = (key: string, offset: number): void => {
    const line = lineOf(offset);
    if (!found.has(line)) found.set(line, { key, offset });
  };
  const isLiteral = (key: string, value: string, reach: 'value' | 'about' = 'value'): boolean =>
    strictVerdicts(key, value, context, reach).length > 0;
  for (const [mayHold, form, key] of forms) {
    if (!mayHold.test(text)) continue;
    for (const match of text.matchAll(form)) {
      const value = unquoted(match[2] ?? match[3] ?? '');
      if (isLiteral(key ?? match[1] ?? '', value)) add(key ?? match[1] ?? '', match.index);
    }
  }
  for (const { mayHold, form, reach } of toolForms)
    if (mayHold.test(text))
      for (const match of text.matchAll(form))
        if (isLiteral('password', match[2] ?? '', reach)) add(match[1] ?? '', match.index);
  if (code.test(name)) programHits(text, isLiteral, add);
  else {
    const isProse = prose.test(name) || context.isProse === true;
    for (const match of text.matchAll(named)) {
      const [, key = '', sign = '', raw = ''] = match;
      if (strictDenotation(key) !== 'credential') continue;
      // `"$PASSWORD" psql`, `-field=password secret/app`: a use of a variable and a value, not a name before
      // one.
      if (sign.trim() === '' && /[$={:]/.test(text.charAt(match.index - 1))) continue;
      const value = unquoted(raw);
      if (
        sign.trim() === '' || sign === '->'
          ? !isProse && hasSign(value) && isLiteral(key, value)
          : !isProse && isSetting(raw, value) && isLiteral(key, value)
      )
        add(key, match.index);
    }
    if (!isProse || /[|\t]/.test(text)) tableHits(text, add);
  }
  const shell = flowOfShell(text);
  for (const match of shell.size > 0
    ? text.matchAll(/\b([A-Za-z_]\w{0,100})=["']?\$\{?([A-Za-z_]\w{0,100})\}?/g)
    : []) {
    const value = shell.get(match[2] ?? '');
    if (value !== undefined && strictDenotation(match[1] ?? '') === 'credential' && isLiteral(match[1] ?? '', value))
      add(match[1] ?? '', match.index);
  }
  return [...found.values()];
}

const unquoted = (text: string): string => text.replace(/^(["'`])([\s\S]*)\1$/, '$2');

/** A word that is no plain one: a digit, a sign, or letters of both cases. */
const hasSign = (text: string): boolean =>
  text.length >= 4 &&
  !/^[-$<({[]|^\W*$/.test(text) &&
  /\d|[^A-Za-z0-9]|[a-z][A-Z]/.test(text.replace(/(?<![.,;:!?)])[.,;:!?)]+$/, '')) &&
  !/^\d+\w?$/.test(text);

/**
 * What stands behind a colon or an equals sign: an expression with brackets is code, and a sign alone is
 * grammar.
 */
const isSetting = (raw: string, value: string): boolean =>
  value !== '' &&
  (/^["'`]/.test(raw) ||
    !/^[^"'`]*[()[\]{}<>|]|^[=~!&*]/.test(
      raw.replace(/\{\{[\s\S]{0,2000}\}\}|\$\{[^}]{0,500}\}|\$\([^)]{0,500}\)/g, '$X'),
    ));

function programHits(
  text: string,
  isLiteral: (key: string, value: string) => boolean,
  add: (key: string, offset: number) => void,
): void {
  let start = 0;
  for (const line of text.split('\n')) {
    const [, key] =
      line.length < 2_000 ? (/\b([A-Za-z_]\w{0,60})["']?\]?\s{0,4}(?::=|[:=](?!=))/.exec(line) ?? []) : [];
    if (key !== undefined && strictDenotation(key) === 'credential')
      for (const match of line.matchAll(codeLiteral)) {
        const value = match[1] ?? match[2] ?? '';
        if (!value.includes('${') && /\d|[^\w]/.test(value) && isLiteral(key, value)) add(key, start + match.index);
      }
    start += line.length + 1;
  }
}

/** Tables with a header: those of Markdown, and values parted by commas, semicolons or tabs. */
function tableHits(text: string, add: (key: string, offset: number) => void): void {
  const lines = text.split('\n');
  if (lines.length < 2 || lines.length > 5_000) return;
  for (const sign of ['|', '\t', ';', ',']) {
    let columns: readonly string[] = [];
    let start = 0;
    for (const line of lines) {
      const cells = line.includes(sign) && line.length < 2_000 ? line.split(sign).map((cell) => cell.trim()) : [];
      if (cells.length < 2) columns = [];
      else if (columns.length === 0) columns = cells.every((cell) => /^[\w .-]{0,60}$/.test(cell)) ? cells : [];
      else if (cells.length === columns.length)
        cells.forEach((cell, index) => {
          const key = columns[index] ?? '';
          if (strictDenotation(key) === 'credential' && hasSign(cell)) add(key, start);
        });
      start += line.length + 1;
    }
  }
}

/** What a script assigns to its variables, where that is a literal. */
function flowOfShell(text: string): Map<string, string> {
  const values = new Map<string, string>();
  if (!/=["']?\$/.test(text)) return values;
  for (const [, name = '', value = ''] of text.matchAll(
    /(?:^|[\s;&])([A-Za-z_]\w{0,100})=("[^"$`\n]{1,300}"|'[^'\n]{1,300}'|[^\s"'$`;&|()]{1,300})/g,
  ))
    values.set(name, unquoted(value));
  return values;
}
