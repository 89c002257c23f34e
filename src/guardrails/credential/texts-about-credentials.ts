import { denotationOf } from './key-name.ts';

/** `Passwort`, `Mot de passe`, `Clé d'API`, `passwort vergessen?`: what an interface shows beside a field. */
export const isLabel = (text: string): boolean =>
  text.length <= 120 &&
  /^[¿¡]?(?:\p{Lu}|\p{Lo}|\p{L}+ \p{L})[\p{L}\p{M}' ’.,?!:()/&-]*[…。？！]?$/u.test(
    text.replace(/\{\{?[\w. ]+\}?\}/g, 'X'),
  );

/** A label, or a sentence with numbers and signs in it. */
const isSaid = (text: string): boolean => isLabel(text) || /\p{L} \p{L}.* \p{L}/u.test(text);

/** Several words, or letters that no password of a settings file has. */
const isPhrase = (text: string): boolean => /\p{L} \p{L}|[^\p{ASCII}]/u.test(text);

/**
 * Recognises the texts of an interface: all of them are said to people, and one at least is a phrase. A
 * password among settings stands beside a host, a number or a name in small letters; one among such texts
 * makes none of its neighbours a password.
 */
export function areLabels(texts: readonly (readonly [key: string, text: string])[]): boolean {
  const said = texts.filter(([, text]) => isSaid(text));
  if (said.length < 3 || !said.some(([, text]) => isPhrase(text))) return false;
  const others = texts.filter(([key]) => denotationOf(key) === undefined);
  return said.length === texts.length || (others.length > 1 && others.every(([, text]) => isSaid(text)));
}

const setting = /^[ \t]{0,200}["']?([\w.-]{1,200})["']?[ \t]{0,20}[=:][ \t]{0,20}(\S.{0,400})$/gm;

/** Recognises the texts of an interface in a file of lines, such as a bundle of Java. */
export const holdsLabels = (text: string): boolean =>
  areLabels(
    Array.from(text.matchAll(setting), ([, key = '', value = '']) => [
      key,
      value.trim().replace(/^(["'])(.*)\1[,;]?$/, '$2'),
    ]),
  );

/** Recognises the types of GraphQL, in which what follows a colon is a type. */
export const declaresTypes = (text: string): boolean =>
  /^[ \t]{0,200}(?:extend[ \t]+)?(?:type|input|interface|enum|union|schema)\b[^{}\n]{0,200}\{/m.test(text) &&
  /:[ \t]{0,20}\[{0,2}[A-Z]\w{0,100}[\]!]/.test(text);

/** A plain word of a sentence: `the forge (token = password field of the file)`. */
export const isWordOfProse = (raw: string, line: string): boolean =>
  (/^[a-z]+[.,;)]?$/.test(raw) && (line.match(/(?:^|\s)[A-Za-z]+[.,;:)]?(?=\s)/g)?.length ?? 0) >= 12) ||
  (/^[A-Za-z]+[.,;)]?$/.test(raw) &&
    /^\s*(?:echo|printf|print|log\w*)\s+["'](?:[A-Za-z]+ ){0,20}[A-Za-z]+: [A-Za-z]+ [a-z-]/.test(line));
