import type { FieldPath } from '../manifest/manifest.ts';
import { mayRunProgram, passwordWords, positionalPassword } from './command-words.ts';
import { isAuthorization, type JudgementContext, judge } from './credential.ts';
import { denotationOf, wordsOf } from './key-name.ts';
import { declaresTypes, holdsLabels, isLabel, isWordOfProse } from './texts-about-credentials.ts';
import { isExpression, isPattern, isTextOfCode } from './value-shape.ts';
import { maskVariables } from './variables.ts';
import type { Verdict } from './verdict.ts';

/** A credential inside a text that holds settings of its own. */
export interface InnerCredential extends Verdict {
  /** The setting's name, where it has one. */
  readonly key?: string;
  /** Steps inside the text, where it is JSON or YAML. */
  readonly innerPath?: FieldPath;
}

/** Words without which no line of a text holds a credential. */
export const mayHold =
  /pass|pwd|pw\b|secret|token|api_?-?key|private|credential|creds|access_?-?key|auth|_key|-key|Key|psk|salt|jwt|bearer|userlist|\/\/|BEGIN/i;
interface LineContext extends JudgementContext {
  readonly hasDirectives?: boolean;
  /** True in a text most of whose lines are those of a program. */
  readonly isProgram?: boolean;
  /** Tells a text whose lines are what an interface shows. */
  readonly hasLabels?: () => boolean;
}

