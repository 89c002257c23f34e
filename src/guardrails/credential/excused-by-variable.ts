import { hole } from './variables.ts';

/**
 * Signs that enclose a variable with more than two characters between them: what stands beside one is seldom
 * a password of its own.
 */
const enclosing = [
  ['{{', '}}'],
  ['{%', '%}'],
  ['<%', '%>'],
  ['[[', ']]'],
] as const;
const named =
  /\$\{\s{0,4}[A-Za-z_][\w.-]{2}|\$\([A-Za-z_./"][\s\S]{2}|\(\([A-Za-z][\w./-]{2}|#\{[A-Za-z_][\w.-]{2}|%\{[A-Za-z_]\w{2}|\$__\w{1,20}\{|<\/?#[a-z]{2}/;

const isDelimited = (text: string): boolean =>
  named.test(text) ||
  enclosing.some(([open, close]) => {
    const start = text.indexOf(open);
    return start >= 0 && text.indexOf(close, start + open.length) > start + open.length + 2;
  });

/**
 * The names of variables that nothing but a sign shows; a random password holds one of two or three letters
 * soon.
 */
const bare = /(?:\$|%|@|<|\{|&|`|__)[A-Z_][A-Z0-9_]{3,}|<[a-z][a-z -]{3,}>|\{[a-z_]{4,}\}|%[a-z_]{4,}%|@[a-z_]{4,}@/;

/**
 * `$oidc:client-secret`: a key of a Secret.
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/user-management/
 */
const keyOfSecret = /^\$\$?[a-z][a-z0-9.-]*:[\w.-]+$/;
/** `$dex.clientSecret`, `$backstage-oidc-client-secret`: a key of the Secret that Argo CD reads. */
const ownKeyOfSecret = /^\$[a-z]+(?:[-.][A-Za-z]+)+$/;

const nouns = /(?:password|passwd|secret|token|key|credentials?|hash|salt)$/i;

const plainWord = /^(?:[a-z]+|[A-Z]{3,}|[A-Z][a-z]+|\d{1,5})?$/;

/**
 * Returns whether the variables of a text excuse all of it: they do where nothing but a few signs stand
 * beside them, or where they are surely variables and plain words stand beside them, `Bearer ${TOKEN}`,
 * `app:%PASSWORD%`.
 *
 * @param masked the text with holes for its variables
 */
export function isExcusedByVariable(text: string, masked: string): boolean {
  if (keyOfSecret.test(text)) return true;
  // `PGPASSWORD=$PASSWORD psql -h db`: what follows is a command.
  if (/^\$\{?[A-Z_]{4,}\}? +[a-z]/.test(text)) return true;
  if (ownKeyOfSecret.test(text) && nouns.test(text)) return true;
  // What a comment says behind the closing quote is no part of it.
  const residue = masked.replace(/(?<=["'])\s+#[^\n]*$/, '').replaceAll(hole, '');
  if (!/[A-Za-z0-9]/.test(residue)) return residue.trim().length <= 4 || isDelimited(text) || bare.test(text);
  if (!/^[\w\s.:/@,=+;&?#"'()*-]*$/.test(residue)) return false;
  if (isDelimited(text)) return true;
  return bare.test(text) && residue.split(/[^A-Za-z0-9]+/).every((word) => plainWord.test(word));
}
