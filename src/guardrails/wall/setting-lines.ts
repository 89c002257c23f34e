import type { StrictContext } from '../credential/strict/strict-judge.ts';
import { strictVerdicts } from '../credential/strict/strict-judge.ts';
import { strictDenotation } from '../credential/strict/strict-names.ts';
import { templateAction } from '../credential/strict/template-action.ts';
import { textForms } from './forms/text-forms.ts';
import { insertedValues } from './inserted-values.ts';
import { markupSettings } from './markup-settings.ts';
import { isLabelOf, programLiterals } from './program-literals.ts';
import { lineFinder } from './text-shape.ts';

/** A setting of a text that is no document. */
export interface SettingHit {
  readonly key: string;
  readonly offset: number;
}

/** Programs: what is not in quotes is an expression there. */
const code = /\.(?:[mc]?[jt]sx?|py|go|java|rs|cs|php|rb|pl|c|h|groovy|lua)$/i;
/** Texts in which a word behind a name is seldom its value. */
const prose = /\.(?:md|html?|sql|rst|tpl|svg|css|proto|graphqls?|gql|thrift|prisma)$/i;

/** Languages in which a text without quotes is an expression. */
const expressions = /\.(?:tf|tfvars|hcl|nomad)$/i;

const named =
  /(?<![\w./@-])([A-Za-z_\u00c0-\uffff][\w.\u00c0-\uffff-]{0,100})["'`\]]{0,2}[ \t]*(:=|\?=|=>|->|[:=]|[ \t](?=[^\s=:|>-]))[ \t]{0,20}(?=("""|"(?:[^"\\\n]|\\.){0,300}"|'[^'\n]{0,300}'|`[^`\n]{0,300}`|[^\s"'`;,}\])]{1,300}))/g;

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
  for (const { key, offset } of formHits(text, context)) add(key, offset);
  const isProse = prose.test(name) || context.isProse === true;
  if (!isProse) programHits(text, isLiteral, add);
  if (!code.test(name)) {
    for (const match of text.matchAll(named)) {
      const [, key = '', sign = '', raw = ''] = match;
      if (strictDenotation(key) !== 'credential') continue;
      // `"$PASSWORD" psql`, `-field=password secret/app`: a use of a variable and a value, not a name before
      // one.
      if (
        sign.trim() === '' &&
        (/[$={:]/.test(text.charAt(match.index - 1)) || /^["'`]/.test(match[0].slice(key.length)))
      )
        continue;
      // `PASSWORD :'name'`: a variable of psql. `${PASSWORD:?tell}`: what is said where it is missing.
      if (/\s:$/.test(match[0]) && /^["']/.test(raw)) continue;
      if (sign === ':' && raw.startsWith('?') && text.charAt(match.index - 1) === '{') continue;
      if (expressions.test(name) && /^(?:var|local|data|module|each|self)\.[\w.[\]"-]+$/.test(raw)) continue;
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
  if (/<[A-Za-z]/.test(text))
    for (const { key, value, offset, isShown } of markupSettings(text, isPage.test(name)))
      if (!(isShown && isLabelOf(key, value)) && isLiteral(key, value)) add(key, offset);
  for (const { key, value, offset } of insertedValues(text)) if (isLiteral(key, value)) add(key, offset);
  return [...found.values()];
}

/** Finds what the forms of commands, queries and settings give a credential in, whatever stands around it. */
export function formHits(text: string, context: StrictContext): SettingHit[] {
  const found: SettingHit[] = [];
  for (const { mayHold, form, name: known = 'password', reach } of textForms) {
    if (!mayHold.test(text)) continue;
    for (const { index, groups = {} } of text.matchAll(form)) {
      const key = groups.name ?? known;
      const value = unquoted(groups.value ?? groups.double ?? groups.dollars ?? groups.word ?? '');
      if (strictDenotation(key) === 'credential' && strictVerdicts(key, value, context, reach).length > 0)
        found.push({ key, offset: index });
    }
  }
  return found;
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

const mayDenote = /pass|pw|psw|secret|token|tok|tkn|key|cred|auth|phrase|pin/i;
/** Words that a program compares a text with which is no credential. */
const ownWords = /^(?:undefined|null|none|nil|true|false|string|object|number|function|eof|\W{0,3})$/i;

function programHits(
  text: string,
  isLiteral: (key: string, value: string) => boolean,
  add: (key: string, offset: number) => void,
): void {
  if (!mayDenote.test(text)) return;
  for (const { key, value, offset, isCompared } of programLiterals(text)) {
    if (isCompared && (ownWords.test(value) || !/pass|pw|psw|secret/i.test(key))) continue;
    if (!isLabelOf(key, value) && isLiteral(key, value)) add(key, offset);
  }
}

/** A password of letters, where the column is called after one; a column of tokens names kinds of them. */
const isWordOfTable = (key: string, cell: string): boolean =>
  /pass|pw|kennw/i.test(key) && /^[A-Za-z]{4,100}$/.test(cell) && !ownWords.test(cell) && !isLabelOf(key, cell);

const isPage = /\.(?:html?|svg|md|[jt]sx|vue)$/i;

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
          if (strictDenotation(key) === 'credential' && (hasSign(cell) || isWordOfTable(key, cell))) add(key, start);
        });
      start += line.length + 1;
    }
  }
}
