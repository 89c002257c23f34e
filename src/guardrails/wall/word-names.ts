import { passwordWords } from '../credential/command-words.ts';
import type { JsonValue } from '../manifest/manifest.ts';
import { type Name, nameGivenBy } from './name-reach.ts';
import { withPositionals } from './shell-flow.ts';

/** What stands before a word, or in it, says of it. */
export interface WordName {
  readonly name: Name;
  /** The part of the word that is meant, where an option is written together with its value. */
  readonly text?: string;
}

/** Recognises a list of the words of a command. */
export const isCommand = (key: string, words: readonly JsonValue[]): boolean =>
  /^(?:args|command|cmd|entrypoint|\w*args|\w*flags|\w*options)$/i.test(key) ||
  words.some((word) => typeof word === 'string' && word.startsWith('-'));

/**
 * Names the words of a list by what stands before them: `[--password, x]`, `[password, x]`, `[-p, x]` of a
 * program that takes one.
 *
 * @param isPair true for a list of many that are a name and a value each
 */
export function namesOfWords(
  list: readonly JsonValue[],
  isOfCommand: boolean,
  isPair: boolean,
): ReadonlyMap<number, WordName> {
  const found = new Map<number, WordName>();
  const words = list.map((item) => (typeof item === 'string' ? item : ''));
  words.forEach((word, index) => {
    const before = words[index - 1] ?? '';
    const flag = /^--?([A-Za-z][\w.-]*)=?$/.exec(before)?.[1];
    if (flag !== undefined && word !== '' && !word.startsWith('-')) {
      const text = nameGivenBy({ name: flag });
      if (text !== undefined) found.set(index, { name: { text, reach: 'value' } });
    } else if (words.length === 2 && index === 1) {
      const text = nameGivenBy({ name: before });
      if (text !== undefined) found.set(index, { name: { text, reach: isPair ? 'value' : 'about' } });
    }
  });
  if (isOfCommand)
    for (const { index, password } of passwordWords(words))
      found.set(index, { name: { text: 'password', reach: 'value' }, text: password });
  return found;
}

/** `sh -c 'app "$1"' sh x`: the script with the words behind it; `undefined` for any other word. */
export function scriptWithWords(list: readonly JsonValue[], index: number, isOfCommand: boolean): string | undefined {
  const text = list[index];
  if (!isOfCommand || index === 0 || list[index - 1] !== '-c' || typeof text !== 'string') return undefined;
  return text.includes('$')
    ? withPositionals(
        text,
        list.slice(index + 1).map((word) => (typeof word === 'string' ? word : '')),
      )
    : undefined;
}
