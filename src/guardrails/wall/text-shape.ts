import type { JsonValue } from '../manifest/manifest.ts';
import { mayRepeatKeys } from '../reading/repeated-keys.ts';

/** Recognises a text that may hold a name with a value. */
export const mayHoldSettings = /[=:@\n\t|]|^\s*[{[<]|(?:^|\s)--?[A-Za-z]|[(,]\s?["'`]/;

/** Recognises a text that may be a document. */
export const mayBeDocument = (text: string, key: string): boolean =>
  text.length >= 8 &&
  (text.includes('\n') || /^\s*[{[]/.test(text) || /\.(?:ya?ml|json|properties|env|ini|cfg|cnf|conf|toml)$/i.test(key));

/** Fields of one address, whose parts a colon parts. */
export const isAddress = /^(?:image|repository|digest|chart)$/i;

/** Fields that tell people something. */
const telling = /(?:desc(?:ription)?|summary|message|title|documentation|note|help|comment|purpose|reason)s?$/i;

/**
 * A sentence in which a colon is a colon; only where people are told something may it follow the first word.
 */
export const isProse = (text: string, key: string): boolean =>
  !text.includes('\n') &&
  (telling.test(key) ? /^["']?[A-Za-z][a-z']*[:.]?(?:[ ,]+\S+){3,}/ : /^["']?[A-Za-z][a-z']*(?:[ ,]+\S+){3,}/).test(
    text,
  ) &&
  !/[=;|{}$]|\s--?\w/.test(text);

/** Returns whether brackets outside of quotes, or items of lists on one line, nest deeper than a limit. */
export function nestsDeeper(text: string, limit: number): boolean {
  if (text.includes('- '.repeat(limit))) return true;
  if (!/^\s*[[{]/.test(text)) return false;
  let depth = 0;
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    const sign = text.charAt(index);
    if (isQuoted && sign === '\\') index++;
    else if (sign === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (sign === '{' || sign === '[') {
      if (++depth > limit) return true;
    } else if (sign === '}' || sign === ']') depth--;
  }
  return false;
}

/** Only the last of equal keys of JSON is in its document. */
export const repeatsKeys = (text: string, documents: number): boolean => {
  if (documents !== 1 || text.length > 200_000 || !/^\s*\{/.test(text)) return false;
  try {
    return mayRepeatKeys(JSON.parse(text) as JsonValue, text);
  } catch {
    return false;
  }
};

/** Returns what is too short to hold anything by itself, in any form; a PIN is not. */
export const isTooShort = (value: JsonValue, key: string): boolean =>
  typeof value === 'number' || (typeof value === 'string' && value.length < 8 && !/pin$/i.test(key));

/** Returns a function from an offset to its line, from 0, without looking through the text for each. */
export function lineFinder(text: string): (offset: number) => number {
  const ends: number[] = [];
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) ends.push(end);
  return (offset) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}

/** Maps and files of what a page shows: labels and translations. */
const shown =
  /^(?:renameByName|labels|titles|headings|placeholders|translations?|messages|texts|i18n|l10n|locales?|displayNames?)$|(?:^|[._-])(?:messages?|i18n|l10n|locales?|lang|translations?|strings|texts|labels)(?:[._-][\w.-]{0,40})?\.(?:json|ya?ml|properties|po|arb|ftl|toml|xml|[jt]s)$|^[a-z]{2}(?:[-_][A-Z]{2})?\.(?:json|ya?ml|properties|po|arb|ftl|toml)$/i;

/** Returns whether what is below a field, or in a file, is what people are shown. */
export const isShownToPeople = (name: string): boolean => name.length < 200 && shown.test(name);
