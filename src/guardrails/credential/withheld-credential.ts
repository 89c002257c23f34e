import { judge } from './credential.ts';
import { denotationOf } from './key-name.ts';
import { innerCredentials } from './structured-text.ts';

/** A text in quotes, and the words before it that may name it: `password "x"`, `token for app: 'x'`. */
const named = /\b((?:[\w.-]{1,60} ){0,3}[\w.-]{1,60}):? (["'`])((?:(?!\2).){1,300})\2/g;
/** `--db-password=x`, `token: x`. */
const assigned = /([\w.-]{1,60})(?:=|: )["']?([^\s"'`]{1,300})/g;

/**
 * Returns a text of a third party as it is, or a sentence in its place where it holds a credential: libraries
 * quote in their errors what they were given.
 */
export function withheldCredential(text: string): string {
  return holdsCredential(text) ? 'its message is withheld, since it seems to hold a credential' : text;
}

function holdsCredential(text: string): boolean {
  // The rest of a long message is not shown to the judge in one piece for nothing: it is not shown at all.
  if (text.length > 2_000) return true;
  if (judge('', text).length > 0 || innerCredentials('', text).length > 0) return true;
  for (const [, name = '', value = ''] of text.matchAll(assigned))
    if (denotationOf(name) !== undefined && judge(name, value).length > 0) return true;
  return [...text.matchAll(named)].some(([, words = '', , value = '']) =>
    words
      .split(' ')
      .some((word) => denotationOf(word) !== undefined && judge(word, value, { mayBeName: true }).length > 0),
  );
}
