import { hole } from '../variables.ts';
import { templateAction } from './template-action.ts';

/** What is left of a text when the references in it are taken away. */
export interface Stripped {
  /** The text without references: what of it is literal. */
  readonly residue: string;
  /**
   * The text with a hole for each reference, for the search by content; one that touches a literal is taken
   * away instead.
   */
  readonly masked: string;
  /** Texts inside references: defaults, and what a template prints by itself. */
  readonly literals: readonly string[];
  readonly hasReference: boolean;
}

/** What a form of reference is worth: nothing else, or literals of its own. */
type Reading = { readonly isReference: boolean; readonly literals: readonly string[] };
type Form = readonly [RegExp, (match: RegExpExecArray) => Reading];

const reference: Reading = { isReference: true, literals: [] };
const nothing: Reading = { isReference: false, literals: [] };

/** Commands that read a secret from somewhere, or make one; `echo` and `printf` of a text do not. */
const readingCommand =
  /^\s*(?:(?:cat|head|tail|vault|bao|kubectl|aws|gcloud|az|op|openssl|pwgen|uuidgen|jq|yq|curl|wget|<)\s|[a-z][\w./-]*\s[^'"]*(?:\$[A-Za-z_{(]|\s\/[\w.-]+\/))/;

/** Bounded, and tried only where one of their first characters stands. */
const forms: readonly Form[] = [
  [/\$__(?:file|env|vault)\{[\w./:-]{1,200}\}/y, () => reference],
  [/\$\{([^{}]{0,500}(?:\{[^{}]{0,500}\}[^{}]{0,500}){0,4})\}/y, ([, body = '']) => braced(body)],
  [/\$\(([A-Za-z_][\w.-]{0,1000}(?:\[['"\w*-]{1,60}\][\w.-]{0,60}){0,3})\)/y, () => reference],
  [/<%=?\s*ENV(?:\[["']\w{1,100}["']\]|\.fetch\(["']\w{1,100}["']\))\s*-?%>/y, () => reference],
  [/%\(ENV_\w{1,100}\)s/y, () => reference],
  [/<path:[\w./-]{1,300}#[\w.-]{1,100}(?:\s*\|\s*\w{1,40})?>/y, () => reference],
];

/** What only a shell runs. */
const commands: readonly Form[] = [
  [/\$\(((?:[^()\n]|\([^()\n]{0,500}\)){1,1000})\)/y, ([, body = '']) => commandOf(body)],
  [/`([^`\n]{1,500})`/y, ([, body = '']) => commandOf(body)],
];

/**
 * `$NAME` is read by a shell, by a program, and by settings as a whole: in a longer text it is as likely a
 * piece of a password.
 */
const shellVariable = /\$(?:[A-Za-z_]\w{0,100}|[\d@*])/y;
const settingVariable = /^\$[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

const resolvers: Readonly<Record<string, RegExp>> = {
  env: /^[A-Za-z_]\w*$/,
  file: /^\/?[\w.-]+(?:\/[\w.-]+)+(?::[\w.-]+)?$/,
  vault: /^[\w-]+(?:\/[\w.-]+)+(?:[#:][\w.-]+)?$/,
  secret: /^[\w.-]+(?:[/:#][\w.-]+)*$/,
  secrets: /^[\w.-]+(?:[/:#][\w.-]+)*$/,
};

function braced(body: string): Reading {
  const text = body.trimStart();
  const name = /^(?:[A-Za-z_][\w.]*|\d)/.exec(text)?.[0] ?? '';
  const rest = text.slice(name.length).trimStart();
  if (name === '') return nothing;
  if (rest === '') return reference;
  const resolved = /^:([\s\S]*)$/.exec(rest)?.[1];
  if (resolved !== undefined && resolvers[name.toLowerCase()]?.test(resolved)) return reference;
  // What is said where the variable is missing, `${X:?tell}`, never becomes its value.
  if (/^:?\?/.test(rest)) return reference;
  const fallback = stripReferences(rest.replace(/^(?::?[-=+]|:(?!\d)|[%#/^,:]+)/, ''), true).residue;
  return /[\p{L}\p{N}]/u.test(fallback) ? { isReference: true, literals: [fallback] } : reference;
}

const commandOf = (body: string): Reading => (readingCommand.test(body) ? reference : nothing);

const mayHold = /[$`]|\{\{|<%|%\(|<path:/;

/**
 * Takes the references of a text away; `isProgram` for scripts and command lines, in which `$name` is one.
 */
export function stripReferences(text: string, isProgram = false): Stripped {
  if (!mayHold.test(text)) return { residue: text, masked: text, literals: [], hasReference: false };
  if (settingVariable.test(text))
    return { residue: '', masked: hole.repeat(text.length), literals: [], hasReference: true };
  const literals: string[] = [];
  let residue = '';
  let masked = '';
  let hasReference = false;
  let from = 0;
  for (let at = next(text, 0); at >= 0; at = next(text, at)) {
    const found = readAt(text, at, isProgram);
    if (found === undefined) {
      at += text.startsWith('$$', at) ? 2 : 1;
      continue;
    }
    const [length, reading] = found;
    literals.push(...reading.literals);
    hasReference ||= reading.isReference;
    const before = text.slice(from, at);
    const end = at + length;
    const isAlone = !/[A-Za-z0-9]$/.test(before) && !/^[A-Za-z0-9]/.test(text.slice(end, end + 1));
    residue += before;
    masked += before + (reading.isReference && isAlone ? hole.repeat(length) : '');
    from = end;
    at = end;
  }
  return { residue: residue + text.slice(from), masked: masked + text.slice(from), literals, hasReference };
}

const first = /[$`]|\{\{|<%|%\(|<path:/g;

function next(text: string, from: number): number {
  first.lastIndex = from;
  return first.exec(text)?.index ?? -1;
}

function readAt(text: string, at: number, isProgram: boolean): readonly [length: number, reading: Reading] | undefined {
  // Kubernetes prints `$$(X)` as `$(X)`; a shell prints its process id.
  if (text.startsWith('$$', at)) return undefined;
  if (text.startsWith('{{', at)) return actionAt(text, at);
  for (const [form, read] of isProgram ? [...forms, ...commands] : forms) {
    form.lastIndex = at;
    const match = form.exec(text);
    if (match === null) continue;
    const reading = read(match);
    return reading.isReference || reading.literals.length > 0 ? [match[0].length, reading] : undefined;
  }
  if (!isProgram) return undefined;
  shellVariable.lastIndex = at;
  const match = shellVariable.exec(text);
  return match === null ? undefined : [match[0].length, reference];
}

/** The longest action that is read; a longer one is a literal. */
const longestAction = 2_000;

function actionAt(text: string, at: number): readonly [length: number, reading: Reading] | undefined {
  const end = text.slice(at, at + longestAction).indexOf('}}', 2);
  return end < 0 ? undefined : [end + 2, templateAction(text.slice(at + 2, at + end))];
}

const storeReferences: readonly RegExp[] = [
  /^vault:[a-z][\w-]*(?:\/[a-z][\w.-]*){1,8}#[A-Za-z][\w.-]*(?:#\d+)?$/,
  /^ref\+vault:\/\/[a-z][\w-]*(?:\/[a-z][\w.-]*){1,8}#\/?[A-Za-z][\w./-]*$/,
  // Argo CD: a key of `argocd-secret`, or of another Secret.
  // https://argo-cd.readthedocs.io/en/stable/operator-manual/user-management/#sso
  /^\$[a-z][a-z0-9-]{1,62}(?::[a-z][\w-]{1,40}(?:\.[a-z][\w-]{1,40}){0,4}|(?:\.[a-z][A-Za-z-]{1,40}){1,4})$/,
  // https://docs.openssl.org/master/man1/openssl-passphrase-options/
  /^(?:env:[A-Z][A-Z0-9_]{1,60}|file:(?:\/[\w.-]{1,60}){2,8})$/,
  /^arn:aws[\w-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w/+=.@-]+$/,
];

/** Recognises a text that other tools resolve in a secret store: `vault:secret/data/app#password`. */
export const isStoreReference = (text: string): boolean => storeReferences.some((form) => form.test(text));
