import { wordsOf } from '../credential/key-name.ts';
import { strictDenotation } from '../credential/strict/strict-names.ts';

/** A text in quotes that a program gives to what a name denotes. */
export interface ProgramLiteral {
  readonly key: string;
  readonly value: string;
  readonly offset: number;
  /** True where it is compared, which a program does with words of its own as well. */
  readonly isCompared: boolean;
}

interface Token {
  readonly kind: 'word' | 'text' | 'sign';
  readonly text: string;
  readonly offset: number;
}

/** Quotes of one line, and those that languages let go over several. */
const token =
  /(?<skip>[^\S\n]{1,200})|(?<long>"""(?<a>[^"]{0,2000})"""|'''(?<b>[^']{0,2000})''')|(?<text>"(?<c>(?:[^"\\\n]|\\.){0,1000})"|(?<![A-Za-z]{2})'(?<d>(?:[^'\\\n]|\\.){0,1000})'|`(?<e>[^`]{0,2000})`)|(?<word>[A-Za-z_\u00c0-\uffff](?:[\w\u00c0-\uffff]|-(?=[A-Za-z])){0,200})|(?<sign>[^\s\w])|(?<rest>[\s\S])/y;

const mayHold = /["'`]/;

/** What stands between a name and its value: an assignment, a pair, a comparison, what is used instead. */
const operators = /^(?::?=|=>|->|<-|:{1,2}|[=!]==?|\|\||\?\?=?|\?:|\/\/|\?|\+=|\|\|=)$/;
const comparison = /^[=!]==?$/;
/** Calls that hand on the text that they are given. */
const wrappers =
  /^(?:string|from|some|just|ok|secretstr|secretstring|new|bytes?|byte|str|buffer|text|strdup|unwrap_or|unwrap_or_else|orelse|or_else|getorelse|get_or_insert|default|quote|convertto-securestring|charsequence|tochararray|b|r|u|l|n|e|f|rb|br)$/i;
/** Words that hold the value of what stands before them in the same call or map. */
const generic = /^(?:value|default|defaultvalue|default_value|fallback|initial|content|text|help)$/i;
const instead = /^(?:or|as|of)$/i;
/** What reads, checks or shows a credential takes the name of one, not one. */
const readers = new Set(
  (
    'get read find load fetch is has check validate verify reset forgot forgotten hash encode decode encrypt decrypt generate create ' +
    'make random lookup resolve require required want need needs test expect mask redact hide show parse count list delete remove clear ' +
    'input prompt ask enter label missing invalid no any all match matches contains request render on handle toggle compare'
  ).split(' '),
);
/** Calls whose first text names what the second one is. */
const naming =
  /(?:^|[a-z_.])(?:set|put|get|env|fetch|add|append|insert|define|property|header|headers|flag|option|param|arg|argument|default|config|string|stringvar|write|store|save|update|const|assign|attr|attribute|or|export|register|bind)(?:[A-Z_]\w*)?$|^(?:env|set|put|add)[A-Z_]\w*$/i;
/** Calls whose second text is the password of the first. */
const logins =
  /(?:^|[a-z_.])(?:auth|login|authenticate|basicauth|credentials?|passwordcredentials?|usernamepassword\w*|signin)$/i;

const denotes = (name: string): boolean => strictDenotation(name) === 'credential' || /^authorization$/i.test(name);

/** Returns whether a call is given the credential: `setPassword`, `password`, not `getPassword`. */
const takesCredential = (name: string): boolean => denotes(name) && !readers.has(wordsOf(name)[0] ?? '');

/** Reads the texts in quotes of a program in any language, each with the name that it is for. */
export function programLiterals(text: string): ProgramLiteral[] {
  if (!mayHold.test(text)) return [];
  const tokens = tokensOf(text);
  const found: ProgramLiteral[] = [];
  tokens.forEach(({ kind, text: value, offset }, index) => {
    if (kind !== 'text' || value === '') return;
    const named = nameBefore(tokens, index);
    if (named !== undefined) found.push({ ...named, value, offset });
  });
  return found;
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const offset = token.lastIndex;
    const { groups = {} } = token.exec(text) ?? {};
    const { long, text: quoted, word, sign } = groups;
    if (long !== undefined || quoted !== undefined)
      tokens.push({ kind: 'text', text: groups.a ?? groups.b ?? groups.c ?? groups.d ?? groups.e ?? '', offset });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word, offset });
    else if (sign !== undefined) addSign(tokens, sign, offset);
  }
  return tokens;
}

/** Signs that touch are one operator: `=>`, `===`, `??`. */
function addSign(tokens: Token[], sign: string, offset: number): void {
  const last = tokens.at(-1);
  const touches = last?.kind === 'sign' && last.offset + last.text.length === offset;
  if (touches && operators.test(last.text + sign)) tokens[tokens.length - 1] = { ...last, text: last.text + sign };
  else tokens.push({ kind: 'sign', text: sign, offset });
}

type Named = { readonly key: string; readonly isCompared: boolean };

