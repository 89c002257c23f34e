import { wordsOf } from './key-name.ts';

/** Nouns with which the name of a key or a Secret ends: `replicator-password`, `ADMIN_TOKEN`, `s3-creds`. */
const keyNouns = new Set(
  (
    'password passwords pass passwd pw pwd passphrase token tokens key keys apikey secret secrets credential credentials cred creds auth ' +
    'pem crt cert htpasswd dockerconfigjson jwt salt psk hash url uri dsn'
  ).split(' '),
);

/** Nouns of things that hold credentials rather than being one. */
const holders = new Set('secret secrets credential credentials creds'.split(' '));

/**
 * Words of values that someone made up to be replaced, or never did: they are literals, however they end
 * with.
 */
const madeUp =
  /^(?:my|your|our|the|some|any|a|very|super|top|change|changeit|changeme|replace|replaceme|me|dummy|example|sample|demo|fake|test|testing|insecure|unsafe|weak|strong|secure|default|dev|local|localdev|placeholder|todo|secretly|random|please|not|this|is|for|now|admin123|hunter|foobar|foo|bar)\d*$/;

const kebab = /^\.?[a-z][a-z0-9]*(?:[-_.][a-z0-9]+)+$/;
const constant = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/;

/**
 * Recognises a text that is shaped as names of Secrets and of their keys are: several words, the last of
 * which says what it names.
 *
 * Digits are part of words (`oauth2-proxy`, `r27-users`); a run of letters and digits that no word has is
 * none.
 */
export function isNameOfCredential(text: string): boolean {
  if (text.length > 80 || !(kebab.test(text) || constant.test(text))) return false;
  const words = wordsOf(text);
  const numbered = /^\d{1,2}$/.test(words.at(-1) ?? '') ? words.slice(0, -1) : words;
  return keyNouns.has((numbered.at(-1) ?? '').replace(/\d{1,2}$/, '')) && words.every(isWord) && !words.some(isMadeUp);
}

/**
 * Recognises a name that ends as Secrets are named, `pg14-app-credentials`, rather than as one of their keys.
 */
export const isNameOfHolder = (text: string): boolean =>
  isNameOfCredential(text) && holders.has(wordsOf(text).at(-1) ?? '');

/** Recognises the name of a key beside its Secret's name: one word that says what it is, or several. */
export function namesKey(text: string): boolean {
  if (isNameOfCredential(text)) return true;
  const words = wordsOf(text.replace(/^\./, ''));
  return words.length > 0 && words.length <= 3 && words.every((word) => keyNouns.has(word) || keyParts.has(word));
}

const keyParts = new Set(
  'admin root user username db database redis postgres mysql client access private public api session ssh tls ca bind sentinel replication smtp s3 aws id'.split(
    ' ',
  ),
);

/** Recognises the name of a Kubernetes object: DNS labels of words, perhaps with a number in one of them. */
export function isObjectName(text: string): boolean {
  if (text.length > 80 || !/^[a-z][a-z0-9]*(?:[-.]{1,3}[a-z0-9]+)+$/.test(text)) return false;
  const words = text.split(/[-.]+/);
  return words.every(isWord) && !words.some(isMadeUp);
}

/** Recognises the name of an entry of a store in parts: `github_team-bot_pusher`, `prod/shop/db`. */
export function isNameInParts(text: string): boolean {
  if (text.length > 120 || !/^[a-z][a-z0-9]*(?:[-_./][a-z0-9]+){2,}$/.test(text)) return false;
  return new Set(text.match(/[-_./]/g)).size > 1 && text.split(/[-_./]/).every(isWord);
}

/** A word, perhaps with a short number before or behind it: `oauth2`, `r27`, `2fa`, `s3`, `pg14`, `v1`. */
const isWord = (word: string): boolean => /^(?:\d{0,2}[a-z]+\d{0,2}|\d{1,2}|[a-z]\d[a-z]|i18n|k8s|k3s)$/.test(word);

/** Recognises a word of values that someone made up. */
export const isMadeUp = (word: string): boolean => madeUp.test(word);

/** Recognises a regular expression, with which scripts and tests match credentials rather than hold one. */
export const isPattern = (text: string): boolean =>
  /\[\^|\.[*+](?:[)?"'$\\]|$)|^\^?\.[*+]|\\[(dswSDW1-9]|\(\?[:!=<]/.test(text);

const keywords =
  /^(?:await|async|new|typeof|yield|return|not|lambda|function|func|None|True|False|undefined|self|this|nil|void|throw)$/;

/**
 * Recognises a line of a program by its calls, arrows, objects and keywords: there a word without quotes is a
 * variable.
 */
export const isLineOfCode = (line: string): boolean =>
  /\w\(|=>|\{\s*\.\.\.|^\s*(?:const|let|var|return|def|elif|import|from|await|if \()\b/.test(line);

/** Recognises the text of a program: three of its lines begin as those of programs do. */
export const isTextOfCode = (text: string): boolean =>
  (text.match(
    /^[ \t]{0,80}(?:def \w+\(|import \w|from \w+ import|class \w+[:(]|(?:const|let) \w+ =|(?:async )?function\b|try:$|except\b[^\n]{0,80}:$)/gm,
  )?.length ?? 0) >= 3;

/**
 * Recognises a call, such as a text of a program holds behind an `=`: `os.getenv("TOKEN")`,
 * `await self.login(user)`.
 */
export const isCall = (text: string): boolean =>
  /^(?:(?:await|new|return)\s+)?[A-Za-z_$][\w$]*(?:(?:\.|::)[\w$]+)*\((?:[\s\S]*\)(?:\.\w+(?:\(\))?){0,5}[;,]?)?$/.test(
    text,
  );

/**
 * Recognises a text without quotes that is an expression of a program: `creds.refreshToken`, `vault_token`,
 * `await`.
 */
export function isExpression(key: string, text: string, line: string, isQuotedKey: boolean): boolean {
  if (keywords.test(text)) return true;
  if (!/^[A-Za-z_$][\w$]*(?:(?:\?\.|\.|->|::)[A-Za-z_$][\w$]*)*$/.test(text)) return false;
  const isCode = isLineOfCode(line);
  if (/[.>:]/.test(text)) return isCode || /^[a-z]+\.[a-z]+(?:[A-Z][a-z]+)+$/.test(text);
  if (!isCode && !isQuotedKey) return false;
  const [own, named] = [wordsOf(text), wordsOf(key)];
  return own.at(-1) === named.at(-1) && !own.some(isMadeUp);
}