const assignment =
  /(?:^|[\s;,&?"'`{(|:])(?:-D|--?|\$env:)?["']?([A-Za-z_][\w.-]*)["']?\s?(=>|:=|==?|:(?=\s|"|'))\s*("(?:[^"\\]|\\.){0,2000}"|'[^']{0,2000}'|<?[^\s;,&"'`)}<]+)/g;
const spaced =
  /^[ \t]{0,200}(requirepass|masterauth|sentinel auth-pass \S{1,500}|user \S{1,500} [^>\n]{0,500}>)\s{0,200}("[^"]{0,2000}"|\S+)/gm;
const flag = /(?:^|\s)--?([A-Za-z][\w.-]*)\s+(?!-)("[^"]*"|'[^']*'|\S+)/g;
/** `--from-literal=password=x`, `define('DB_PASSWORD', 'x')`, `<property name="password" value="x"/>`. */
const nested: readonly RegExp[] = [
  /--(?:from-literal|set|set-string|build-arg)[= ]["']?([\w.-]+)=("[^"]*"|'[^']*'|[^\s"']+)/g,
  /\bdefine\(\s*["'](\w+)["']\s*,\s*("[^"]*"|'[^']*')/g,
  /\bname="([\w.-]+)"\s+value=("[^"]*")/g,
  /\b(?:\w+_set_header|\w+_param|add_header|set-header|RequestHeader\s+\w+)\s+["']?([\w-]+)["']?\s+("[^"]*"|'[^']*'|[^\s;]+)/g,
  // `let token: String = "x"`, `const PASSWORD: &str = "x"`
  /\b([A-Za-z_]\w{0,100})\s?:\s?&?(?:[A-Za-z_][\w.<>?[\] ]{0,60})\s?=\s?("[^"]{0,2000}"|'[^']{0,2000}')/g,
  /\b(authorization)["']?\s*:\s*["']?((?:Basic|Bearer|Token|ApiKey)\s+[^\s"',;}]+)/gi,
];
const mayNest = /--|define\(|\bname=|header|_param|authorization|:\s?&?[A-Za-z_][\w.<>?[\] ]{0,60}=\s?["']/i;
/** Files of settings in which the value follows the name without a sign between. */
export const directives = /\.(?:conf|cfg|cnf)$/i;
/**
 * Recognises the name that a line gets which the reader of properties could not split, such as a directive.
 */
export const isNumberedLine = (name: string): boolean => /^line \d+$/.test(name);
const directive = /^\s*([A-Za-z_][\w.-]*)[ \t]+("[^"]*"|'[^']*'|[^\s"';{}=:]+)\s*(?:;\s*)?$/g;
const element = /<([A-Za-z_][\w.-]*)(?:\s[^<>]*)?>([^<>]+)<\/\1>/g;
/** A setting of Hadoop and its kin. */
const property = /<name>([^<]{1,200})<\/name>\s*<value>([^<]{1,2000})<\/value>/g;
/** Files that are known by their name: their fields have no names of their own. */
export const dotfiles: readonly (readonly [RegExp, RegExp])[] = [
  [/pgpass$/i, /^[^:#\n]+:[^:\n]*:[^:\n]*:[^:\n]*:(.+)$/],
  [/netrc$/i, /\bpassword\s+(\S+)/],
  [/userlist\.txt$/i, /^\s*"[^"]*"\s+"([^"]+)"/],
];
const basicLogin = /(?:^|\s)(?:-u|--user)\s+["']?([^\s:"']+):([^\s"']+)/g;
const word = /"(?:[^"\\]|\\.){0,2000}"|'[^']{0,2000}'|[^\s|;&"']+|[|;&]+/g;

/** Finds the credentials of a text line by line, one a line: it is enough to act on. */
export function lineCredentials(text: string, context: LineContext, field?: RegExp): InnerCredential[] {
  const byLine = new Map<number, InnerCredential>();
  const isProgram = context.isRendered !== true && isTextOfCode(text);
  const isCode = context.isCode === true || (context.isRendered !== true && declaresTypes(text));
  let labels: boolean | undefined;
  const hasLabels = (): boolean => {
    labels ??= context.isRendered !== true && !isCode && holdsLabels(text);
    return labels;
  };
  // What names Secrets names keys of theirs as well.
  const inText = /secretName|remoteRef|remoteKey|secretKeyRef/i.test(text) ? { ...context, mayBeName: true } : context;
  const inLine = { ...inText, isProgram, isCode, hasLabels };
  for (const verdict of judge('', text, { mayBeName: inText.mayBeName === true }))
    byLine.set(lineStart(text, verdict.offset), verdict);
  for (const hit of text.includes('<value>') ? text.matchAll(property) : []) {
    const [whole, key = '', value = ''] = hit;
    const offset = hit.index + whole.indexOf('<value>');
    if (judge(key.trim(), value.trim(), context).length > 0)
      byLine.set(lineStart(text, offset), { form: 'literal', offset, key: key.trim() });
  }
  let start = 0;
  for (const line of text.split('\n')) {
    const inField = field?.exec(line)?.[1];
    if (inField !== undefined && judge('password', inField).length > 0)
      byLine.set(start, { form: 'literal', offset: start, key: 'password' });
    else if (!byLine.has(start) && (mayHold.test(line) || mayRunProgram.test(line)) && !comment.test(line)) {
      const hit = lineCredential(withoutComment(line), inLine);
      if (hit) byLine.set(start, { ...hit, offset: start + hit.offset });
    }
    start += line.length + 1;
  }
  return [...byLine.values()];
}

const comment = /^\s*(?:#|\/\/(?!\S+\/:)|;|--\s|\*|<!--)/;

/**
 * Leaves out what accepts a finding, and what `#` sets off at the end of a line, unless it stands inside
 * quotes.
 */
function withoutComment(line: string): string {
  const ignored = line.search(/(?:#|\/\/|\/\*|;|--)\s*vaultwright-ignore\s/);
  const own = ignored < 0 ? line : line.slice(0, ignored);
  const at = own.search(/\s#\s/);
  if (at < 0) return own;
  const before = own.slice(0, at);
  return before.split('"').length % 2 === 1 && before.split("'").length % 2 === 1 ? before : own;
}

/** A text in quotes that is no label: `password: 'Password'`, `token: 'Enter the token'`. */
const isLiteralOfCode = (key: string, raw: string): boolean =>
  /^["'](?![A-Z][a-zà-ÿ]+["'])[^\s"']+["']$/.test(raw) && !raw.toLowerCase().includes(wordsOf(key).at(-1) ?? '');

/** In a program a word without quotes is a variable, but not in a line that a shell within it reads. */
const isVariableOfProgram = (raw: string, line: string): boolean =>
  /^[A-Za-z_]+(?:\.[A-Za-z_]+)*$/.test(raw) && !/^\s*(?:export\s+)?[A-Z_]+=/.test(line);

/**
 * What a program computes or matches with: no text of a line in which its quotes are those of another text.
 */
const isCode = (key: string, raw: string, line: string): boolean =>
  /^["']/.test(raw) ? isPattern(raw) : isExpression(key, raw, line, new RegExp(`["']${key}["']\\s?:`).test(line));

/**
 * `grep 'password:' | awk '{…}'`: a quote that ends the text in which the name stands, and what follows it.
 */
function isClosingQuote(raw: string, line: string, offset: number): boolean {
  if (!/^(?:"\s*[|)&;>~+]|'\s*[|)&;>~+])/.test(raw)) return false;
  const start = line.indexOf(raw, offset);
  return start > 0 && (line.slice(0, start).split(raw.charAt(0)).length - 1) % 2 === 1;
}

const lineStart = (text: string, offset: number): number => text.lastIndexOf('\n', offset - 1) + 1;

/** Finds the first credential of a line; one finding a line is enough to act on. */
function lineCredential(line: string, context: LineContext): InnerCredential | undefined {
  const masked = maskVariables(line.replace(/<(?!%)/g, '\u0001')).text.replaceAll('\u0001', '<');
  const original = (hit: RegExpMatchArray, group: string | undefined): string => {
    const start = (hit.index ?? 0) + hit[0].lastIndexOf(group ?? '');
    return line.slice(start, start + (group?.length ?? 0));
  };
  const candidates: { key: string; raw: string; shape: string; offset: number }[] = [];
  const add = (hit: RegExpMatchArray, key: string, shape: string | undefined): void => {
    if (shape !== undefined) candidates.push({ key, raw: original(hit, shape), shape, offset: hit.index ?? 0 });
  };
  for (const hit of line.matchAll(element))
    candidates.push({ key: hit[1] ?? '', raw: `"${hit[2]}"`, shape: '""', offset: hit.index });
  // `PASSWORD :'name'` is a variable of psql.
  for (const hit of masked.matchAll(assignment))
    if (hit[2] !== '==' && !/\w\s:["']/.test(hit[0])) add(hit, hit[1] ?? '', hit[3]);
  if (mayNest.test(masked))
    for (const form of nested) for (const hit of masked.matchAll(form)) add(hit, hit[1] ?? '', hit[2]);
  if (context.hasDirectives) for (const hit of masked.matchAll(directive)) add(hit, hit[1] ?? '', hit[2]);
  for (const hit of masked.matchAll(spaced)) add(hit, 'password', hit[2]);
  for (const hit of masked.matchAll(flag)) add(hit, hit[1] ?? '', hit[2]);
  for (const hit of masked.matchAll(basicLogin)) add(hit, 'password', hit[2]);
  for (const hit of masked.matchAll(positionalPassword)) add(hit, 'password', hit[1]);
  const words = /\s-[A-Za-z]/.test(masked) ? [...masked.matchAll(word)] : [];
  for (const { index, password } of passwordWords(words.map(([text]) => text))) {
    const { index: start = 0, 0: text = '' } = words[index] ?? {};
    const at = start + text.length - password.length;
    candidates.push({ key: 'password', raw: line.slice(at, at + password.length), shape: password, offset: start });
  }
  for (const { key, raw, shape, offset } of candidates) {
    if (context.isCode && !isLiteralOfCode(key, raw)) continue;
    if (
      /^(?:var|local|data|module|each|self|this|os|env|config|settings|args|params|inputs?|secrets|request|req|ctx|context|ngx)\.[\w.]+$/.test(
        shape,
      )
    )
      continue;
    const isNamed = denotationOf(key) !== undefined || isAuthorization.test(key);
    if (isClosingQuote(raw, line, offset)) continue;
    if (!isNamed || /^[^"'].*[()[\]{}|]|^[<>=~!{[(]|^["']\$\((?!.*\)["']$)/.test(shape)) continue;
    const value = raw.replace(/^(["'])([\s\S]*)\1$|^([^"']+)["']$/, '$2$3');
    if (context.isRendered !== true && isCode(key, raw, line)) continue;
    if (context.isProgram && isVariableOfProgram(raw, line)) continue;
    if (isLabel(value) && context.hasLabels?.()) continue;
    // `--token TOKEN`: what a usage text calls the value.
    if (value.length > 2 && value === wordsOf(key).join('_').toUpperCase()) continue;
    if (context.isRendered !== true && isWordOfProse(raw, line)) continue;
    // `token=token,`: an argument of a call that goes over several lines.
    if (value === key && line.trim() === `${key}=${value},`) continue;
    const [verdict] = judge(key, /^\d{6,}$/.test(value) ? Number(value) : value, context);
    if (verdict?.doubt === 'placeholder') return { form: verdict.form, offset, key, doubt: verdict.doubt };
    if (verdict) return { form: verdict.form, offset, key };
  }
  return undefined;
}