function nameBefore(tokens: readonly Token[], index: number): Named | undefined {
  let at = index - 1;
  // `b"x"`, `String::from("x")`, `new Text("x")`.
  for (let round = 0; round < 4; round++) {
    const before = tokens[at];
    if (before?.kind === 'word' && wrappers.test(before.text)) at--;
    else if (before?.text === '(' && isWrapper(tokens[at - 1])) at -= 2;
    else if (/^(?:::|\.|[&*@$\]])$/.test(before?.text ?? '') && round > 0) at--;
    else break;
  }
  const sign = tokens[at];
  if (sign === undefined) return undefined;
  if (sign.text === '(') return calledBy(tokens, at);
  if (sign.text === ',') return argumentOf(tokens, at);
  // `var("PASSWORD").unwrap_or("x")`
  if (sign.text === ')' && at < index - 1) return named(tokens, at, false);
  if (sign.kind === 'word') {
    if (instead.test(sign.text)) return named(tokens, at - 1, false);
    // `#define PASSWORD "x"`, `(def password "x")`: nothing stands between.
    return denotes(sign.text) && at === index - 1 && tokens[at - 1]?.text !== '.'
      ? { key: sign.text, isCompared: false }
      : undefined;
  }
  if (!operators.test(sign.text) && sign.text !== '+') return undefined;
  return named(tokens, at - 1, comparison.test(sign.text) && sign.text !== '=');
}

const isWrapper = (token: Token | undefined): boolean => token?.kind === 'word' && wrappers.test(token.text);

/** The name of what stands before an operator, behind brackets and a type. */
function named(tokens: readonly Token[], from: number, isCompared: boolean): Named | undefined {
  let at = from;
  const isClosing = (): boolean => /^[)\]}([]$/.test(tokens[at]?.text ?? '') && tokens[at]?.kind === 'sign';
  for (let count = 0; count < 4 && isClosing(); count++) at--;
  // `Password { get; set; } = "x"`
  if (tokens[at]?.text === ';')
    for (let count = 0; count < 6 && /^(?:[;{]|[gs]et|init)$/.test(tokens[at]?.text ?? ''); count++) at--;
  const own = tokens[at];
  if (own === undefined || own.kind === 'sign') return undefined;
  const key = own.text.replace(/^-{1,2}/, '');
  if (denotes(key) && (own.kind === 'word' || key.length < 80)) return { key, isCompared };
  if (own.kind !== 'word') return undefined;
  if (generic.test(own.text)) return generalised(tokens, at);
  return typed(tokens, at, isCompared);
}

/** `password: string = "x"`, `PASSWORD: &'static str = "x"`, `password As String = "x"`. */
function typed(tokens: readonly Token[], at: number, isCompared: boolean): Named | undefined {
  for (let back = 1; back <= 3; back++) {
    const sign = tokens[at - back];
    if (sign === undefined) return undefined;
    if (sign.text === ':' || (sign.kind === 'word' && /^as$/i.test(sign.text))) {
      const name = tokens[at - back - 1];
      return name?.kind === 'word' && denotes(name.text) ? { key: name.text, isCompared } : undefined;
    }
    if (!/^[&'*?[\]<>|.]$|^static$|^mut$/.test(sign.text)) return undefined;
  }
  return undefined;
}

/** `name: "PASSWORD", value: "x"`, `add_argument("--password", default="x")`. */
function generalised(tokens: readonly Token[], at: number): Named | undefined {
  for (let back = 1; back <= 6; back++) {
    const before = tokens[at - back];
    if (before === undefined || /^[;{})]$/.test(before.text)) return undefined;
    if (before.kind !== 'text') continue;
    const key = before.text.slice(before.text.lastIndexOf('/') + 1).replace(/^-{1,2}/, '');
    if (denotes(key)) return { key, isCompared: false };
  }
  return undefined;
}

/** `setPassword("x")`, `@Password("x")`. */
function calledBy(tokens: readonly Token[], at: number): Named | undefined {
  const callee = tokens[at - 1];
  return callee?.kind === 'word' && takesCredential(callee.text) ? { key: callee.text, isCompared: false } : undefined;
}

/** `put("password", "x")`, `define(PASSWORD, "x")`, `{password, "x"}`, `login("app", "x")`. */
function argumentOf(tokens: readonly Token[], at: number): Named | undefined {
  const [opener, first] = [tokens[at - 2], tokens[at - 1]];
  if (first === undefined || opener === undefined) return undefined;
  const callee = tokens[at - 3]?.kind === 'word' ? (tokens[at - 3]?.text ?? '') : '';
  const isNamed = denotes(first.text.replace(/^-{1,2}/, ''));
  if (opener.text === '{' && first.kind === 'word') return isNamed ? { key: first.text, isCompared: false } : undefined;
  if (opener.text !== '(') return undefined;
  if (isNamed && (naming.test(callee) || (first.kind === 'word' && tokens[at - 4]?.text === '-')))
    return { key: first.text.replace(/^-{1,2}/, ''), isCompared: false };
  return !isNamed && first.kind === 'text' && (takesCredential(callee) || logins.test(callee))
    ? { key: 'password', isCompared: false }
    : undefined;
}

/** A text that is a label or a name of the same, as programs have many: `password: 'Password'`. */
export const isLabelOf = (key: string, value: string): boolean => {
  if (/\d|[^\w .:-]|_/.test(value))
    return (
      value.replace(/[^a-z]/gi, '').toLowerCase() === key.replace(/[^a-z]/gi, '').toLowerCase() &&
      /^[\w.-]+$/.test(value)
    );
  return (
    wordsOf(value).length === 0 ||
    strictDenotation(value) !== undefined ||
    wordsOf(value).at(-1) === wordsOf(key).at(-1)
  );
};
